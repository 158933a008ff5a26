"""What do Python's functions make of the paths of files?

A path is a text: what is not known of it is written as ``analyzer.link.patterns`` says. A ``pathlib.Path`` carries its
text along, so that ``FOLDER / "orders.csv"`` is known by its name wherever it is opened.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.link.patterns import BLANK
from analyzer.link.signature import Arguments
from analyzer.link.texts import text_type
from analyzer.link.types import WIDEST, External, Literal, Pattern, Type, options, union

PATHS = ("pathlib.", "os.path.", "os.fspath")
TEMPORARY = "/tmp/"  # noqa: S108  # how a path begins that nobody shares
_MADE = {"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath", "pathlib.WindowsPath"}
_PATH = External("pathlib.Path()")
_SAME = {"absolute", "expanduser", "resolve", "rename", "replace", "relative_to"}
_SAME_TEXT = {"os.path.abspath", "os.path.expanduser", "os.path.expandvars", "os.path.normpath", "os.path.realpath"}
_LONGEST = 400


def is_path(value: Type | None) -> bool:
    """Return whether a value may be a ``pathlib.Path``."""
    return any(isinstance(option, External) and _is_path(option) for option in options(value))


def below(folder: Type | None, name: Type | None) -> Type:
    """Return what ``folder / name`` is."""
    return _paths(_joined(_texts(folder), _texts(name)))


def text_of_path(path: Type | None) -> Type:
    """Return what ``str(path)`` is."""
    return _as_texts(_texts(path))


def path_of(callee: External, arguments: Arguments) -> Type | None:
    """Return what a function of ``pathlib`` or ``os.path`` yields where that is a path; None otherwise."""
    given = [_texts(value) for value in arguments.positional]
    name = callee.name
    if name in _MADE or name == "os.path.join":
        texts = [""] if given or arguments.rest is not None else ["."]
        for one in given:
            texts = _joined(texts, one)
        texts = texts if arguments.rest is None else _joined(texts, [BLANK])
        return _as_texts(texts) if name == "os.path.join" else _paths(texts)
    if name in _SAME_TEXT or name == "os.fspath":
        return _as_texts(given[0]) if given else None
    if name == "os.path.dirname":
        return _as_texts([_above(text) for text in given[0]]) if given else None
    if name == "os.path.basename":
        return _as_texts([text.rpartition("/")[2] for text in given[0]]) if given else None
    return _of_method(callee, given)


def _of_method(callee: External, given: list[list[str]]) -> Type | None:
    """``path.joinpath(…)``, ``path.with_name(…)``: methods that yield another path."""
    before, _, method = callee.name.rpartition(".")
    path = External(before, about=callee.about)
    if not _is_path(path):
        return None
    texts = _texts(path)
    if method in _SAME:
        return _paths(texts)
    if method == "joinpath":
        for one in given:
            texts = _joined(texts, one)
        return _paths(texts)
    if method == "with_name" and given:
        return _paths(_joined([_above(text) for text in texts], given[0]))
    if method == "with_suffix" and given:
        return _paths([f"{_stem(text)}{suffix}" for text in texts for suffix in given[0]])
    if method in ("home", "cwd"):
        return _paths([BLANK])
    return None


def _is_path(value: External) -> bool:
    return value.name.startswith("pathlib.") and value.name.endswith(("Path()", "Path().parent", "Path", ".parents[]"))


def _texts(value: Type | None) -> list[str]:
    """Return what a value may be as a path or a part of one."""
    found: dict[str, None] = {}
    for option in options(value):
        match option:
            case Literal(value=text) | Pattern(value=text):
                found[text] = None
            case External(name=name, about=about) if _is_path(option):
                about = "" if name.endswith("[]") else about
                found[(_above(about) if name.endswith(".parent") else about) or BLANK] = None
            case External(name=name) if name.startswith("tempfile."):
                found[f"{TEMPORARY}{BLANK}"] = None
            case _:
                found[BLANK] = None
    return list(found) or [BLANK]


def _joined(folders: list[str], names: list[str]) -> list[str]:
    if len(folders) * len(names) > WIDEST:
        return [BLANK]
    return [_below(folder, name) for folder in folders for name in names]


def _below(folder: str, name: str) -> str:
    if not folder or name.startswith("/"):
        return name[:_LONGEST]
    joined = f"{folder.rstrip('/')}/{name}"
    return joined if len(joined) < _LONGEST else f"{BLANK}/{name[:_LONGEST]}"


def _above(text: str) -> str:
    return text.rpartition("/")[0] or BLANK


def _stem(text: str) -> str:
    folder, slash, name = text.rpartition("/")
    stem = name.rpartition(".")[0] if "." in name else name
    return f"{folder}{slash}{stem}"


def _paths(texts: Iterable[str]) -> Type:
    return union([External("pathlib.Path()", about=text) for text in texts]) or _PATH


def _as_texts(texts: Iterable[str]) -> Type:
    return union([text_type(text) for text in texts]) or External("builtins.str()")
