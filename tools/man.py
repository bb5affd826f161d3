#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes the manual page from its text and the program's own help, so that an option is described
once: where the program reads it.

    man.py PROGRAM INPUT OUTPUT

INPUT is an mdoc page. A line .\\" @SYNOPSIS@ becomes how every command is called, a line
.\\" @OPTIONS COMMAND@ the list of the options of that command, and .\\" @OPTIONS@ those that every
command has. An option that a command words in a way of its own is in its own list as well.
"""

import collections
import pathlib
import re
import subprocess
import sys

COMMAND = re.compile(r"^  ([a-z]+)\b", re.M)
SUBJECT = re.compile(r"^Usage: keten [a-z]+(?: (\S+))? \[options\]$", re.M)
OPTION = re.compile(r"^  --([a-z-]+)(?: (\S+))?  +(.*)$", re.M)
ASIDE = re.compile(r" \((?:default: (?P<default>[^()]*)|(?P<needed>needed))\)$")

Option = collections.namedtuple("Option", "name value help")


def help_of(program, *words):
    return subprocess.run([program, *words, "--lang", "en", "--help"], capture_output=True,
                          text=True, check=True).stdout


def read(program):
    """{command: (subject, [Option])}"""
    commands = {}
    for name in COMMAND.findall(help_of(program)):
        text = help_of(program, name)
        commands[name] = (SUBJECT.search(text)[1], [Option(*row) for row in OPTION.findall(text)])
    return commands


def common_of(commands):
    """The options that every command has, each as most of them word it."""
    worded = {}
    for _, options in commands.values():
        for option in options:
            worded.setdefault(option.name, collections.Counter())[option] += 1
    return [words.most_common(1)[0][0] for words in worded.values()
            if words.total() == len(commands)]


def text(words):
    """English as a line of mdoc."""
    words = words.replace("\\", "\\e")
    return "\\&" + words if words[:1] in (".", "'") else words


def value(option):
    if not option.value:
        return ""
    return f" {'Cm' if '|' in option.value else 'Ar'} {option.value}"


def item(option):
    aside = ASIDE.search(option.help)
    said = option.help[:aside.start()] if aside else option.help
    yield f".It Fl -{option.name}{value(option)}"
    yield text(said[0].upper() + said[1:] + ".")
    if aside:
        yield "Needed." if aside["needed"] else text(f"Default: {aside['default']}.")


def options_list(options):
    yield ".Bl -tag -width Ds"
    for option in options:
        yield from item(option)
    yield ".El"


def synopsis(commands, common):
    for name, (subject, options) in commands.items():
        yield ".Nm"
        yield f".Cm {name}"
        for option in options:
            if option not in common:
                needed = option.help.endswith("(needed)")
                yield f".{'' if needed else 'Op '}Fl -{option.name}{value(option)}"
        yield ".Op Ar options"
        if subject:
            optional, several = subject.startswith("["), subject.endswith("...")
            word = subject.strip("[]").removesuffix("...")
            yield f".{'Op ' if optional else ''}Ar {word}{' ...' if several else ''}"


def page(source, commands):
    """Raises ValueError where the page and the program do not fit."""
    common = common_of(commands)
    left = set(commands) | {"", "synopsis"}
    for number, line in enumerate(source.splitlines(), 1):
        marker = re.fullmatch(r'\.\\" @(SYNOPSIS|OPTIONS)(?: (\w+))?@', line)
        if not marker:
            yield line
            continue
        name = "synopsis" if marker[1] == "SYNOPSIS" else marker[2] or ""
        if name not in left:
            raise ValueError(f"line {number}: {line}: no such command, or twice")
        left.remove(name)
        if name == "synopsis":
            yield from synopsis(commands, common)
        elif name == "":
            yield from options_list(common)
        else:
            own = [option for option in commands[name][1] if option not in common]
            if own:
                yield from options_list(own)
    if left:
        raise ValueError(f"no line for {', '.join(sorted(left)) or 'the common options'}")


def main(argv):
    if len(argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    program, source, target = map(pathlib.Path, argv)
    try:
        made = "\n".join(page(source.read_text("utf-8"), read(program.resolve())))
    except ValueError as fault:
        print(f"{source}: {fault}", file=sys.stderr)
        return 1
    target.write_text(made + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
