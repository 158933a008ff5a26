"""How are changes of contracts told on a command line, and to another program?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.model.contract_changes import ContractChange, ContractChanges, Grade
from reports.render.spelling import plain

_CALLERS = 3
"""Callers that a line names; of more, their number is told."""
_WORDS = {Grade.BREAKING: "BREAKS", Grade.WARNING: "WARNS ", Grade.COMPATIBLE: "FITS  "}


def changes_text(changes: ContractChanges, *, whole: bool) -> str:
    """Write a line a change; those that do no harm only where the ``whole`` is wanted."""
    shown = (one for one in changes.changes if whole or one.grade is not Grade.COMPATIBLE)
    return "".join(f"{plain(_line(one))}\n" for one in shown)


def changes_json(changes: ContractChanges) -> bytes:
    """Write all changes as one JSON document, a line a change."""
    encode = msgspec.json.Encoder().encode
    lines = b",\n".join(map(encode, changes.changes))
    counts = ", ".join(f'"{name}": {getattr(changes, name)}' for name in ("breaking", "warnings", "compatible"))
    return f"{{{counts}, ".encode() + b'"changes": [' + (b"\n" + lines + b"\n" if lines else b"") + b"]}\n"


def tally(changes: ContractChanges) -> str:
    """Say how many there are of each."""
    broken = {(one.service, one.operation) for one in changes.changes if one.grade is Grade.BREAKING}
    return (
        f"{_number(changes.breaking, 'breaking change')} of {_number(len(broken), 'operation')}, "
        f"{_number(changes.warnings, 'warning')}, {_number(changes.compatible, 'compatible change')}"
    )


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _line(one: ContractChange) -> str:
    who = f"{one.service} {one.operation}".rstrip()
    what = f"{one.subject} {one.says}".lstrip()
    return f"{_WORDS[one.grade]} {who}: {what}{_states(one)} {one.at}{_callers(one)}"


def _states(one: ContractChange) -> str:
    if one.old and one.new:
        return f" ({one.old} → {one.new})"
    return f" ({one.old or one.new})" if one.old or one.new else ""


def _callers(one: ContractChange) -> str:
    if not one.callers:
        return ""
    named = [f"{caller.service} {caller.path}:{caller.line}" for caller in one.callers[:_CALLERS]]
    more = len(one.callers) - len(named)
    return f"; callers: {', '.join(_once(named))}{f' and {more} more' if more else ''}"


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
