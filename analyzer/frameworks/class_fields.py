"""Which annotated fields does a record class of the project have?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from analyzer.frameworks.annotation_shapes import AnnotationShapes
from analyzer.link.names import Names
from analyzer.link.program import Program, ProgramDefinition
from analyzer.model.chains import keyword, last_name
from analyzer.model.shapes import Shape
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Call, Constant, Expression, Name, Statement, Subscript, Unknown

_NO_FIELDS = frozenset({"ClassVar", "InitVar", "PrivateAttr"})
_DECLARING = frozenset({"Field", "field", "ib", "Query", "Path", "Header", "Cookie", "Body", "Form", "File"})


class ClassField(msgspec.Struct, frozen=True):
    """An annotated name in the body of a class; ``default`` is its source text, empty where it is computed.

    ``is_taken`` is false for what is only answered.
    """

    name: str
    shape: Shape
    written: str
    required: bool
    default: str
    path: str
    line: int
    is_taken: bool = True


class ClassFields:
    """Reads record classes."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._shapes = AnnotationShapes(names)

    def is_record(self, cls: int) -> bool:
        """Return whether a class is made of annotated fields: pydantic, a dataclass, attrs, msgspec."""
        outside = self._names.external_bases(cls)
        if any(base.partition(".")[0] in ("pydantic", "pydantic_settings", "sqlmodel", "msgspec") for base in outside):
            return True
        heads = (self._names.program.definitions[one].head for one in self._names.mro(cls))
        marks = (last_name(one.function if isinstance(one, Call) else one) for head in heads for one in head.decorators)
        return any(mark in ("dataclass", "define", "frozen", "attrs", "s") for mark in marks)

    def of(self, cls: int) -> tuple[ClassField, ...]:
        """Return the fields of a class, those of its ancestors first."""
        return inherited(self._names, cls, self._own)

    def _own(self, cls: int) -> Iterator[ClassField]:
        definition = self._names.program.definitions[cls]
        path = self._names.program.modules[definition.module].path
        for name, statement in named_statements(self._names.program, definition):
            if statement.kind != "annotate" or name.startswith("_"):
                continue
            annotation = statement.targets[1]
            outer = annotation.value if isinstance(annotation, Subscript) else annotation
            if last_name(outer) in _NO_FIELDS or name == "model_config":
                continue
            shape = self._shapes.shape(definition.module, definition.scope, annotation)
            required, default = default_of(statement.value)
            yield ClassField(name, shape, spelled(annotation), required, default, path, statement.line)


def inherited(names: Names, cls: int, own: Callable[[int], Iterable[ClassField]]) -> tuple[ClassField, ...]:
    """Return the fields of a class, those of its ancestors first; ``own`` gives those of one class alone."""
    found: dict[str, ClassField] = {}
    for one in reversed(names.mro(cls)):
        for field in own(one):
            found[field.name] = field
    return tuple(found.values())


def named_statements(program: Program, cls: ProgramDefinition) -> Iterator[tuple[str, Statement]]:
    """Yield the statements of a class's body that give a name something, with the name."""
    body = program.modules[cls.module].facts.scopes.get(cls.scope)
    for statement in body.statements if body is not None else ():
        target = statement.targets[0] if statement.targets else None
        if isinstance(target, Name):
            yield target.id, statement


def default_of(value: Expression) -> tuple[bool, str]:
    """Return whether a field or parameter must be given, and the source text of its default."""
    if isinstance(value, Call) and last_name(value.function) in _DECLARING:
        given = keyword(value, "default") or (value.args[0] if value.args else None)
        if keyword(value, "default_factory") is not None:
            return False, ""
        return (True, "") if given is None or isinstance(given, Unknown) else (False, spelled(given))
    if isinstance(value, Unknown):
        return True, ""
    return False, spelled(value) if isinstance(value, Constant) else ""
