"""What is known so far of every variable that more than one scope can see?

A cell stands for a parameter, a returned value, an attribute of a class or a name of a module. Whoever reads a cell is
remembered, so that it is visited again when the cell comes to hold more.
"""

from __future__ import annotations

from typing import Literal as OneOf

from analyzer.link.texts import TEXTS
from analyzer.link.types import External, Function, Instance, Literal, Type, join, options

CellKind = OneOf["parameter", "self", "return", "attribute", "name", "lambda", "decorated", "default"]
Key = tuple[CellKind, int, str]
_MOST_TEXTS = 4
_MOST_ALONE = 24  # texts, where a variable holds nothing else
_SAY_LITTLE = (External, *TEXTS)
_STR = External("builtins.str()")


class Cell:
    """``own`` is what the scope that binds the variable says, replaced each time; ``others`` only grows."""

    __slots__ = ("others", "own", "readers", "type", "wide")

    def __init__(self) -> None:
        self.own: Type | None = None
        self.others: Type | None = None
        self.wide = False
        self.type: Type | None = None
        self.readers: set[int] = set()


class Cells:
    """All cells.

    ``dirty`` are the units (scopes of the program) that read something which changed since: something that can be
    called or has members of the project's own, or a text where the unit looks things up ``by_text``.
    """

    def __init__(self) -> None:
        self._cells: dict[Key, Cell] = {}
        self.dirty: set[int] = set()
        self.by_text: set[int] = set()

    def read(self, kind: CellKind, owner: int, name: str, reader: int) -> Type | None:
        """Return what a variable may hold, and remember who asked (-1: nobody)."""
        key = (kind, owner, name)
        cell = self._cells.get(key)
        if cell is None:
            if reader >= 0:
                cell = self._cells[key] = Cell()
                cell.readers.add(reader)
            return None
        if reader >= 0:
            cell.readers.add(reader)
        return cell.type

    def holds(self, kind: CellKind, owner: int, name: str) -> bool:
        """Return whether anything was ever said of a variable."""
        cell = self._cells.get((kind, owner, name))
        return cell is not None and (cell.type is not None or cell.wide)

    def is_wide(self, kind: CellKind, owner: int, name: str) -> bool:
        """Return whether a variable was given more kinds of values than can be told apart."""
        cell = self._cells.get((kind, owner, name))
        return cell is not None and cell.wide

    def add(self, kind: CellKind, owner: int, name: str, value: Type | None) -> None:
        """Say that a variable may also hold a value."""
        if value is None:
            return
        cell = self._cell(kind, owner, name)
        if cell.wide:
            return
        kept = _new(cell.others, stored(value))
        if kept is None:
            return
        merged = _widened(join(cell.others, kept) or join(_any_text(cell.others), _any_text(kept)))
        if merged == cell.others:
            return
        cell.others = merged
        cell.wide = merged is None
        self._settle(cell)

    def replace(self, kind: CellKind, owner: int, name: str, value: Type | None) -> None:
        """Say what the scope that binds a variable leaves in it."""
        kept = None if value is None else _widened(stored(value))
        if kept is None and (kind, owner, name) not in self._cells:
            return
        cell = self._cell(kind, owner, name)
        if kept != cell.own:
            cell.own = kept
            self._settle(cell)

    def attributes(self) -> set[str]:
        """Return the names of all attributes that anything was assigned to."""
        return {name for (kind, _, name), cell in self._cells.items() if kind == "attribute" and cell.type is not None}

    def _cell(self, kind: CellKind, owner: int, name: str) -> Cell:
        key = (kind, owner, name)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = Cell()
        return cell

    def _settle(self, cell: Cell) -> None:
        found = None if cell.wide else join(cell.own, cell.others)
        before = cell.type
        if found == before:
            return
        held = options(before)
        added = [one for one in options(found) if one not in held]
        if not added and len(held) == len(options(found)):
            return  # the same, found in another order
        cell.type = found
        if not cell.readers:
            return
        tells = before is not None and not added
        text = False
        for one in added:
            kind = one.__class__
            text = text or kind is Literal
            tells = tells or kind not in _SAY_LITTLE or (kind is External and bool(one.about))  # type: ignore[union-attr]
        if tells:
            self.dirty.update(cell.readers)
        elif text:
            self.dirty.update(cell.readers & self.by_text)


def stored(value: Type) -> Type:
    """Return a value as it is after it was put somewhere: no longer fresh, no longer known by its own name."""
    if value.__class__ is Instance:
        return Instance(value.definition, guessed=value.guessed) if value.fresh or value.assumed else value
    if value.__class__ is Function and not value.typed:
        return Function(value.definition, True, value.receiver, value.captured)
    return value


def _new(known: Type | None, value: Type) -> Type | None:
    """Return what a value adds: one thing from outside says no more than the next, but for what it is about."""
    if known is None:
        return value
    if value == known:
        return None
    held = options(known)
    added: Type | None = None
    for option in options(value):
        if option not in held and (not isinstance(option, External) or option.about):
            added = join(added, option)
    return added


def _widened(value: Type | None) -> Type | None:
    """More than a few texts are any text."""
    found = options(value)
    if len(found) <= _MOST_TEXTS:
        return value
    texts = sum(isinstance(option, TEXTS) for option in found)
    return value if texts <= (_MOST_ALONE if texts == len(found) else _MOST_TEXTS) else _any_text(value)


def _any_text(value: Type | None) -> Type | None:
    """Return the type of a value whose texts are no longer told apart."""
    found = options(value)
    if not any(isinstance(option, TEXTS) for option in found):
        return value
    widened: Type | None = _STR
    for option in found:
        if not isinstance(option, TEXTS):
            widened = join(widened, option)
    return widened
