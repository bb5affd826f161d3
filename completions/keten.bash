# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# Completion of keten for bash. Commands, options and their values come from the program's own help,
# so that they are those of the version that is called; asking takes some milliseconds.

# Lines of the help that begin with two blanks and are an option or a command: their first words.
_keten_words() {
    "$1" "${@:2}" --lang en --help 2>/dev/null | sed -n 's/^  \(--[a-z-]*\|[a-z]\{1,\}\) .*$/\1/p'
}

# The value that an option takes: a list "a|b", a word like ITEM, or nothing.
_keten_value() {
    "$1" "$2" --lang en --help 2>/dev/null | sed -n "s/^  $3 \([A-Za-z_|,.-]\{1,\}\)  .*$/\1/p"
}

# The tables of a command's result. A name that no table has is refused, with those that there are,
# before anything is read.
_keten_tables() {
    "$1" "$2" - --lang en --format csv --table '?' 2>&1 >/dev/null |
        sed -n 's/^keten: --table "?" is not one of: //p' | tr -d ','
}

# Ids of the items of a case folder whose first column is the id.
_keten_items() {
    local file=$1/items.csv
    [[ -r $file ]] && sed -n '1{/^id,/!q;d;};s/^\([A-Za-z0-9][A-Za-z0-9._-]*\),.*/\1/p' "$file"
}

_keten() {
    local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]}
    local previous=${COMP_WORDS[COMP_CWORD - 1]} value folder candidate
    COMPREPLY=()
    if ((COMP_CWORD == 1)) || { ((COMP_CWORD == 2)) && [[ $previous == help ]]; }; then
        mapfile -t COMPREPLY < <(compgen -W "$(_keten_words "$program") help" -- "$word")
        return
    fi
    if [[ $previous == -o ]]; then
        previous=--output
    fi
    if [[ $previous == --table ]]; then
        mapfile -t COMPREPLY < <(
            compgen -W "$(_keten_tables "$program" "${COMP_WORDS[1]}")" -- "$word")
        return
    fi
    if [[ $previous == --* ]]; then
        value=$(_keten_value "$program" "${COMP_WORDS[1]}" "$previous")
        case $value in
        *'|'*)
            mapfile -t COMPREPLY < <(compgen -W "${value//|/ }" -- "$word")
            return
            ;;
        ITEM)
            for candidate in "${COMP_WORDS[@]:2}"; do
                [[ -d $candidate ]] && folder=$candidate
            done
            mapfile -t COMPREPLY < <(compgen -W "$(_keten_items "${folder:-.}")" -- "$word")
            return
            ;;
        PATH | FILE)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            compopt -o filenames 2>/dev/null
            return
            ;;
        CASE | DATA)
            mapfile -t COMPREPLY < <(compgen -d -- "$word")
            compopt -o filenames 2>/dev/null
            return
            ;;
        ?*) return ;; # a number: nothing to offer
        esac
    fi
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(
            compgen -W "$(_keten_words "$program" "${COMP_WORDS[1]}")" -- "$word")
    else
        case ${COMP_WORDS[1]} in
        import | refresh) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        *) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
        esac
        compopt -o filenames 2>/dev/null
    fi
}

complete -F _keten keten
