"""Files that are shared by their names.

Understands: ``open``, ``io.open``, ``codecs.open``, ``gzip.open``, ``aiofiles.open``, archives, the methods of
``pathlib.Path``, ``os`` and ``shutil`` functions that move or delete files, and ``read_*``, ``to_*`` of pandas. A file
is known by the last part of its path, whatever is known of the folders: ``orders.csv``, or the family ``report-*.csv``;
where that is unknown, by its folder: ``exports/*``. The mode says whether it is read or written.
Does not understand: files whose names nobody says; temporary files, devices and what lies below ``/proc`` are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.call_texts import (
    BOTH,
    READ,
    WRITE,
    Operations,
    argument,
    is_unknown,
    known,
    texts_of,
    uses,
    writing,
)
from analyzer.frameworks.library_calls import does
from analyzer.link.found import Found
from analyzer.link.framework import Framework
from analyzer.link.paths import TEMPORARY, is_path
from analyzer.link.patterns import BLANK, is_known, parameter_marks, says_nothing
from analyzer.link.protocol import TypedCall
from analyzer.link.types import External, Literal, options
from analyzer.model.resources import ResourceKind

NAME = "files"
_OPENERS = {
    "builtins.open": 1, "io.open": 1, "codecs.open": 1, "gzip.open": 1, "bz2.open": 1, "lzma.open": 1,
    "aiofiles.open": 1, "zipfile.ZipFile": 1, "tarfile.open": 1, "os.fdopen": -1, "anyio.open_file": 1,
    "aiofiles.threadpool.open": 1,
}  # fmt: skip
"""Functions that open a file by its path, with the place of the mode."""
_FUNCTIONS: dict[str, tuple[Operations, ...]] = {
    **dict.fromkeys(("os.remove", "os.unlink", "os.truncate"), (WRITE,)),
    **dict.fromkeys(("shutil.copy", "shutil.copy2", "shutil.copyfile"), (READ, WRITE)),
    **dict.fromkeys(("os.rename", "os.replace", "shutil.move"), (WRITE, WRITE)),
    **dict.fromkeys(("pandas.read_csv", "pandas.read_excel", "pandas.read_json", "pandas.read_parquet"), (READ,)),
    **dict.fromkeys(("pandas.read_pickle", "pandas.read_table", "numpy.load", "numpy.loadtxt"), (READ,)),
    **dict.fromkeys(("numpy.save", "numpy.savez", "numpy.savetxt", "shelve.open"), (WRITE,)),
}
_METHODS = does(READ, "read_text read_bytes") | does(WRITE, "write_text write_bytes unlink touch rename replace")
_FRAMES = does(WRITE, "to_csv to_excel to_parquet to_pickle to_feather")
_LEFT_OUT = (TEMPORARY, "/dev/", "/proc/", "/sys/")


class Files(Framework):
    """The plug-in."""

    name = NAME
    relays = True
    outside = (*_OPENERS, *_FUNCTIONS, "pathlib.")
    watched = frozenset(_FRAMES)

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return which files a call reads or writes."""
        callee = call.callee
        if isinstance(callee, External):
            yield from _of_function(call, callee)
        elif is_unknown(callee):
            operations = _FRAMES.get(getattr(call.call.function, "name", ""))
            if operations:
                yield from _named(call, operations, texts_of(argument(call, 0, "path_or_buf", "path")))


def _of_function(call: TypedCall, callee: External) -> Iterator[Found]:
    name = callee.name
    if name in _OPENERS:
        paths = argument(call, 0, "file", "name", "filename")
        yield from _named(call, _of_mode(call, _OPENERS[name]), texts_of(paths))
    elif name in _FUNCTIONS:
        for place, operations in enumerate(_FUNCTIONS[name]):
            keyword = ("path", "src", "filepath_or_buffer", "file") if not place else ("dst",)
            yield from _named(call, operations, texts_of(argument(call, place, *keyword)))
    elif name.startswith("pathlib."):
        receiver, _, method = name.rpartition(".")
        if not is_path(External(receiver)):
            return
        texts = [callee.about] if callee.about and not receiver.endswith((".parent", "[]")) else []
        if method == "open":
            yield from _named(call, _of_mode(call, 0), texts)
        elif method in _METHODS:
            yield from _named(call, _METHODS[method], texts)
            if method in ("rename", "replace"):
                yield from _named(call, WRITE, texts_of(argument(call, 0, "target")))


def _of_mode(call: TypedCall, place: int) -> Operations:
    """Return what the mode of ``open`` allows; a file is read where nothing else is said."""
    mode = argument(call, place, "mode")
    if not writing(mode):
        return READ
    return BOTH if any(isinstance(one, Literal) and {"r", "+"} <= set(one.value) for one in options(mode)) else WRITE


def _named(call: TypedCall, operations: Operations, texts: Iterable[str]) -> Iterator[Found]:
    yield from known(uses(ResourceKind.FILE, operations, texts, call, _name_of))


def _name_of(path: str) -> str:
    """Return the name of a file: the last part of its path, else its folder; empty for what nobody shares."""
    if path.startswith(_LEFT_OUT) or "://" in path:
        return ""
    folder, _, name = path.replace("\\", "/").rstrip("/").rpartition("/")
    stem = name.rpartition(".")[0] if "." in name else name
    if not says_nothing(stem) or is_known(name):
        return name
    above = folder.rpartition("/")[2]
    if says_nothing(above) or parameter_marks(name):
        return BLANK
    return f"{above}/{name}"
