"""What do functions take and return?

By annotation; else by what the default is; else by what callers hand over and what is returned; else by the docstring.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import msgspec

from analyzer.frameworks.plain_shapes import LIST, MAP, array_of, live, map_of
from analyzer.frameworks.shapes import Shapes, nullable
from analyzer.interfaces.attributes import Attributes
from analyzer.interfaces.columns import Columns
from analyzer.interfaces.docstrings import Docstring, Said, read_docstring, words_shape
from analyzer.interfaces.expressions import Expressions, says_little
from analyzer.interfaces.given import Given, Reading
from analyzer.interfaces.parameter_tests import ParameterTest, may_be_none, parameter_tests
from analyzer.interfaces.remembered import Remembered
from analyzer.interfaces.results import Results
from analyzer.interfaces.values import Values
from analyzer.link.decorators import is_class_method, is_context_manager, is_static_method, runs_generator
from analyzer.link.names import Names
from analyzer.link.program import Program, ProgramDefinition
from analyzer.link.settled import Settled
from analyzer.model.chains import last_name
from analyzer.model.interfaces import Parameter, Result, Signature
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import NULL, UNKNOWN, DataType, Origin, Shape
from analyzer.model.spelling import spelled, spelled_annotation
from analyzer.model.syntax import Constant, Expression, Head, Subscript
from analyzer.model.syntax import Parameter as Written
from analyzer.model.syntax import Unknown as Absent

_LAZY = frozenset({"Iterator", "Generator", "AsyncIterator", "AsyncGenerator"})


Known = tuple[Shape, Origin]
_NOTHING: Known = (UNKNOWN, Origin.UNKNOWN)


class Noted(msgspec.Struct, frozen=True):
    """What calls say of parameters, and what routes say: by definition and parameter the shape."""

    given: Given
    columns: Columns
    routed: Mapping[tuple[str, str], Shape]


class Signatures:
    """Makes the signatures of functions, after types have flowed."""

    def __init__(self, names: Names, shapes: Shapes, noted: Noted, settled: Settled) -> None:
        self._program: Program = names.program
        self._shapes = shapes
        self._noted = noted
        self._settled = settled
        self.expressions = Expressions(names, shapes)
        self.values = Values(shapes, settled)
        attributes = Attributes(names, shapes, noted.columns, settled)
        self._reading = Reading(attributes, self.expressions, self.values, settled, self._shape_of)
        self._results = Results(names.program, self._reading)
        self._parameters: Remembered[tuple[int, str], Known] = Remembered(_NOTHING)
        self._docstrings: dict[int, Docstring] = {}
        self._tests: dict[int, tuple[ParameterTest, ...]] = {}

    @property
    def types(self) -> Mapping[str, DataType]:
        """The data types that results came to have, which no class declares, by name."""
        return self._results.records.types

    def of(self, place: int) -> Signature | None:
        """Return the signature of a function; None for a class."""
        definition = self._program.definitions[place]
        head = definition.head
        if head.kind == "class":
            return None
        said = self._docstring(definition)
        return Signature(
            definition=definition.name,
            parameters=tuple(
                [self._parameter(definition, one, said.parameters.get(one.name, Said())) for one in _taken(head)]
            ),
            result=self._result(definition, said),
            about=said.about,
            is_async=head.is_async,
            of_object=_is_method(head)
            and not is_class_method(head.decorators)
            and head.name not in ("__init__", "__new__"),
        )

    def parameter(self, place: int, name: str) -> Shape | None:
        """Return the shape of a parameter of a function; None where it has none of that name, and for a class."""
        definition = self._program.definitions[place]
        taken = _taken(definition.head) if definition.head.kind != "class" else ()
        written = next((one for one in taken if one.name == name), None)
        return self._told(definition, written)[0] if written is not None else None

    def _docstring(self, definition: ProgramDefinition) -> Docstring:
        """The class says what its ``__init__`` takes, where that does not say so itself."""
        known = self._docstrings.get(definition.id)
        if known is None:
            text = definition.head.doc
            if not text and definition.head.name == "__init__" and definition.parent >= 0:
                text = self._program.definitions[definition.parent].head.doc
            known = self._docstrings[definition.id] = read_docstring(text)
        return known

    def _parameter(self, definition: ProgramDefinition, written: Written, said: Said) -> Parameter:
        shape, origin = self._told(definition, written)
        default = spelled(written.default)
        return Parameter(
            name=written.name,
            kind=written.kind,
            shape=shape,
            written=spelled_annotation(written.annotation),
            origin=origin,
            required=not default and written.kind in ("positional", "keyword"),
            default=default,
            about=said.about,
        )

    def _told(self, definition: ProgramDefinition, written: Written) -> Known:
        key = (definition.id, written.name)
        return self._parameters.answer(key, lambda: self._of(definition, written))

    def _shape_of(self, definition: int, name: str) -> Shape:
        """Return the shape of a parameter of a function by its name; unknown where it has none of that name."""
        found = self._program.definitions[definition]
        written = next((one for one in found.head.parameters if one.name == name), None)
        if written is None or (written is found.head.parameters[0] and found.head.kind == "method"):
            return UNKNOWN
        return self._told(found, written)[0]

    def _of(self, definition: ProgramDefinition, written: Written) -> Known:
        if written.kind in ("args", "kwargs"):
            return self._rest(definition, written)
        if isinstance(written.annotation, Absent):
            return self._unannotated(definition, written)
        shape, origin = self._annotated(definition, written.annotation)
        return (nullable(shape) if _is_none(written.default) else shape), origin

    def _annotated(self, definition: ProgramDefinition, annotation: Expression) -> Known:
        shape = self._shapes.annotated(definition.module, definition.head.scope, annotation)
        return shape, Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION

    def _rest(self, definition: ProgramDefinition, written: Written) -> Known:
        shape, origin = self._annotated(definition, written.annotation)
        return (array_of(shape) if written.kind == "args" else map_of(shape)), origin

    def _unannotated(self, definition: ProgramDefinition, written: Written) -> Known:
        default = self.expressions.default(definition.module, definition.head.scope, written.default)
        if says_little(default):
            flows = self._noted.given.shape(definition.id, written.name, self._reading)
            same = flows.kind is default.kind
            return (flows, Origin.FLOW) if same and not says_little(flows) else (default, Origin.DEFAULT)
        told = self._ways(definition, written.name)
        if default not in (UNKNOWN, NULL):
            return next((one for one in islice(told, 2) if one[0].kind is default.kind), (default, Origin.DEFAULT))
        shape, origin = next((one for one in told if one[0] != UNKNOWN), _NOTHING)
        takes_none = default == NULL or (
            origin in (Origin.COLUMN, Origin.FLOW, Origin.DOCSTRING) and self._takes_none(definition, written.name)
        )
        return (nullable(shape) if takes_none else shape), origin

    def _takes_none(self, definition: ProgramDefinition, name: str) -> bool:
        """Return whether None may be given for what has to be given: a caller does so, or the function tests for it."""
        if self._noted.given.is_given_none(definition.id, name):
            return True
        scope = self._program.scopes(definition.module)[definition.scope]
        if definition.id not in self._tests:
            self._tests[definition.id] = parameter_tests(definition.head, scope)
        return may_be_none(name, self._tests[definition.id], scope)

    def _ways(self, definition: ProgramDefinition, name: str) -> Iterator[Known]:
        """Yield what says of a parameter what it is: its route, its column, its callers, its docstring."""
        yield self._routed(definition, name), Origin.ANNOTATION
        yield self._noted.columns.used(definition.id, name), Origin.COLUMN
        yield self._noted.given.shape(definition.id, name, self._reading), Origin.FLOW
        said = self._docstring(definition).parameters.get(name)
        yield (words_shape(said.type) if said is not None else UNKNOWN), Origin.DOCSTRING

    def _routed(self, definition: ProgramDefinition, name: str) -> Shape:
        """Return what the route of a function, or of the class around it, says of a parameter."""
        around = self._program.definitions[definition.parent].name if definition.parent >= 0 else ""
        return self._noted.routed.get((definition.name, name)) or self._noted.routed.get((around, name), UNKNOWN)

    def _result(self, definition: ProgramDefinition, docstring: Docstring) -> Result:
        head, said = definition.head, docstring.result
        written = spelled_annotation(head.returns)
        if is_context_manager(head.decorators):
            return Result(live(LiveKind.CONTEXT), written, Origin.FLOW, said.about)
        runs = runs_generator(head.decorators)
        streams = (self._settled.frame(definition.id).yields and not runs) or _outer(head.returns) in _LAZY
        if written:
            shape, origin = self._annotated(definition, head.returns)
            return Result(shape, written, origin, said.about, streams)
        if head.name == "__init__":
            return Result(NULL, "", Origin.FLOW)
        shape = UNKNOWN if runs else self._results.of(definition)
        origin = Origin.FLOW
        told = words_shape(said.type)
        if shape == UNKNOWN or (shape in (LIST, MAP) and told.kind is shape.kind):
            shape, origin = told, Origin.DOCSTRING
        return Result(shape, "", Origin.UNKNOWN if shape == UNKNOWN else origin, said.about, streams)


def _is_method(head: Head) -> bool:
    return head.kind == "method" and not is_static_method(head.decorators)


def _taken(head: Head) -> tuple[Written, ...]:
    """Return the parameters without the one that holds the object or class of a method."""
    return head.parameters[1:] if _is_method(head) else head.parameters


def _outer(annotation: Expression) -> str:
    return last_name(annotation.value if isinstance(annotation, Subscript) else annotation)


def _is_none(default: Expression) -> bool:
    return isinstance(default, Constant) and default.value is None
