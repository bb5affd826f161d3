#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks the habits that CONTRIBUTING.md states: `./dev lint`.

    lint.py                 everything
    lint.py --quick         only the checks that read text (no clang-tidy)
    lint.py --self-test     seeded violations in a temporary tree: each must be caught

Prints one "ok" or "not ok" line per check, then "N passed, N failed, N skipped".
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import po2c

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPDX = "SPDX-License-Identifier: EUPL-1.2"
MAX_LINES = 700

# A file may include its own folder and folders of a lower level; never a higher one, and never
# another folder of its own level.
LEVEL = {
    "base": (0, 0),
    "format": (1, 0), "model": (1, 0), "diagram": (1, 0), "solve": (1, 0),
    "ingest/package": (2, 0),           # folder -> checked case
    "ingest/recognise": (2, 1),         # text -> id
    "ingest/intake": (2, 2),            # file of a stranger -> delivery
    "ingest/merge": (2, 3),             # delivery -> case
    "ingest/yearly": (2, 3),            # yearly tables of others -> reference
    "analysis/kernel": (3, 0),
    "analysis/chain": (3, 1),
    "analysis/supply": (3, 2),
    "analysis/failure": (3, 3), "analysis/years": (3, 3),
    "analysis/assess": (3, 4),
    "simulate": (4, 0),
    "plan": (5, 0),
    "report/document": (6, 0),
    "report/record": (6, 1),
    "report/view": (6, 2), "report/render": (6, 2), "report/form": (6, 2),
    "service": (7, 0),
    "apps/cli": (8, 0), "apps/http": (8, 0), "apps/mpi": (8, 0),
}
# These know even less than their level allows: they are about bytes, sets and numbers, not chains.
ONLY = {"format": {"base"}, "diagram": {"base"}, "solve": {"base"}}

BANNED = ("strcpy strcat sprintf vsprintf gets atoi atol atof strtok rand srand gmtime localtime "
          "asctime ctime system popen alloca tmpnam mktemp").split()
NOT_IN_MODEL = "fopen opendir pthread_create thrd_create".split()

SYSTEM = set("""assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp
    signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath
    threads time uchar wchar wctype
    dirent dlfcn fcntl fnmatch getopt glob grp ifaddrs langinfo libgen netdb omp poll pthread pwd
    regex sched semaphore spawn strings termios unistd""".split())
SYSTEM_FOLDERS = ("sys/", "arpa/", "netinet/", "net/", "linux/", "sanitizer/")


def strip(text, strings=True):
    """Blanks out comments (and strings), keeping the line structure."""
    def blank(match):
        found = match[0]
        if found[0] == "/" or strings:
            return re.sub(r"[^\n]", " ", found)
        return found
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                  blank, text, flags=re.S)


class Tree:
    """The sources under a root, read once."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.text = {}
        for folder in ("src", "include", "tests", "bench", "examples"):
            for path in sorted((self.root / folder).rglob("*.[ch]")):
                self.text[path.relative_to(self.root).as_posix()] = path.read_text("utf-8")

    def files(self, *folders, suffix=""):
        return [name for name in self.text
                if name.startswith(tuple(f + "/" for f in folders)) and name.endswith(suffix)]

    def includes(self, name):
        """(line, quoted?, path as written) for each include."""
        code = strip(self.text[name], strings=False)
        for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', code, re.M):
            yield code.count("\n", 0, match.start()) + 1, match[1] == '"', match[2]

    def resolve(self, name, target):
        """The repository path of a quoted include, or None."""
        for base in (pathlib.PurePosixPath(name).parent, pathlib.PurePosixPath("src"),
                     pathlib.PurePosixPath("include")):
            path = os.path.normpath((base / target).as_posix())
            if path in self.text:
                return path
        return None


def layer(name):
    """The folder below src/ that decides what a file may know: base, ingest/merge, apps/cli ..."""
    return "/".join(name.split("/")[1:-1])


def is_third_party(header):
    return not (header.startswith(SYSTEM_FOLDERS) or header.removesuffix(".h") in SYSTEM)


def check_direction(tree):
    for name in tree.files("src"):
        mine = layer(name)
        if mine not in LEVEL:
            yield f"{name}:1: folder {mine or 'src'!r} has no level in tools/lint.py"
            continue
        for line, quoted, target in tree.includes(name):
            if not quoted:
                continue
            path = tree.resolve(name, target)
            if path is None:
                yield f"{name}:{line}: cannot find {target!r}"
            elif path.startswith("src/") and (theirs := layer(path)) != mine:
                if LEVEL.get(theirs, (99, 0)) > LEVEL[mine]:
                    yield f"{name}:{line}: {mine} includes {theirs}, which is above it"
                elif LEVEL[theirs] == LEVEL[mine]:
                    yield f"{name}:{line}: {mine} includes its sibling {theirs}"
                elif mine in ONLY and theirs not in ONLY[mine]:
                    yield f"{name}:{line}: {mine} may know {sorted(ONLY[mine])} only, not {theirs}"
    for name in tree.files("examples") + tree.files("include"):
        for line, quoted, target in tree.includes(name):
            path = tree.resolve(name, target) if quoted else None
            if path and path.startswith("src/"):
                yield f"{name}:{line}: only the public header may be used here, not {path}"


def module(name):
    """A .c file and its header are one: src/base/pool."""
    return name.rsplit(".", 1)[0]


def check_circles(tree):
    """No two files of a folder need each other, by includes or by a chain of them."""
    needs = {}
    for name in tree.files("src"):
        for line, quoted, target in tree.includes(name):
            path = tree.resolve(name, target) if quoted else None
            if path and layer(path) == layer(name) and module(path) != module(name):
                needs.setdefault(module(name), {})[module(path)] = f"{name}:{line}"
    for code in tree.files("src", suffix=".c"):         # calls without an include, by declaration
        for match in re.finditer(r"^extern\b[^;]*\(", strip(tree.text[code]), re.M):
            line = tree.text[code].count("\n", 0, match.start()) + 1
            yield f"{code}:{line}: include the header instead of declaring the function again"

    done, found = set(), set()
    for start in sorted(needs):
        path, stack = [], [(start, iter(sorted(needs[start])))]
        path.append(start)
        while stack:
            here, following = stack[-1]
            step = next(following, None)
            if step is None:
                done.add(here)
                path.pop()
                stack.pop()
            elif step in path:
                circle = path[path.index(step):] + [step]
                if frozenset(circle) not in found:
                    found.add(frozenset(circle))
                    yield f"{needs[here][step]}: a circle: {' -> '.join(circle)}"
            elif step not in done and step in needs:
                path.append(step)
                stack.append((step, iter(sorted(needs[step]))))


def check_internal(tree):
    """A header that says "Internal to: a, b." is included by those files alone."""
    allowed = {}
    for name in tree.files("src", suffix=".h"):
        head = tree.text[name].split("#ifndef", 1)[0]
        match = re.search(r"^// Internal to: ([a-z0-9_, \n/]+)\.$", head, re.M)
        if match:
            allowed[name] = set(re.findall(r"\w+", match[1]))
        elif re.search(r"internal to", head, re.I):
            yield f"{name}:1: say it as a line of its own: // Internal to: FILE, FILE."
    for name in tree.files("src"):
        for line, quoted, target in tree.includes(name):
            path = tree.resolve(name, target) if quoted else None
            if path in allowed and module(path) != module(name):
                if pathlib.PurePosixPath(name).stem not in allowed[path]:
                    yield f"{name}:{line}: {path} is internal to {', '.join(sorted(allowed[path]))}"


def check_unique(tree):
    """Two files of one name leave a reader guessing which is meant."""
    places = {}
    for name in tree.files("src"):
        places.setdefault(pathlib.PurePosixPath(name).stem, set()).add(layer(name))
    for stem, folders in sorted(places.items()):
        if len(folders) > 1:
            yield f"src/{sorted(folders)[1]}/{stem}: there is a {stem} in {sorted(folders)[0]} too"


def check_order(tree):
    for name in tree.files("src", suffix=".c"):
        own = name[:-2] + ".h"
        found = list(tree.includes(name))
        if own in tree.text:
            if not found or not found[0][1] or tree.resolve(name, found[0][2]) != own:
                yield f"{name}:{found[0][0] if found else 1}: the first include must be {own}"
            found = found[1:]
        ours = None
        for line, quoted, target in found:
            if quoted:
                ours = ours or target
            elif ours:
                yield f"{name}:{line}: <{target}> comes before our own headers ({ours!r})"


def check_third_party(tree):
    users = {}
    for name in tree.files("src", "include"):
        for line, quoted, target in tree.includes(name):
            if not quoted and is_third_party(target):
                library = target.split("/")[0].removesuffix(".h")
                users.setdefault(library, {})[name] = (line, target)
    for library, where in sorted(users.items()):
        for name, (line, target) in where.items():
            if name.endswith(".h"):
                yield f"{name}:{line}: a header may not include third-party <{target}>"
        if len(where) > 1:
            yield f"<{library}> is included by {', '.join(sorted(where))}; one file may"


def public_names(tree):
    text = strip(tree.text.get("include/keten.h", ""))
    return set(re.findall(r"\b(kt_\w+)\s*\(", text))


def definitions(code):
    """Names of the functions defined or declared with outside linkage, at the left margin."""
    pattern = re.compile(
        r"^(?!static\b|typedef\b|return\b|else\b|extern\b)[A-Za-z_][\w \t*]*?[ *](\w+)\(", re.M)
    for match in pattern.finditer(code):
        yield code.count("\n", 0, match.start()) + 1, match[1]


def check_prefix(tree):
    public = public_names(tree)
    for name in tree.files("src"):
        stem = pathlib.PurePosixPath(name).stem
        code = strip(tree.text[name])
        found = list(definitions(code))
        if name.endswith(".h"):                     # functions that every user compiles
            found += [(code.count("\n", 0, m.start()) + 1, m[1]) for m in re.finditer(
                r"^static inline [\w \t*]*?[ *](\w+)\(", code, re.M)]
        for line, function in found:
            fine = (function == f"kt_{stem}" or function.startswith(f"kt_{stem}_")
                    or function in public or function == "main")
            if not fine:
                yield f"{name}:{line}: {function} must be static or start with kt_{stem}_"


def check_banned(tree):
    for name in tree.files("src", "include", "tests", "bench", "examples"):
        code = strip(tree.text[name])
        names = BANNED + (NOT_IN_MODEL if name.startswith("src/model/") else [])
        for match in re.finditer(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(", code):
            line = code.count("\n", 0, match.start()) + 1
            yield f"{name}:{line}: {match[1]} is banned here"
        for match in re.finditer(r"setlocale\s*\(\s*LC_(NUMERIC|ALL)", code):
            line = code.count("\n", 0, match.start()) + 1
            yield f"{name}:{line}: numbers never follow the locale: no setlocale(LC_{match[1]})"


def check_spdx(tree):
    for name, text in tree.text.items():
        if text.split("\n", 1)[0] != f"// {SPDX}":
            yield f"{name}:1: the first line must be: // {SPDX}"
    others = [path for pattern in ("dev", ".ci/run", "meson.build", "src/**/meson.build",
                                   "tests/**/*.py", "tools/*.py", "tests/meson.build", "po/*.po")
              for path in tree.root.glob(pattern)]
    for path in others:
        if SPDX not in "\n".join(path.read_text("utf-8").splitlines()[:3]):
            yield f"{path.relative_to(tree.root)}:1: no line {SPDX}"


def check_length(tree):
    for name, text in tree.text.items():
        lines = text.count("\n")
        if lines > MAX_LINES:
            yield f"{name}:{lines}: longer than {MAX_LINES} lines: split it by the nouns in it"


def check_guard(tree):
    """Every header has an include guard named after its place."""
    for name in tree.files("src", suffix=".h"):
        guard = "KT_" + re.sub(r"\W", "_", name.removeprefix("src/")).upper()
        if f"#ifndef {guard}\n#define {guard}\n" not in tree.text[name]:
            yield f"{name}:1: expected the include guard {guard}"


def check_listed(tree):
    """A source that no meson.build names is not compiled, so nothing else would notice it."""
    for name in tree.files("src", suffix=".c"):
        path = pathlib.PurePosixPath(name)
        build = tree.root / path.parent / "meson.build"
        if not build.exists() or f"'{path.name}'" not in build.read_text("utf-8"):
            yield f"{name}:1: not listed in {path.parent}/meson.build"


# Functions that look their text up in the reader's language, and which argument it is. A function
# of the same file that hands its parameter `format` on to one of these is one of them.
LOOKS_UP = {"kt_lang_text": 1, "kt_say": 1, "kt_fault_add": 2, "kt_error_set": 2,
            "kt_control_step": 1, "kt_control_tell": 1, "kt_notes_add": 3, "kt_notes_put": 2,
            "kt_reject_add": 3, "kt_reject_add_list": 3, "kt_yearly_refuse": 4}
LITERAL = r'"(?:\\.|[^"\\\n])*"'
LITERALS = re.compile(rf"{LITERAL}(?:\s*{LITERAL})*")
PASSES_ON = re.compile(
    r"\b(\w+)\(([^()]*\bconst char \*format\b[^()]*)\)\s*\{(.*?)^\}", re.M | re.S)
PHASE = re.compile(rf"\.phase\s*=\s*({LITERAL})")  # of a job that threads share
# What an operation says of itself to people, by the member that holds it.
SAID = re.compile(r"(?<=[{,\s])\.(help|word|instead|summary|subject|meaning)\s*=\s*")
# Tables whose rows may be written without the names of their members: which of them is a text.
SAID_IN_TABLE = {"kt_operation_format": 1, "kt_operation_status": 1}


def c_text(literals):
    """The text of adjacent C string literals."""
    body = "".join(part[1:-1] for part in re.findall(LITERAL, literals))
    escapes = {"n": "\n", "t": "\t", "r": "\r", "?": "?"}
    return re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[1]), body)


def split_list(code, start):
    """The (position, text) of each part of the list whose bracket opens at code[start]."""
    parts, depth, first, i = [], 0, start + 1, start
    while i < len(code):
        literal = re.match(LITERAL, code[i:]) if code[i] == '"' else None
        if literal:
            i += literal.end()
            continue
        if code[i] in "([{":
            depth += 1
        elif code[i] in ")]}":
            depth -= 1
        if depth == 0 or (depth == 1 and code[i] == ","):
            parts.append((first, code[first:i]))
            first = i + 1
        if depth == 0:
            break
        i += 1
    return parts


def texts_for_people(code):
    """The (position, text) of every literal that a call looks up."""
    looks_up = dict(LOOKS_UP)
    for match in PASSES_ON.finditer(code):
        if re.search(r"\b(" + "|".join(LOOKS_UP) + r")\s*\(", match[3]):
            names = [part.split("*")[-1].split()[-1] for part in match[2].split(",")]
            looks_up[match[1]] = names.index("format")
    for call in re.finditer(r"\b(" + "|".join(looks_up) + r")\s*\(", code):
        parts = split_list(code, call.end() - 1)
        argument = looks_up[call[1]]
        if len(parts) <= argument:
            continue
        position, text = parts[argument]
        for match in LITERALS.finditer(text):
            yield position + match.start(), c_text(match[0])
    for match in PHASE.finditer(code):
        yield match.start(), c_text(match[1])


def operation_texts(code):
    """The (position, text) of all that the operations of a file of src/service say to people."""
    for match in SAID.finditer(code):
        rest = split_list("(" + code[match.end():], 0)[0][1]
        literal = LITERALS.match(rest)
        yield match.end(), c_text(literal[0]) if literal else f"{match[0]}{rest.strip()}"
    for table in re.finditer(r"\b(" + "|".join(SAID_IN_TABLE) + r")\s+\w+\[\]\s*=\s*", code):
        for position, entry in split_list(code, table.end()):
            if "{" not in entry or re.search(r"\.\w+\s*=", entry):
                continue
            fields = split_list(code, position + entry.index("{"))
            if len(fields) > SAID_IN_TABLE[table[1]]:
                place, text = fields[SAID_IN_TABLE[table[1]]]
                for literal in LITERALS.finditer(text):
                    yield place + literal.start(), c_text(literal[0])


def check_translations(tree):
    """Every text for people has a translation, and every translation a text."""
    path = tree.root / "po" / "nl.po"
    try:
        known = po2c.parse(path)
    except (po2c.Fault, OSError) as fault:
        yield str(fault)
        return
    used = set()
    for name in tree.files("src"):
        code = strip(tree.text[name], strings=False)
        used |= {c_text(match[0]) for match in LITERALS.finditer(code)}
        found = list(texts_for_people(code))
        if layer(name) == "service" and name.endswith(".c"):
            found += operation_texts(code)
        places = {text: position for position, text in reversed(found)}
        for text, position in places.items():
            if text not in known and re.search(r"[^\W\d_]", po2c.CONVERSION.sub("", text)):
                line = code.count("\n", 0, position) + 1
                yield f"{name}:{line}: po/nl.po has no translation of {text!r}"
    for text in sorted(set(known) - used):
        yield f"po/nl.po: nothing in src/ says {text!r}"


# Where whatever leaves the program is written. What a function there writes into, and what it may
# write without being shown a case: descriptions of types.
WRITERS = ("src/report/render", "src/report/form", "src/report/record")
WRITES_INTO = re.compile(r"(?<!const )\b(kt_buffer|kt_json|kt_xlsx_writer|FILE)\s*\*|\bchar\s*\*path$")
DESCRIBES = re.compile(r"^const (kt_record|kt_field)\s*\*\w+$|^kt_lang \w+$|^kt_error \*\w+$")
DISCLOSED = re.compile(r"^const kt_disclosed\s*\*\w+$")
DISCLOSE = "src/report/document/disclose"
JOB = "src/service/job.c"


def prototypes(code):
    """(line, name, [parameter]) of each function that a header declares."""
    pattern = re.compile(r"^(?!typedef\b)[A-Za-z_][\w \t*]*?[ *](kt_\w+)\(([^;{}]*?)\)\s*(?:__attr[^;]*)?[;{]",
                         re.M)
    for match in pattern.finditer(code):
        parameters = [" ".join(part.split()) for _, part in split_list(f"({match[2]})", 0)]
        yield code.count("\n", 0, match.start()) + 1, match[1], parameters


def writers(tree):
    """(place, name, [parameter]) of each function that writes something for the outside. Headers
    that are internal to a writer are a part of it."""
    for name in tree.files(*WRITERS, suffix=".h"):
        if re.search(r"^// Internal to: ", tree.text[name], re.M):
            continue
        for line, function, parameters in prototypes(strip(tree.text[name])):
            inputs = [p for p in parameters if not WRITES_INTO.search(p) and not DESCRIBES.match(p)]
            if len(inputs) < len(parameters) and inputs \
                    and any(WRITES_INTO.search(p) for p in parameters):
                yield f"{name}:{line}", function, parameters


def disclosed_faults(name, code):
    """A kt_disclosed that is made by hand."""
    made = re.compile(r"\bkt_disclosed\s+(\w+)\b(?!\s*=\s*kt_disclose_\w+\()"
                      r"|\(\s*(?:const\s+)?kt_disclosed\s*\*?\s*\)")
    for match in made.finditer(code):
        yield match.start(), "only the functions of disclose.h make a kt_disclosed"
    for match in re.finditer(r"\bkt_disclosed\s+(\w+)", code):
        for change in re.finditer(rf"\b{match[1]}\.\w+\s*=[^=]", code):
            yield change.start(), f"what {match[1]} discloses is changed by hand"


def way_out_faults(name, code, shows):
    """Output of the callers, src/service and src/apps, that does not go through the driver."""
    for call in re.finditer(r"\b(" + "|".join(shows) + r")\s*\(", code) if shows else ():
        arguments = split_list(code, call.end() - 1)
        shown = arguments[shows[call[1]]][1].strip() if len(arguments) > shows[call[1]] else ""
        if not re.search(rf"\bkt_disclosed\s+{shown[1:]}\b" if shown.startswith("&")
                         else rf"\bkt_disclosed\s*\*{shown}\b", code):
            yield call.start(), f"{call[1]} is given {shown!r}, which nothing disclosed"
    for match in re.finditer(r"\bv?printf\s*\(|\bputs\s*\(|\bputchar\s*\(|\bstdout\b", code):
        yield match.start(), "what is printed goes through job->out"
    if name == JOB:
        return
    for match in re.finditer(r"\b(\w+)\s*\([^();]*&\s*\w+(?:->|\.)out\b|=\s*&\s*\w+(?:->|\.)out\b", code):
        reads = match[1] and re.search(rf"\b{match[1]}\([^)]*const kt_buffer \*", code)
        if not reads and not (match[1] or "").startswith("kt_describe_"):
            yield match.start(), f"results are written into job->out by {JOB} alone"


def check_way_out(tree):
    """Whatever leaves the program was disclosed: no writer takes anything else, and the callers
    have no other way."""
    shows = {}
    for place, function, parameters in writers(tree):
        at = [i for i, p in enumerate(parameters) if DISCLOSED.match(p)]
        if at:
            shows[function] = at[0]
        else:
            yield f"{place}: {function} writes what no kt_disclosed shows it"
    for name in tree.files("src"):
        if name.rsplit(".", 1)[0] == DISCLOSE:
            continue
        code = strip(tree.text[name])
        faults = list(disclosed_faults(name, code))
        if layer(name).startswith(("service", "apps")):
            faults += way_out_faults(name, code, shows)
        for position, fault in faults:
            yield f"{name}:{code.count(chr(10), 0, position) + 1}: {fault}"


CHECKS = [
    ("includes point down the layers, never up or sideways", check_direction),
    ("no circle of includes in a folder", check_circles),
    ("internal headers stay inside", check_internal),
    ("file names are unique", check_unique),
    ("own header first, then system, then ours", check_order),
    ("each third-party header in one .c file", check_third_party),
    ("exported names start with kt_FILE_", check_prefix),
    ("no banned functions", check_banned),
    ("every source names its licence", check_spdx),
    (f"no file over {MAX_LINES} lines", check_length),
    ("include guards", check_guard),
    ("every source is built", check_listed),
    ("translations match the sources", check_translations),
    ("one way out", check_way_out),
]


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, name, faults):
        faults = list(faults)
        if faults:
            self.failed += 1
            print(f"not ok - {name}")
            for fault in faults:
                print("    " + fault.replace("\n", "\n    "))
        else:
            self.passed += 1
            print(f"ok - {name}")
        sys.stdout.flush()

    def skip(self, name, why):
        self.skipped += 1
        print(f"ok - {name} # SKIP {why}")

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed else 0


def run(command):
    done = subprocess.run([str(word) for word in command], cwd=ROOT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return [] if done.returncode == 0 else [done.stdout.strip() or f"exit {done.returncode}"]


def format_faults(tree):
    """One line for each place where clang-format would move something."""
    output = "\n".join(run(["clang-format", "--dry-run", "-Werror", *tree.text]))
    places = re.findall(r"^(\S+?:\d+):\d+: error: ", output, re.M)
    return [f"{place}: not as clang-format lays it out" for place in dict.fromkeys(places)]


def reached_headers(tree, name):
    """The headers that a source includes, straight or through others, in order of name."""
    found, open_ends = set(), [name]
    while open_ends:
        source = open_ends.pop()
        for _, quoted, target in tree.includes(source):
            header = tree.resolve(source, target) if quoted else None
            if header and header not in found:
                found.add(header)
                open_ends.append(header)
    return sorted(found)


def tidy_key(tree, name, rules):
    """Changes with whatever clang-tidy reads of a source: its text, its headers, its options."""
    key = hashlib.sha256(rules)
    for path in [name, *reached_headers(tree, name)]:
        key.update(path.encode() + b"\0" + tree.text[path].encode() + b"\0")
    return key.hexdigest()


def tidy_commands(compiled):
    """{file: commands}. Of a file that is compiled many times (the inner loops: nine times) the
    first and the last: clang-tidy reads it once for each."""
    commands = {}
    for command in compiled:
        commands.setdefault(command["file"], []).append(command)
    return {file: found if len(found) < 3 else [found[0], found[-1]]
            for file, found in commands.items()}


def tidy_faults(tree, build):
    """clang-tidy on each .c of src/; a file unchanged since it passed is not read again."""
    cache = build / "lint-cache"
    cache.mkdir(exist_ok=True)
    commands = {os.path.relpath(os.path.join(build, file), ROOT): found for file, found in
                tidy_commands(json.loads((build / "compile_commands.json").read_text())).items()}
    chosen = [command for found in commands.values() for command in found]
    (cache / "compile_commands.json").write_text(json.dumps(chosen))
    rules = (ROOT / ".clang-tidy").read_bytes()

    def one(name):
        options = json.dumps([command["command"] for command in commands[name]])
        mark = cache / tidy_key(tree, name, rules + options.encode())
        if mark.exists():
            return []
        done = subprocess.run(["clang-tidy", "--quiet", "-p", str(cache), name], cwd=ROOT,
                              text=True, capture_output=True, check=False)
        if done.returncode == 0:
            mark.touch()
            return []
        lines = (done.stdout.strip() or done.stderr.strip()).splitlines()
        return ["\n".join(lines[:40] + ["..."] * (len(lines) > 40))]

    names = [name for name in tree.files("src", suffix=".c") if name in commands]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [fault for faults in pool.map(one, names) for fault in faults]


def lint(quick):
    report = Report()
    tree = Tree(ROOT)
    for name, check in CHECKS:
        report.add(name, check(tree))
    report.add("the checks catch seeded violations", self_test_faults())
    report.add("the compiler of translations catches seeded faults",
               run([sys.executable, "tools/po2c.py", "--self-test"]))
    report.add("the runner of golden tests catches seeded differences",
               run([sys.executable, "tools/golden.py", "--self-test"]))
    report.add("the runner of parts tells seeded misbehaviour",
               run([sys.executable, "tools/parts.py", "--self-test"]))

    def tool(program, name, faults):
        if shutil.which(program):
            report.add(name, faults())
        else:
            report.skip(name, f"{program} is not installed")

    if tree.text:
        tool("clang-format", "clang-format (./dev format mends it)", lambda: format_faults(tree))
    scripts = ["dev", ".ci/run"]
    tool("shellcheck", "shellcheck", lambda: run(["shellcheck", *scripts]))
    completions = sorted(ROOT.glob("completions/*.bash"))
    if completions:
        tool("shellcheck", "shellcheck of the completion",
             lambda: run(["shellcheck", "-s", "bash", *completions]))
    build = ROOT / "build"
    pages = sorted(build.glob("*.[1-8]"))
    if pages:
        tool("mandoc", "manual pages",
             lambda: run(["mandoc", "-T", "lint", "-W", "warning", *pages]))
    else:
        report.skip("manual pages", "nothing is built: run ./dev build")
    if quick:
        report.skip("clang-tidy", "--quick")
    elif not (build / "compile_commands.json").exists():
        report.skip("clang-tidy", "nothing is built: run ./dev build")
    else:
        tool("clang-tidy", "clang-tidy", lambda: tidy_faults(tree, build))
    return report.close()


# --- seeded violations ---------------------------------------------------------------------

GOOD = {
    "include/keten.h": f"// {SPDX}\n#define KT_API\nKT_API int kt_open(int x);\n",
    "src/base/list.h": f"// {SPDX}\n#ifndef KT_BASE_LIST_H\n#define KT_BASE_LIST_H\n"
                       "int kt_list_add(int x);\n#endif\n",
    "src/base/list.c": f"// {SPDX}\n#include \"list.h\"\n\n#include <stdio.h>\n\n"
                       "// calls system(1) and strcpy(x)\n"
                       "static int helper(void)\n{\n    return 0;\n}\n\n"
                       "int kt_list_add(int x)\n{\n    return x + helper();\n}\n",
    "src/model/case.h": f"// {SPDX}\n#ifndef KT_MODEL_CASE_H\n#define KT_MODEL_CASE_H\n"
                        "#include \"base/list.h\"\n#endif\n",
    "src/model/case.c": f"// {SPDX}\n#include \"model/case.h\"\n",
    "src/ingest/merge/csv.h": f"// {SPDX}\n// Internal to: meet.\n#ifndef KT_INGEST_MERGE_CSV_H\n"
                              "#define KT_INGEST_MERGE_CSV_H\n#endif\n",
    "src/ingest/merge/csv.c": f"// {SPDX}\n#include \"csv.h\"\n\n#include <csv.h>\n#include <stdio.h>\n\n"
                              "#include \"model/case.h\"\n\n"
                              "int kt_open(int x)\n{\n    return x;\n}\n",
    "src/ingest/merge/meet.h": f"// {SPDX}\n#ifndef KT_INGEST_MERGE_MEET_H\n#define KT_INGEST_MERGE_MEET_H\n"
                               "#endif\n",
    "src/ingest/merge/meet.c": f"// {SPDX}\n#include \"meet.h\"\n\n#include \"ingest/merge/csv.h\"\n",
    "src/diagram/zdd.c": f"// {SPDX}\n#include \"base/list.h\"\n",
    "src/base/meson.build": f"# {SPDX}\nketen_sources += files('list.c', 'word.c')\n",
    "src/model/meson.build": f"# {SPDX}\nketen_sources += files('case.c')\n",
    "src/ingest/merge/meson.build": f"# {SPDX}\nketen_sources += files('csv.c', 'meet.c')\n",
    "src/diagram/meson.build": f"# {SPDX}\nketen_sources += files('zdd.c')\n",
    "po/nl.po": f"# {SPDX}\nmsgid \"two \\n\"\n\"lines\"\nmsgstr \"a \\nb\"\n",
    "src/base/word.c": f"// {SPDX}\nstatic const char *x(void)\n{{\n"
                       "    return kt_lang_text(0, \"two \\n\"\n        \"lines\");\n}\n",
    "src/report/document/disclose.c": f"// {SPDX}\nkt_disclosed kt_disclose_form(const void *form)\n{{\n"
                                      "    return (kt_disclosed){.form = form};\n}\n",
    "src/report/document/meson.build": f"# {SPDX}\nketen_sources += files('disclose.c')\n",
    "src/report/render/render_text.h": f"// {SPDX}\n#ifndef KT_REPORT_RENDER_RENDER_TEXT_H\n"
                                       "#define KT_REPORT_RENDER_RENDER_TEXT_H\n"
                                       "void kt_render_text(kt_buffer *out, const kt_disclosed *disclosed,\n"
                                       "                    options options);\n"
                                       "size_t kt_render_text_names(kt_buffer *out, const kt_record *record);\n"
                                       "#endif\n",
    "src/service/job.c": f"// {SPDX}\nstatic void f(kt_job *job, const void *x)\n{{\n"
                         "    kt_disclosed shown = kt_disclose_form(x);\n"
                         "    kt_render_text(&job->out, &shown, options);\n"
                         "    kt_buffer_put(&job->out, \"\\n\");\n}\n",
    "src/service/meson.build": f"# {SPDX}\nketen_sources += files('job.c')\n",
    "src/apps/cli/main.c": f"// {SPDX}\nstatic bool write_all(int file, const kt_buffer *text)\n{{\n"
                           "    return text != NULL && file > 0;\n}\n"
                           "int main(void)\n{\n    kt_describe_help(&job.out, NULL);\n"
                           "    return write_all(1, &job.out);\n}\n",
    "src/apps/cli/meson.build": f"# {SPDX}\nketen_cli_sources = files('main.c')\n",
    "src/solve/lp.h": f"// {SPDX}\n#ifndef KT_SOLVE_LP_H\n#define KT_SOLVE_LP_H\n#endif\n",
}

# name: (check that must complain, file, text that replaces it)
SEEDED = {
    "an include that points up": (
        check_direction, "src/base/grow.c", f"// {SPDX}\n#include \"model/case.h\"\n"),
    "an include that points sideways": (
        check_direction, "src/diagram/zdd.c", f"// {SPDX}\n#include \"solve/lp.h\"\n"),
    "an include by a relative path that points up": (
        check_direction, "src/base/grow.c", f"// {SPDX}\n#include \"../ingest/merge/csv.h\"\n"),
    "a diagram that knows the model": (
        check_direction, "src/diagram/zdd.c", f"// {SPDX}\n#include \"model/case.h\"\n"),
    "an unknown folder": (check_direction, "src/misc/a.c", f"// {SPDX}\n"),
    "an include of nothing": (
        check_direction, "src/base/grow.c", f"// {SPDX}\n#include \"base/nothing.h\"\n"),
    "an example with an internal header": (
        check_direction, "examples/a.c", f"// {SPDX}\n#include \"base/list.h\"\n"),
    "an include that points up inside a folder of folders": (
        check_direction, "src/ingest/package/open.c",
        f"// {SPDX}\n#include \"ingest/merge/csv.h\"\n"),
    "two files that include each other": (
        check_circles, "src/ingest/merge/csv.h",
        f"// {SPDX}\n#ifndef X\n#define X\n#include \"ingest/merge/meet.h\"\n#endif\n"),
    "a function declared again instead of included": (
        check_circles, "src/base/grow.c", f"// {SPDX}\nextern int kt_list_add(int x);\n"),
    "an internal header used by another file": (
        check_internal, "src/ingest/merge/import.c",
        f"// {SPDX}\n#include \"ingest/merge/csv.h\"\n"),
    "a header that is internal in prose only": (
        check_internal, "src/base/grow.h", f"// {SPDX}\n// Grows. Internal to base.\n"),
    "two files of one name": (
        check_unique, "src/model/list.h", f"// {SPDX}\n"),
    "own header not first": (
        check_order, "src/base/list.c", f"// {SPDX}\n#include <stdio.h>\n#include \"list.h\"\n"),
    "system after ours": (
        check_order, "src/model/case.c",
        f"// {SPDX}\n#include \"case.h\"\n#include \"base/list.h\"\n#include <stdio.h>\n"),
    "a library in two files": (
        check_third_party, "src/ingest/merge/other.c", f"// {SPDX}\n#include <csv.h>\n"),
    "a library in a header": (
        check_third_party, "src/base/json.h", f"// {SPDX}\n#include <jansson.h>\n"),
    "an exported name without prefix": (
        check_prefix, "src/base/grow.c", f"// {SPDX}\nint helper(void)\n{{\n    return 1;\n}}\n"),
    "an exported name of another file": (
        check_prefix, "src/base/grow.c",
        f"// {SPDX}\nvoid *kt_list_grow(\n    int x)\n{{\n    return 0;\n}}\n"),
    "an inline function without prefix": (
        check_prefix, "src/base/grow.h",
        f"// {SPDX}\nstatic inline int twice(int x)\n{{\n    return x;\n}}\n"),
    "a banned function": (
        check_banned, "src/base/grow.c",
        f"// {SPDX}\nstatic int f(char *s)\n{{\n    return atoi(s);\n}}\n"),
    "a file opened by the model": (
        check_banned, "src/model/case.c",
        f"// {SPDX}\nstatic void f(void)\n{{\n    fopen(0, 0);\n}}\n"),
    "a numeric locale": (
        check_banned, "src/base/grow.c", f"// {SPDX}\nstatic void f(void)\n{{\n"
                                         "    setlocale(LC_NUMERIC, 0);\n}\n"),
    "no licence": (check_spdx, "src/base/grow.c", "int x;\n"),
    "a long file": (check_length, "src/base/grow.c", f"// {SPDX}\n" + "\n" * MAX_LINES),
    "a text without translation": (
        check_translations, "src/base/word.c",
        f"// {SPDX}\nint x = kt_lang_text(0, \"two \\nlines\") + kt_lang_text(lang, \"new\");\n"),
    "a text of a choice without translation": (
        check_translations, "src/base/word.c",
        f"// {SPDX}\nint x = kt_lang_text(0, y ? \"two \\nlines\" : \"new\");\n"),
    "a fault without translation": (
        check_translations, "src/base/grow.c",
        f"// {SPDX}\nvoid f(void)\n{{\n"
        "    kt_fault_add(list(1, 2), place, \"bad \" \"%s\", x);\n}\n"),
    "an error without translation": (
        check_translations, "src/base/grow.c",
        f"// {SPDX}\nvoid f(void)\n{{\n"
        "    kt_error_set(err, 1, n == 1 ? \"one (1)\" : \"%d\");\n}\n"),
    "a phase without translation": (
        check_translations, "src/base/grow.c",
        f"// {SPDX}\nvoid f(void)\n{{\n    kt_control_step(control, \"new\", i, n, err);\n}}\n"),
    "a phase of a job without translation": (
        check_translations, "src/base/grow.c",
        f"// {SPDX}\nstatic const job J = {{.n = 2, .phase = \"new\"}};\n"),
    "a fault passed on without translation": (
        check_translations, "src/base/grow.c",
        f"// {SPDX}\nstatic void f(int x, const char *format)\n{{\n"
        "    kt_fault_add(x, y, format, 1);\n}\nvoid g(void)\n{\n    f(1, \"bad %s\");\n}\n"),
    "a note without translation": (
        check_translations, "src/base/grow.c",
        f"// {SPDX}\nvoid f(void)\n{{\n    kt_notes_add(list, KIND, place, \"new %s\", x);\n}}\n"),
    "a refusal without translation": (
        check_translations, "src/base/grow.c",
        f"// {SPDX}\nvoid f(void)\n{{\n    kt_reject_add(list, row, place, \"new %s\", x);\n}}\n"),
    "the help of an option without translation": (
        check_translations, "src/service/operation_x.c",
        f"// {SPDX}\nstatic const kt_field F[] = {{\n"
        "    {.name = \"a\", .type = T, .help = \"help of a, \"\n     \"with {\", .max = 1.0},\n};\n"),
    "the word of an option without translation": (
        check_translations, "src/service/presentation.c",
        f"// {SPDX}\nstatic const kt_field F[] = {{{{.name = \"a\", .word = \"WORD\"}}}};\n"),
    "a default in words without translation": (
        check_translations, "src/service/shared_arguments.c",
        f"// {SPDX}\nstatic const kt_field F[] = {{{{.name = \"a\", .instead = \"all\"}}}};\n"),
    "an operation without translation": (
        check_translations, "src/service/operation_x.c",
        f"// {SPDX}\nconst kt_operation X = {{\n    .name = \"x\",\n    .summary = \"what x does\",\n}};\n"),
    "the subject of an operation without translation": (
        check_translations, "src/service/operation_x.c",
        f"// {SPDX}\nconst kt_operation X = {{\n    .subject = \"THING\",\n}};\n"),
    "a format without translation": (
        check_translations, "src/service/operation_x.c",
        f"// {SPDX}\nstatic const kt_operation_format F[] = {{{{\"x\", \"in the manner of x\", write}}, {{0}}}};\n"),
    "a status without translation": (
        check_translations, "src/service/operation_x.c",
        f"// {SPDX}\nstatic const kt_operation_status S[] = {{{{5, \"it rains\"}}, {{0}}}};\n"),
    "the help of an option that is said elsewhere": (
        check_translations, "src/service/operation_x.c",
        f"// {SPDX}\nstatic const kt_field F[] = {{{{.name = \"a\", .help = HELP}}}};\n"),
    "a translation without text": (check_translations, "src/base/word.c", f"// {SPDX}\n"),
    "a renderer of anything": (
        check_way_out, "src/report/render/render_page.h",
        f"// {SPDX}\nvoid kt_render_page(kt_buffer *out, const kt_document *document);\n"),
    "a writer of a workbook of anything": (
        check_way_out, "src/report/form/sheet.h",
        f"// {SPDX}\nkt_status kt_sheet_write(const char *path, const kt_case *the_case,\n"
        "                         kt_error *err);\n"),
    "a writer of records that takes the row beside": (
        check_way_out, "src/report/record/record_json.h",
        f"// {SPDX}\nvoid kt_record_json_write(kt_json *json, const kt_record *record, const void *row);\n"),
    "a disclosure made by hand": (
        check_way_out, "src/service/session.c",
        f"// {SPDX}\nstatic void f(void)\n{{\n    kt_disclosed shown = {{.row = row}};\n}}\n"),
    "a disclosure made by a compound literal": (
        check_way_out, "src/report/view/x_view.c",
        f"// {SPDX}\nstatic void f(void)\n{{\n    g(&(kt_disclosed){{.row = row}});\n}}\n"),
    "a pointer that is said to be disclosed": (
        check_way_out, "src/service/session.c",
        f"// {SPDX}\nstatic void f(const void *row)\n{{\n    g((const kt_disclosed *)row);\n}}\n"),
    "a disclosure that is changed": (
        check_way_out, "src/service/job.c",
        f"// {SPDX}\nstatic void f(void)\n{{\n    kt_disclosed shown = kt_disclose_form(x);\n"
        "    shown.form = y;\n}\n"),
    "a renderer that is given nothing": (
        check_way_out, "src/service/job.c",
        f"// {SPDX}\nstatic void f(void)\n{{\n    kt_render_text(out, NULL, options);\n}}\n"),
    "a renderer that is given something else": (
        check_way_out, "src/apps/cli/main.c",
        f"// {SPDX}\nstatic void f(const kt_disclosed *shown, const void *row)\n{{\n"
        "    kt_render_text(out, row, options);\n}\n"),
    "a result that is written by hand": (
        check_way_out, "src/apps/cli/main.c",
        f"// {SPDX}\nstatic void f(kt_job *job)\n{{\n"
        "    kt_buffer_format(&job->out, \"%s\", job->the_case->id);\n}\n"),
    "a result that is written by hand as JSON": (
        check_way_out, "src/service/session.c",
        f"// {SPDX}\nstatic void f(kt_job *job)\n{{\n"
        "    kt_json json = {.out = &job->out};\n}\n"),
    "a result that is printed": (
        check_way_out, "src/service/operation_x.c",
        f"// {SPDX}\nstatic void f(void)\n{{\n    printf(\"%s\", id);\n}}\n"),
    "a source that is not built": (check_listed, "src/base/grow.c", f"// {SPDX}\n"),
    "a wrong guard": (
        check_guard, "src/base/grow.h", f"// {SPDX}\n#ifndef GROW_H\n#define GROW_H\n#endif\n"),
}


def self_test_faults():
    def write(root, name, text):
        path = pathlib.Path(root) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    for seed, (check, name, text) in {"nothing": (None, None, None), **SEEDED}.items():
        with tempfile.TemporaryDirectory() as root:
            for good, content in GOOD.items():
                write(root, good, content)
            if check is None:
                for title, each in CHECKS:
                    for fault in each(Tree(root)):
                        yield f"a clean tree is refused by {title!r}: {fault}"
            else:
                write(root, name, text)
                if not list(check(Tree(root))):
                    yield f"not caught: {seed}"
    with tempfile.TemporaryDirectory() as root:
        for good, content in GOOD.items():
            write(root, good, content)
        before = tidy_key(Tree(root), "src/model/case.c", b"")
        for name, differs in (("src/base/list.h", True), ("src/ingest/merge/csv.h", False)):
            write(root, name, GOOD[name] + "int kt_x;\n")
            if (tidy_key(Tree(root), "src/model/case.c", b"") != before) != differs:
                yield f"what clang-tidy read: {name} is {'' if differs else 'not '}part of it"
            write(root, name, GOOD[name])


def main(argv):
    if argv == ["--self-test"]:
        report = Report()
        report.add("the checks catch seeded violations", self_test_faults())
        return report.close()
    if argv not in ([], ["--quick"]):
        print(__doc__, file=sys.stderr)
        return 2
    return lint(quick=bool(argv))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
