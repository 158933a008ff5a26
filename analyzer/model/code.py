"""Modules, definitions, imports and calls of the whole program, as the result shows them."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Certainty(StrEnum):
    """How sure an access or a call is, surest first; a fact derived from a guess is a guess."""

    LITERAL = "literal"
    TYPED = "typed"
    RELATION = "relation"
    IMPLICIT = "implicit"
    CASCADE = "cascade"
    GUESSED = "guessed"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return _RANKS[self]


_RANKS = {certainty: rank for rank, certainty in enumerate(Certainty)}


class ModuleKind(StrEnum):
    """What a file is for, told by place and content."""

    CODE = "code"
    TEST = "test"
    MIGRATION = "migration"
    SCRIPT = "script"


class ModuleStatus(StrEnum):
    """What became of a file: parsed by ``ast``, lowered by libcst, unread, or skipped on purpose."""

    PARSED = "parsed"
    LOWERED = "lowered"
    UNREAD = "unread"
    SKIPPED = "skipped"


class ImportKind(StrEnum):
    """How a module is imported."""

    MODULE = "module"
    TYPE_CHECKING = "type_checking"
    STRING = "string"
    DYNAMIC = "dynamic"


class DefinitionKind(StrEnum):
    """What a definition is."""

    CLASS = "class"
    FUNCTION = "function"
    METHOD = "method"


class Module(msgspec.Struct, frozen=True):
    """One Python file. Only one that was read has a service.

    ``reason`` says why it is unread, lowered or skipped, or read in spite of its name.
    """

    name: str
    path: str
    lines: int
    kind: ModuleKind
    status: ModuleStatus
    reason: str = ""
    service: str = ""
    group: str = ""


class Definition(msgspec.Struct, frozen=True):
    """A class, function or method. ``within`` is the name of the outermost definition around a nested one."""

    name: str
    kind: DefinitionKind
    module: str
    qualname: str
    path: str
    line: int
    end_line: int
    service: str = ""
    within: str = ""


class Import(msgspec.Struct, frozen=True, order=True):
    """An edge from a module to a module of the project or outside it."""

    importer: str
    imported: str
    path: str
    line: int
    kind: ImportKind


class TypeUse(msgspec.Struct, frozen=True, order=True):
    """A definition (or a module, by its code outside definitions) names another one, and no call of it is known.

    ``used`` is a class or function of the project where it is defined, however it was imported; or a module, where the
    name is a value that the module holds: a constant, a setting, an object. ``line`` is where that stands first.
    """

    user: str
    used: str
    path: str
    line: int


class CallEdge(msgspec.Struct, frozen=True):
    """A call from one definition of the project (or a module) to another.

    ``through`` is the wrapper that makes the call where the callee is decorated: the caller calls the wrapper, and
    means what it wraps. Such an edge couples, and is no call of its own: calls.csv lacks it.
    """

    caller: str
    callee: str
    path: str
    line: int
    certainty: Certainty
    in_loop: bool
    through: str = ""
