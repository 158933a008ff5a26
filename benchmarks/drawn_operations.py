"""What must a reader know of an operation to judge its parameters, its result and its errors?"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from analyzer.compare.wording import words
from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Contract, Failure, Input, Operation
from analyzer.model.shapes import DataType, Shape, ShapeKind

JUDGED = ("parameters", "result", "errors")
"""What has a verdict of its own."""
_MOST = 12
"""How many places, callers and data types an entry names."""


def claimed_operations(path: Path) -> list[dict[str, str]]:
    """Return what a fresh analysis says of the operations of a tree, a row each; lists are joined by line ends."""
    from reports.render.as_json import read_json

    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "result.json"
        command = [sys.executable, "-m", "seamline", "analyze", str(path), "--quiet", "--output", f"json={saved}"]
        subprocess.run(command, check=True, cwd=Path(__file__).parent.parent)
        return list(rows(read_json(saved.read_bytes())))


def rows(analysis: Analysis) -> Iterator[dict[str, str]]:
    """Yield a row for each operation of each service."""
    places = {one.name: f"{one.path}:{one.line}" for one in analysis.definitions}
    for contract in analysis.contracts:
        types = {one.definition: one for one in contract.types}
        for one in contract.operations:
            yield _row(one, contract, places, types)


def _row(one: Operation, contract: Contract, places: dict[str, str], types: dict[str, DataType]) -> dict[str, str]:
    shapes = [*(taken.parameter.shape for taken in one.inputs), one.result.shape]
    given = f"{words(one.result.shape)} [{one.result.origin}]" + (", a stream" if one.result.streams else "")
    return {
        "service": contract.service,
        "operation": one.name,
        "kind": one.kind.value,
        "path": one.at.path,
        "line": str(one.at.line),
        "definitions": _lines(f"{name} {places.get(name, one.at)}" for name in one.definitions),
        "takes": _lines(_taken(taken) for taken in one.inputs),
        "gives": given + (f", today a live {one.live_result}" if one.live_result else ""),
        "fails": _lines(_failure(failure) for failure in one.failures),
        "types": _lines(_first(_type(types[name]) for name in named(shapes, types))),
        "effect": "; ".join([one.effect.value, *_tables("reads", one.reads), *_tables("changes", one.changes)]),
        "idempotent": f"{one.idempotent.value}: {one.idempotent_reason}",
        "form": one.form.value,
        "channel": f"{one.channel.value}: {one.channel_reason}",
        "address": f"{one.method} {one.path} {one.status}",
        "callers": _lines(_first(f"{call.service} {call.definition} {call.path}:{call.line}" for call in one.callers)),
        "confidence": f"{one.confidence:.2f}",
        "doubts": _lines(one.doubts),
    }


def entry(row: dict[str, str], identity: str) -> list[str]:
    """Return the lines of TOML of one operation, with empty verdicts."""
    lists = ("definitions", "takes", "fails", "types", "callers", "doubts")
    lines = ["[[operation]]", f'id = "{identity}"']
    for name, text in row.items():
        if name in ("path", "line"):
            continue
        if name in lists:
            items = [f"    {_quoted(one)}," for one in text.split("\n") if one]
            lines += [f"{name} = [", *items, "]"] if items else [f"{name} = []"]
        else:
            lines.append(f"{name} = {_quoted(text)}")
    return [*lines, *(f'{part}_verdict = ""' for part in JUDGED), 'reason = ""']


def named(shapes: Iterable[Shape], types: dict[str, DataType]) -> list[str]:
    """Return the data types that shapes lead to, nearest first, each once."""
    found: dict[str, None] = {}
    waiting = list(shapes)
    while waiting:
        shape = waiting.pop(0)
        waiting += shape.of
        if shape.kind is ShapeKind.DATA and shape.name in types and shape.name not in found:
            found[shape.name] = None
            waiting += [field.shape for field in types[shape.name].fields]
    return list(found)


def _taken(one: Input) -> str:
    parameter = one.parameter
    name = {"args": "*", "kwargs": "**"}.get(parameter.kind, "") + parameter.name
    need = "required" if parameter.required else f"optional, default {parameter.default or 'not known'}"
    live = f"; today a live {one.live}, instead: {one.instead}" if one.live else ""
    return f"{name or 'the body'} in {one.place}: {words(parameter.shape)} [{parameter.origin}], {need}{live}"


def _failure(one: Failure) -> str:
    at = ", ".join(map(str, one.evidence[:_MOST]))
    return f"{one.exception} {one.status} ({one.reason}){' implied' if one.implied else ''} at {at}"


def _type(one: DataType) -> str:
    fields = (f"{each.name}: {words(each.shape)}{'' if each.required else '?'} [{each.origin}]" for each in one.fields)
    held = ", ".join(fields) or ", ".join(one.values)
    return f"{one.definition} ({one.kind}, {one.path}:{one.line}){'' if one.whole else ' in part'}: {held}"


def _tables(does: str, names: Iterable[str]) -> list[str]:
    return [f"{does} {', '.join(names)}"] if names else []


def _first(texts: Iterable[str]) -> list[str]:
    found = list(texts)
    return [*found[:_MOST], *([f"and {len(found) - _MOST} more"] if len(found) > _MOST else [])]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text.replace("\n", " ") for text in texts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
