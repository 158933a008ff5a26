"""What does a docstring say of a function, of its parameters and of its result?

Google's and numpy's sections, Sphinx's fields (also ``@param``); types in words are told as far as they are plain.
"""

from __future__ import annotations

import inspect
import re
from functools import lru_cache

import msgspec

from analyzer.frameworks.plain_shapes import BINARY, BOOLEAN, INTEGER, LIST, MAP, NUMBER, STRING, array_of, text_as
from analyzer.frameworks.shapes import nullable, one_of
from analyzer.model.shapes import NULL, UNKNOWN, Shape


class Said(msgspec.Struct, frozen=True):
    """What is said of one thing: its type as it is written, and what it is about."""

    type: str = ""
    about: str = ""


class Docstring(msgspec.Struct, frozen=True):
    """The first paragraph of a docstring, and what it says of parameters, of the result and of what is yielded."""

    about: str = ""
    parameters: dict[str, Said] = {}
    result: Said = Said()


_NOTHING = Docstring()
_LONGEST = 300
_MOST_LINES = 200
_FIELD = re.compile(r"^\s*[:@](?P<what>[a-z]+)(?:\s+(?P<name>[^:]*?))?:(?:\s+(?P<text>.*)|\s*)$")
_MARKS = (":", "@")
_FIELDS = re.compile(r"[:@](?:param|arg|key|kw|type|return|rtype)")
_TITLES = re.compile(r"(?:^|\n)[ \t]*(?:Arg|Param|Key|Other Param|Return|Yield)")
_GOOGLE = re.compile(
    r"^(?P<name>\*{0,2}\w+)\s*(?:\((?P<type>[^()]*(?:\([^()]*\)[^()]*)*)\))?\s*:(?:\s+(?P<text>.*)|\s*)$"
)
_GOOGLE_RESULT = re.compile(r"^(?P<type>[\w.\[\], |]+?):\s+(?P<text>.+)$")
_NUMPY = re.compile(r"^(?P<name>\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?::\s*(?P<type>.*))?$")
_SECTION = re.compile(r"^(?P<title>[A-Z][A-Za-z ]{2,30}):\s*$")
_PARAMETERS = {"args", "arguments", "parameters", "params", "keyword args", "keyword arguments", "other parameters"}
_RESULTS = {"returns", "return", "yields", "yield"}
_OTHERS = {
    "raises", "raise", "notes", "note", "example", "examples", "attributes", "warning", "warnings", "see also", "todo",
    "references", "usage",
}  # fmt: skip
_SECTIONS = _PARAMETERS | _RESULTS | _OTHERS


def read_docstring(text: str) -> Docstring:
    """Return what a docstring says."""
    if not text:
        return _NOTHING
    lines = [line.rstrip() for line in inspect.cleandoc(text).splitlines()[:_MOST_LINES]]
    parameters: dict[str, Said] = {}
    results: list[Said] = []
    if _FIELDS.search(text):
        _fields(lines, parameters, results)
    for title, section, is_numpy in _sections(lines) if _TITLES.search(text) else ():
        if title in _PARAMETERS:
            for name, said in _entries(section, _NUMPY if is_numpy else _GOOGLE):
                for one in name.split(","):
                    parameters.setdefault(one.strip().lstrip("*"), said)
        elif title in _RESULTS:
            results.append(_numpy_result(section) if is_numpy else _google_result(section))
    return Docstring(_first_paragraph(lines), parameters, results[0] if results else Said())


def _first_paragraph(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        text = line.strip()
        if not text:
            if kept:
                break
            continue
        if (text[0] in _MARKS and _FIELD.match(line)) or _is_section(line) or (kept and not text.strip("-=~")):
            break
        kept.append(text)
    return _short(" ".join(kept))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _is_section(line: str) -> bool:
    return line.endswith(":") and line[:-1].lower() in _SECTIONS and _SECTION.match(line) is not None


def _fields(lines: list[str], parameters: dict[str, Said], results: list[Said]) -> None:
    """``:param int days: how many``, ``:type days: int``, ``:returns: the date``, ``:rtype: date``."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lines:
        field = _FIELD.match(line) if line.lstrip()[:1] in _MARKS else None
        if field is not None:
            found.append((field["what"], field["name"] or "", [field["text"] or ""]))
        elif found and line.strip():
            found[-1][2].append(line.strip())
        elif not line.strip() and found:
            found.append(("", "", []))
    result = Said()
    for what, name, texts in found:
        text = _short(" ".join(texts))
        if what in ("param", "parameter", "arg", "argument", "key", "keyword", "kwarg", "type") and name:
            *types, last = name.split()
            known = parameters.get(last.lstrip("*"), Said())
            said = Said(text, known.about) if what == "type" else Said(" ".join(types) or known.type, text)
            parameters[last.lstrip("*").strip("`")] = said
        elif what in ("return", "returns"):
            result = Said(result.type, text)
        elif what == "rtype":
            result = Said(text, result.about)
    if result != Said():
        results.append(result)


def _sections(lines: list[str]) -> list[tuple[str, list[str], bool]]:
    """Return the sections by their titles in small letters; True for those whose titles are underlined."""
    found: list[tuple[str, list[str], bool]] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        under = lines[place + 1].strip() if place + 1 < len(lines) else ""
        if line and len(under) > 2 and set(under) == {"-"} and not line.startswith(" "):  # noqa: PLR2004  # a rule
            found.append((line.strip().lower(), [], True))
            place += 2
            continue
        if _is_section(line):
            found.append((line.strip().rstrip(":").lower(), [], False))
        elif found and line and not line.startswith(" ") and not found[-1][2]:
            found.append(("", [], False))
        elif found:
            found[-1][1].append(line)
        place += 1
    return found


def _entries(section: list[str], entry: re.Pattern[str]) -> list[tuple[str, Said]]:
    """Return what a section says of each name: those stand least far to the right."""
    depth = min([len(line) - len(line.lstrip()) for line in section if line.strip()], default=0)
    found: list[tuple[str, str, list[str]]] = []
    for line in section:
        match = entry.match(line.strip()) if line.strip() and len(line) - len(line.lstrip()) == depth else None
        if match is not None:
            found.append((match["name"], (match["type"] or "").strip(), [match.groupdict().get("text") or ""]))
        elif found:
            found[-1][2].append(line.strip())
    return [(name, Said(written, _short(" ".join(texts)))) for name, written, texts in found]


def _google_result(section: list[str]) -> Said:
    text = _short(" ".join(section))
    match = _GOOGLE_RESULT.match(text)
    if match is not None and (words_shape(match["type"]) != UNKNOWN or " " not in match["type"]):
        return Said(match["type"], match["text"])
    return Said("", text)


def _numpy_result(section: list[str]) -> Said:
    lines = [line for line in section if line.strip()]
    if not lines:
        return Said()
    written = lines[0].rpartition(" : ")[2].strip()
    return Said(written, _short(" ".join(lines[1:])))


_WORDS = {
    **dict.fromkeys(("str", "string", "text", "unicode", "basestring", "strings"), STRING),
    **dict.fromkeys(("int", "integer", "long", "ints", "integers"), INTEGER),
    **dict.fromkeys(("float", "number", "double", "floats", "numbers", "numeric"), NUMBER),
    **dict.fromkeys(("bool", "boolean", "booleans"), BOOLEAN),
    **dict.fromkeys(("bytes", "bytestring", "bytearray"), BINARY),
    **dict.fromkeys(("dict", "dictionary", "mapping", "dicts", "dictionaries", "ordereddict"), MAP),
    **dict.fromkeys(("list", "tuple", "set", "sequence", "iterable", "array", "lists", "tuples"), LIST),
    **dict.fromkeys(("none", "nonetype", "nothing"), NULL),
    **dict.fromkeys(("datetime", "datetime.datetime"), text_as("date-time")),
    **dict.fromkeys(("date", "datetime.date"), text_as("date")),
    **dict.fromkeys(("timedelta", "datetime.timedelta"), text_as("duration")),
    **dict.fromkeys(("uuid", "uuid.uuid"), text_as("uuid")),
    **dict.fromkeys(("decimal", "decimal.decimal"), text_as("decimal")),
}
_OF = re.compile(
    r"^(?:list|tuple|set|sequence|iterable|array)s?(?:\s+of\s+(?P<words>.+)|[\[(<](?P<inside>[^,\])>]+)[\])>])$"
)
_OR = re.compile(r"\s+or\s+|\s*\|\s*|\s*/\s*")
_OPTIONAL = re.compile(r"\s*,?\s*\(?\boptional\b\)?\s*,?\s*|\s*,?\s*default(?:s to|s|:|=)?\s.*$")
_ROLE = re.compile(r":\w+(?::\w+)?:`~?\.?([^`]+)`")


@lru_cache(maxsize=4096)
def words_shape(written: str) -> Shape:
    """Return the shape that a type in words says; unknown unless all of it is plain."""
    if len(written) > _LONGEST:
        return UNKNOWN
    text = _ROLE.sub(r"\1", written).strip("` .").lower()
    is_optional = "optional" in text
    text = _OPTIONAL.sub("", text).removeprefix("a ").removeprefix("an ").removeprefix("the ").strip("`, ")
    if not text:
        return UNKNOWN
    if text.startswith("optional[") or (is_optional and text.startswith("[") and text.endswith("]")):
        return nullable(words_shape(text.removeprefix("optional").strip("[]")))
    many = _OF.match(text)
    if many is not None:
        return array_of(words_shape(many["words"] or many["inside"]))
    parts = _OR.split(text)
    if len(parts) > 1:
        return one_of([words_shape(part) for part in parts])
    if text.startswith(("dict[", "dict(", "dict of", "mapping[")):
        return MAP
    return _WORDS.get(text, UNKNOWN)
