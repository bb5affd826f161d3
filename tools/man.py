#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes the manual page from its text and the program's own help, so that an option is described
once: where the program reads it.

    man.py PROGRAM INPUT OUTPUT

INPUT is an mdoc page. A line .\\" @SYNOPSIS@ becomes how every command is called, a line
.\\" @OPTIONS COMMAND@ the list of the options of that command, and .\\" @OPTIONS@ those that every
command has. An option that a command words in a way of its own is in its own list as well. Commands
of which the page does not tell get a section of what the help says at .\\" @OTHER COMMANDS@ and
.\\" @OTHER OPTIONS@.
"""

import collections
import pathlib
import re
import subprocess
import sys

COMMAND = re.compile(r"^  ([a-z]+)\b", re.M)
USAGE = re.compile(r"^Usage: keten [a-z]+(?: (\S+))? \[options\]\n\n(.*)$", re.M)
OPTION = re.compile(r"^  --([a-z-]+)(?: (\S+))?  +(.*)$", re.M)
ASIDE = re.compile(r" \((?:default: (?P<default>[^()]*)|(?P<needed>needed))\)$")

Command = collections.namedtuple("Command", "subject summary options")
Option = collections.namedtuple("Option", "name value help")


def help_of(program, *words):
    return subprocess.run([program, *words, "--lang", "en", "--help"], capture_output=True,
                          text=True, check=True).stdout


def read(program):
    """{name: Command}"""
    commands = {}
    for name in COMMAND.findall(help_of(program)):
        text = help_of(program, name)
        usage = USAGE.search(text)
        commands[name] = Command(usage[1], usage[2],
                                 [Option(*row) for row in OPTION.findall(text)])
    return commands


def common_of(commands):
    """The options that every command has, each as most of them word it."""
    worded = {}
    for command in commands.values():
        for option in command.options:
            worded.setdefault(option.name, collections.Counter())[option] += 1
    return [words.most_common(1)[0][0] for words in worded.values()
            if words.total() == len(commands)]


def text(words):
    """English as a line of mdoc, a sentence."""
    words = words[0].upper() + words[1:].replace("\\", "\\e")
    return ("\\&" if words[0] in ".'" else "") + words + "."


def value(option):
    if not option.value:
        return ""
    return f" {'Cm' if '|' in option.value else 'Ar'} {option.value}"


def item(option):
    aside = ASIDE.search(option.help)
    said = option.help[:aside.start()] if aside else option.help
    yield f".It Fl -{option.name}{value(option)}"
    yield text(said)
    if aside:
        yield text("needed" if aside["needed"] else f"default: {aside['default']}")


def options_list(options):
    if options:
        yield ".Bl -tag -width Ds"
    for option in options:
        yield from item(option)
    if options:
        yield ".El"


def own_of(command, common):
    return [option for option in command.options if option not in common]


def synopsis(commands, common):
    for name, command in commands.items():
        yield ".Nm"
        yield f".Cm {name}"
        for option in own_of(command, common):
            needed = option.help.endswith("(needed)")
            yield f".{'' if needed else 'Op '}Fl -{option.name}{value(option)}"
        yield ".Op Ar options"
        if command.subject:
            optional, several = command.subject[0] == "[", command.subject.endswith("...")
            word = command.subject.strip("[]").removesuffix("...")
            yield f".{'Op ' if optional else ''}Ar {word}{' ...' if several else ''}"


def other_commands(source, commands):
    for name, command in commands.items():
        if not re.search(rf"^\.Ss {name}$", source, re.M):
            yield f".Ss {name}"
            yield text(command.summary)


def other_options(source, commands, common):
    for name, command in commands.items():
        if f'.\\" @OPTIONS {name}@\n' not in source:
            yield f".Ss Of {name}"
            yield from options_list(own_of(command, common))


def page(source, commands):
    """The lines of the page. KeyError: a command that the program does not have."""
    common = common_of(commands)
    for line in source.splitlines():
        marker = re.fullmatch(r'\.\\" @([A-Z ]+?)(?: ([a-z]+))?@', line)
        if not marker:
            yield line
        elif marker[1] == "SYNOPSIS":
            yield from synopsis(commands, common)
        elif marker[1] == "OTHER COMMANDS":
            yield from other_commands(source, commands)
        elif marker[1] == "OTHER OPTIONS":
            yield from other_options(source, commands, common)
        elif marker[2] is None:
            yield from options_list(common)
        else:
            yield from options_list(own_of(commands[marker[2]], common))


def main(argv):
    if len(argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    program, source, target = map(pathlib.Path, argv)
    try:
        made = "\n".join(page(source.read_text("utf-8"), read(program.resolve())))
    except KeyError as fault:
        print(f"{source}: the program has no command {fault}", file=sys.stderr)
        return 1
    target.write_text(made + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
