# SPDX-License-Identifier: EUPL-1.2
"""Keten: value chains of a product group from platform to raw material.

    import keten

    r = keten.run("assess", "lcf", target="fn-air-defence")
    r["result"]["counts"]                 # the document that `keten assess --json` prints
    keten.table(r, "risks")               # a list of dicts, as pandas.DataFrame takes them
    keten.operations()                    # what can be run, with arguments and defaults
    help(keten.assess)                    # each operation is a function too

Arguments have the names of the options, "-" written as "_": `min_share=0.5`, `full=True`; a list
gives an argument several times. The work can be interrupted with Ctrl-C; `progress` is called with
(phase, done, n). What Keten warns of goes to the log "keten".

The library is $KETEN_LIBRARY, else the one in this package, else ../build/libketen.so of a checked
out tree. Sessions may be used by several threads at once.
"""

import contextlib
import ctypes
import inspect
import json
import logging
import os
import pathlib
import threading
import weakref

__all__ = ["Error", "Session", "operations", "render", "run", "table", "version"]

OK, BAD_INPUT, BAD_USAGE, NO_RESOURCES, INTERNAL = range(5)
_LANGUAGES, _FORMATS = {"en": 0, "nl": 1}, ("text", "md", "csv", "json")
_log = logging.getLogger("keten")


class Error(Exception):
    """A run that did not succeed: the exit status of the program, a message of what was wrong and
    what is expected, the lines told beside it (faults of the data), and the document where there is
    one all the same (what `check` of a case with faults finds, why an import was refused)."""

    def __init__(self, status, message, messages=(), document=None):
        super().__init__("\n".join([message, *messages]))
        self.status, self.message = status, message
        self.messages, self.document = list(messages), document


def _struct(name, **fields):
    return type(name, (ctypes.Structure,), {"_fields_": list(fields.items())})


_TEXT, _HANDLE, _INT, _SIZE = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
_Error = _struct("kt_error", status=_INT, message=ctypes.c_char * 1024, lang=_INT)
_Progress = _struct("progress", size=_SIZE, phase=_TEXT, done=ctypes.c_uint64, n=ctypes.c_uint64)
_LISTENER = ctypes.CFUNCTYPE(None, _HANDLE, ctypes.POINTER(_Progress))
_Control = _struct("kt_control", size=_SIZE, stop=ctypes.POINTER(_INT), progress=_LISTENER,
                   user=_HANDLE, threads=ctypes.c_uint)
_Options = _struct("kt_session_options", size=_SIZE, data_dir=_TEXT, lang=_INT)


def _find_library():
    here = pathlib.Path(__file__).resolve().parent
    named = os.environ.get("KETEN_LIBRARY")
    places = [here / "libketen.so", here.parent.parent / "build" / "libketen.so"]
    places = [pathlib.Path(named)] if named else places
    if found := next((place for place in places if place.exists()), None):
        return str(found)
    raise Error(BAD_USAGE, "libketen.so was not found in " + ", ".join(map(str, places)) +
                ": set KETEN_LIBRARY to its path")


def _load():
    library = ctypes.CDLL(_find_library())
    pointer = ctypes.POINTER
    error, out = pointer(_Error), [pointer(_HANDLE), pointer(_SIZE)]
    asked = [pointer(_HANDLE), _HANDLE, _TEXT, pointer(_TEXT), pointer(_Control), error]
    for name, result, *arguments in (
            ("version", _TEXT), ("run", _INT, *asked), ("operations", _INT, *out, _HANDLE, error),
            ("session_open", _INT, pointer(_HANDLE), pointer(_Options), error),
            ("session_close", None, _HANDLE), ("result_close", None, _HANDLE),
            ("result_write", _INT, *out, _HANDLE, _TEXT, _TEXT, error),
            ("result_messages", _TEXT, _HANDLE)):
        function = getattr(library, "kt_" + name)
        function.restype, function.argtypes = result, arguments
    return library


_lock = threading.Lock()
_library = _session = None


def _keten():
    global _library
    with _lock:
        _library = _library or _load()
    return _library


def version():
    """The version of the library."""
    return _keten().kt_version().decode()


def _check(status, error):
    if status != OK:
        raise Error(status, _read(error.message))


def _read(text):
    return (text or b"").decode("utf-8", "replace")


def _texts(value):
    """The texts that an argument's value is given as: none, one or several."""
    if value is None:
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return ["true" if value else "false"]
    plain = repr(float(value)) if isinstance(value, float) else str(value)  # numpy's float too
    return [os.fspath(value) if isinstance(value, os.PathLike) else plain]


def _bytes(text):  # as C has it, which ends at the first NUL
    if "\0" in os.fsdecode(text):
        raise Error(BAD_USAGE, f"a text without the character NUL is expected, got {text!r:.100}")
    return os.fsencode(text)


class _Work:
    """One call of the library in a thread of its own, so that Python keeps hearing of signals."""

    def __init__(self, call, progress):
        self.call, self.progress = call, progress
        self.raised, self.error, self.failure, self.status = _INT(0), _Error(), None, None
        self.control = _Control(ctypes.sizeof(_Control), ctypes.pointer(self.raised),
                                _LISTENER(self._hear) if progress else _LISTENER(), None, 0)

    def _hear(self, _, told):
        try:
            self.progress(told[0].phase.decode(), told[0].done, told[0].n)
        except BaseException as failure:  # goes on where the work was asked for
            self.failure = self.failure or failure
            self.raised.value = 1

    def _work(self):
        self.status = self.call(ctypes.byref(self.control), ctypes.byref(self.error))

    def run(self):
        thread = threading.Thread(target=self._work, name="keten")
        wait = [thread.start]  # then to join it
        while wait or thread.is_alive():
            try:
                wait.pop()() if wait else thread.join(0.05)
            except BaseException as failure:  # Ctrl-C: the work ends cleanly first
                self.failure, self.raised.value = failure, 1
        if self.failure is not None:
            raise self.failure
        return self.status


class Session:
    """The reference data, read once, and the cases opened last. `data` is the folder that holds
    `reference/`, `lang` "en" or "nl"."""

    def __init__(self, data=None, lang=None):
        lang = lang or ("nl" if os.environ.get("KETEN_LANG", "").startswith("nl") else "en")
        if lang not in _LANGUAGES:
            raise Error(BAD_USAGE, f'lang "{lang}" is not one of: en, nl')
        library, handle, error = _keten(), ctypes.c_void_p(), _Error(lang=_LANGUAGES[lang])
        options = _Options(ctypes.sizeof(_Options), _bytes(data) if data else None,
                           _LANGUAGES[lang])
        _check(library.kt_session_open(ctypes.byref(handle), ctypes.byref(options),
                                       ctypes.byref(error)), error)
        self._handle, self._operations = handle, None
        weakref.finalize(self, library.kt_session_close, handle)

    def _ask(self, function, *arguments):
        """The text that a function of the library lends, as bytes of our own."""
        text, length, error = ctypes.c_void_p(), ctypes.c_size_t(), _Error()
        _check(function(ctypes.byref(text), ctypes.byref(length), *arguments,
                        ctypes.byref(error)), error)
        return ctypes.string_at(text, length.value)

    def operations(self):
        """What can be run: dicts with name, summary, subject, arguments, formats, tables, schema."""
        if self._operations is None:
            answer = self._ask(_keten().kt_operations, self._handle)
            self._operations = json.loads(answer)["operations"]
        return self._operations

    def _describe(self, name):
        return next((each for each in self.operations() if each["name"] == name), {})

    def render(self, operation, *subjects, format="json", table=None, progress=None, **arguments):
        """What `keten OPERATION --format FORMAT` prints, as a text."""
        return self._run(operation, subjects, format, table, progress, arguments).decode()

    def run(self, operation, *subjects, progress=None, **arguments):
        """Runs an operation on a case (or files) and returns the whole document of --json."""
        return json.loads(self._run(operation, subjects, "json", None, progress, arguments))

    def _run(self, operation, subjects, form, table, progress, arguments):
        library, result = _keten(), ctypes.c_void_p()
        subject = self._describe(operation).get("subject") or {"name": "case"}
        pairs = [(subject["name"], text) for each in subjects for text in _texts(each)]
        pairs += [(name.replace("_", "-"), text) for name, value in arguments.items()
                  for text in _texts(value)]
        pairs += [("format", "json" if form in _FORMATS else form)]  # what is to be computed
        texts = [_bytes(each) for each in (operation, form, *sum(pairs, ()))]
        given = (ctypes.c_char_p * (len(texts) - 1))(*texts[2:])  # the last is NULL
        work = _Work(lambda control, error: library.kt_run(
            ctypes.byref(result), self._handle, texts[0], given, control, error), progress)
        try:
            status = work.run()
            told = _read(library.kt_result_messages(result)).splitlines()
            if status == OK:
                for line in told:
                    _log.warning("%s", line)
                return self._ask(library.kt_result_write, result, texts[1],
                                 _bytes(table) if table else None)
            document = None
            with contextlib.suppress(Error):  # it found nothing
                document = json.loads(self._ask(library.kt_result_write, result, b"json", None))
            raise Error(status, _read(work.error.message), told, document)
        finally:
            library.kt_result_close(result)

    def table(self, document, name):
        """A table of a document as a list of dicts: the rows of `--format csv --table NAME`, with
        values as JSON has them. Every row has every column; None where a row has no value."""
        described = self._describe(document["command"])
        if name not in (names := described["tables"]):
            raise Error(BAD_USAGE, f'table "{name}" is not one of: {", ".join(names)}')
        rows, shape = document["result"], described["schema"]["properties"]["result"]
        for key in name.split("."):
            rows, shape = (rows or {}).get(key), shape["properties"][key]
        columns = {}  # records inside a row become columns "outer.inner"
        for key, field in shape["items"]["properties"].items():
            for each in field.get("anyOf", [field]):
                columns.update({f"{key}.{inner}": (key, inner) for inner in each["properties"]}
                               if "properties" in each else {key: (key, None)})
        return [{column: (row.get(key) if inner is None else (row.get(key) or {}).get(inner))
                 for column, (key, inner) in columns.items()} for row in rows or ()]

    def function(self, name):
        """The operation as a function, with its arguments as keywords."""
        description = self._describe(name)
        if not description:
            raise AttributeError(f"module 'keten' has no attribute '{name}'")

        def call(*subjects, progress=None, **arguments):
            return self.run(name, *subjects, progress=progress, **arguments)

        call.__name__ = call.__qualname__ = name
        call.__signature__, call.__doc__ = _signature(description), _document(description)
        return call


def _signature(operation):
    kinds, subject = inspect.Parameter, operation["subject"]
    parameters = []
    if subject:
        kind = kinds.VAR_POSITIONAL if subject["several"] else kinds.POSITIONAL_ONLY
        default = kinds.empty if subject["needed"] or subject["several"] else None
        parameters.append(kinds(subject["name"], kind, default=default))
    for each in operation["arguments"]:
        parameters.append(kinds(each["name"].replace("-", "_"), kinds.KEYWORD_ONLY,
                                default=kinds.empty if each["needed"] else each["default"]))
    return inspect.Signature(parameters)


def _document(operation):
    lines = [operation["summary"], ""]
    for each in operation["arguments"]:
        holds = each.get("instead", each["default"])
        kind = "|".join(each.get("choices", [each["type"]]))
        lines.append(f"    {each['name'].replace('-', '_')} ({kind}): {each['help']}; {holds}")
    return "\n".join(lines + ["", "Tables: " + ", ".join(operation["tables"])])


def _default():
    global _session
    made = None if _session else Session()
    with _lock:
        _session = _session or made
    return _session


def __getattr__(name):
    if name in __all__:  # of the one session that the functions of this module share
        return getattr(_default(), name)
    if name.startswith("_"):
        raise AttributeError(f"module 'keten' has no attribute '{name}'")
    return _default().function(name.rstrip("_"))  # keten.import_: "import" is a word of Python


def __dir__():
    return sorted([*globals(), *__all__, *(each["name"] for each in _default().operations())])
