"""Has every setting of the file a name that is known and a value of the right shape?"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.options import ServiceRange
from analyzer.model.plan import RemedyKind
from seamline.config.lines import Path
from seamline.config.source import Source, dotted

_RANGE = re.compile(r"^\s*(\d{1,9})\s*(?:\.\.\s*(\d{1,9})\s*)?$")
_FINDING = re.compile(r"[a-z]+(-[a-z]+)*:\S.*")
_NOT_IN_NAMES = re.compile(r"[\s/\\?\[\]{}]")
_SHOWN = 60
_RANGE_ENDS = 2
_MOST = sys.float_info.max


class _Shape(msgspec.Struct, frozen=True):
    """``says`` what a value must be, for which ``holds`` is true; ``each`` where it is about the elements of a list."""

    says: str
    holds: Callable[[Any], bool]
    each: bool = False


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -_MOST <= value <= _MOST  # nor nan


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _pattern(value: object) -> bool:
    return isinstance(value, str) and _text(value) and not _NOT_IN_NAMES.search(value)


def _day(value: object) -> bool:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return False
        return True
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _finding(value: object) -> bool:
    return isinstance(value, str) and bool(_FINDING.fullmatch(value))


def _days(value: object) -> bool:
    if not isinstance(value, list) or len(value) != _RANGE_ENDS or not all(map(_number, value)):
        return False
    least, most = value
    return bool(0 <= least <= most)


_YES_NO = _Shape("true or false", lambda value: isinstance(value, bool))
_WHOLE = _Shape("a whole number from 0 on", _whole)
_TEXT = _Shape("a text", lambda value: isinstance(value, str))
_SOME_TEXT = _Shape("a text that is not empty", _text)
_TEXTS = _Shape("a list of texts that are not empty", _text, each=True)
_PATTERNS = _Shape(
    'a list of dotted names, with * for any run of characters, such as ["shop.models.*"]', _pattern, True
)
_WEIGHT = _Shape("a number from 0 on", lambda value: _number(value) and value >= 0)

_TOP: dict[str, _Shape | None] = {  # None: looked at on its own
    "services": None,
    "resolution": _Shape("a number above 0", lambda value: _number(value) and value > 0),
    "seed": _WHOLE,
    "include": _TEXTS,
    "exclude": _TEXTS,
    "source_roots": _TEXTS,
    "settings": _TEXT,
    "with_tests": _YES_NO,
    "with_migrations": _YES_NO,
    "jobs": _WHOLE,
    "cache": _YES_NO,
    "shared_kernel": _PATTERNS,
    "service": None,
    "transactions": _TEXTS,
    "packages": _TEXT,
    "git": _YES_NO,
    "weights": None,
    "accepted": None,
    "remedies": None,
    "effort": None,
}
_SERVICE = {"pin": _PATTERNS, "seed": _PATTERNS, "tables": _TEXTS, "never_with": _TEXTS, "team": _SOME_TEXT}
_REMEDIES = _Shape(
    f"a list of remedies, each one of {', '.join(RemedyKind)}",
    lambda value: isinstance(value, str) and value in list(RemedyKind),
    each=True,
)
_WISHES = {"forbid": _REMEDIES, "prefer": _REMEDIES}
_DAYS = _Shape("the least and most person-days, such as [0.5, 1.5]", _days)
_ACCEPTED = {
    "finding": _Shape("the id of a finding, such as shared-table:shop_user", _finding),
    "reason": _SOME_TEXT,
    "until": _Shape("a date, such as 2027-06-30", _day),
}


def check_shapes(source: Source) -> None:
    """Raise BadInputError for the first setting that is not known or has a value that cannot be used."""
    _check_table(source, (), source.settings, _TOP)
    _check_services(source)
    _check_accepted(source)
    _check_remedies(source)
    _check_values(source, "weights", 'a table of kinds of edge, such as "call = 2.0"', _WEIGHT)
    _check_values(source, "effort", 'a table of coefficients, such as "operation = [1, 3]"', _DAYS)
    if "services" in source.settings:
        try:
            service_range(source.settings["services"])
        except BadInputError as problem:
            raise BadInputError(f"{source.at(('services',))}: {problem}") from problem


def service_range(value: str | int) -> ServiceRange:
    """Return the range that ``8`` or ``"4..12"`` states; raises BadInputError for anything else."""
    match = _RANGE.match(value if isinstance(value, str) else _short(value))
    if match is None:
        raise BadInputError(f"services must be a number or a range such as 4..12, not {_short(value)}")
    least = int(match[1])
    most = int(match[2] or match[1])
    if least < 1 or most < least:
        raise BadInputError(f"services {value}: the range must begin at 1 or more and not end before it begins")
    return ServiceRange(least, most)


def _check_services(source: Source) -> None:
    services = source.settings.get("service", {})
    if not isinstance(services, dict):
        says = "a table for each service, such as [tool.seamline.service.billing]"
        raise _wrong(source, ("service",), says, services)
    for name, wishes in services.items():
        path = ("service", name)
        if not isinstance(wishes, dict):
            raise _wrong(source, path, f"a table with {_either('and', _SERVICE)}", wishes)
        _check_table(source, path, wishes, _SERVICE)


def _check_accepted(source: Source) -> None:
    several = source.settings.get("accepted", [])
    if not isinstance(several, list):
        raise _wrong(source, ("accepted",), "a list of tables, each under [[tool.seamline.accepted]]", several)
    seen: dict[str, Path] = {}
    for place, one in enumerate(several):
        path: Path = ("accepted", place)
        if not isinstance(one, dict):
            raise _wrong(source, path, f"a table with {_either('and', _ACCEPTED)}", one)
        _check_table(source, path, one, _ACCEPTED)
        for key in ("finding", "reason"):
            if key not in one:
                raise BadInputError(f"{source.at(path)}: accepted lacks its {key}; add {key} = {_EXAMPLES[key]}")
        first = seen.setdefault(one["finding"], (*path, "finding"))
        if first != (*path, "finding"):
            both = source.at(first, (*path, "finding"))
            raise BadInputError(f"{both}: the finding {one['finding']!r} is accepted twice; strike one of the two")


def _check_remedies(source: Source) -> None:
    remedies = source.settings.get("remedies", {})
    if not isinstance(remedies, dict):
        raise _wrong(source, ("remedies",), f"a table with {_either('and', _WISHES)}", remedies)
    _check_table(source, ("remedies",), remedies, _WISHES | {key: None for key in remedies if _finding(key)})
    for key, wishes in remedies.items():
        if key not in _WISHES:
            if not isinstance(wishes, dict):
                raise _wrong(source, ("remedies", key), f"a table with {_either('and', _WISHES)}", wishes)
            _check_table(source, ("remedies", key), wishes, _WISHES)


def _check_values(source: Source, name: str, says: str, shape: _Shape) -> None:
    """Check a table whose keys are looked at where they are used."""
    values = source.settings.get(name, {})
    if not isinstance(values, dict):
        raise _wrong(source, (name,), says, values)
    for key, value in values.items():
        _check(source, (name, key), value, shape)


_EXAMPLES = {"finding": '"shared-table:shop_user" or another id of a finding', "reason": '"…" that says why'}


def _check_table(source: Source, path: Path, table: dict[str, Any], shapes: dict[str, Any]) -> None:
    for key, value in table.items():
        if key not in shapes:
            near = difflib.get_close_matches(key, shapes, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(shapes)}"
            inside = f" in {dotted(path)}" if path else ""
            where = source.at((*path, key))
            raise BadInputError(f"{where}: this version does not know the key {_short(key)}{inside}; {hint}")
        if shapes[key] is not None:
            _check(source, (*path, key), value, shapes[key])


def _check(source: Source, path: Path, value: object, shape: _Shape) -> None:
    if not shape.each:
        if not shape.holds(value):
            raise _wrong(source, path, shape.says, value)
    elif not isinstance(value, list):
        raise _wrong(source, path, shape.says, value)
    else:
        for place, one in enumerate(value):
            if not shape.holds(one):
                raise _wrong(source, (*path, place), shape.says, one, inside=True)


def _wrong(source: Source, path: Path, says: str, value: object, *, inside: bool = False) -> BadInputError:
    holds = "holds" if inside else "is"
    return BadInputError(f"{source.at(path)}: {dotted(path)} must be {says}, but {holds} {_short(value)}")


def _short(value: object) -> str:
    if isinstance(value, int) and abs(value) >= 10**_SHOWN:
        return "a number of very many digits"  # which Python refuses to write
    shown = str(value) if isinstance(value, dt.date | dt.time) else repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _either(word: str, names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} {word} {last}"
