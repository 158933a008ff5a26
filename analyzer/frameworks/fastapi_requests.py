"""What do the parameters of FastAPI's handlers take from a request, and what do its decorators say of the answer?"""

from __future__ import annotations

import re

import msgspec

from analyzer.frameworks.annotation_shapes import AnnotationShapes
from analyzer.frameworks.class_fields import ClassFields, default_of
from analyzer.frameworks.request_reads.frames import Arguments, Frame, NoHook, Running
from analyzer.frameworks.request_reads.values import Bound, Defined, Known, Outside, Value
from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.link.names import Names
from analyzer.link.names import Value as Assigned
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import ClassOf, Function
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.interfaces import Place
from analyzer.model.shapes import UNKNOWN, Origin, Shape, ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Call, Constant, Expression, Items, Parameter, Subscript, Unknown

WORDS = RequestWords(
    classes=frozenset({"Request", "HTTPConnection", "WebSocket"}),
    sources={
        "query_params": (Place.QUERY,),
        "path_params": (Place.PATH,),
        "headers": (Place.HEADER,),
        "cookies": (Place.COOKIE,),
        "form": (Place.FORM,),
    },
    wholes=frozenset({"body", "stream"}),
    bodies=frozenset({"json", "receive_json"}),
)
_PLACES = {
    "Query": Place.QUERY,
    "Header": Place.HEADER,
    "Cookie": Place.COOKIE,
    "Body": Place.BODY,
    "Form": Place.FORM,
    "File": Place.FILE,
    "Path": Place.PATH,
}
_GIVEN = frozenset({"Request", "Response", "WebSocket", "HTTPConnection", "BackgroundTasks", "SecurityScopes"})
_DEPENDS = frozenset({"Depends", "Security"})
_MARKERS = frozenset({*_PLACES, *_DEPENDS})
_DECORATORS = frozenset({"get", "post", "put", "patch", "delete", "api_route"})
_STATUS = re.compile(r"HTTP_(\d{3})")
_DEEPEST = 6


class _Said(msgspec.Struct, frozen=True):
    """A parameter: its annotation without ``Annotated``, the call that says where it comes from, where it stands."""

    parameter: Parameter
    annotation: Expression
    marker: Call | None
    module: int
    scope: int
    at: tuple[str, int]
    shape: Shape = UNKNOWN

    @property
    def said_by(self) -> str:
        """The name of what says where it comes from."""
        return last_name(self.marker.function) if self.marker is not None else ""


class ParameterReads(NoHook):
    """Knows FastAPI's rules for parameters."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._shapes = AnnotationShapes(names)
        self._fields = ClassFields(names)

    def entered(self, run: Running, definition: int, in_path: frozenset[str], frame: Frame) -> None:
        """Note what the parameters of the handler, and of what it depends on, take."""
        del frame
        bodies: list[_Said] = []
        self._parameters(run, definition, in_path, bodies, ())
        is_embedded = len(bodies) > 1 or any(_is_true(said.marker, "embed") for said in bodies)
        for said in bodies:
            if is_embedded:
                self._take(run, said, Place.BODY)
            else:
                run.notes.body(*said.at, said.shape, said=Origin.ANNOTATION, written=spelled(said.annotation))

    def decorated(self, run: Running, called: Value, given: Arguments, frame: Frame) -> None:
        """``@router.post("/x", response_model=Model, status_code=201, dependencies=[Depends(f)])``."""
        name = called.name.rpartition(".")[2] if isinstance(called, (Outside, Bound)) else ""
        if name not in _DECORATORS:
            return
        model = given.written(-1, "response_model")
        shape = (
            UNKNOWN
            if model is None or isinstance(model, Constant)
            else self._shapes.shape(frame.module, frame.scope, model)
        )
        code = _code(given)
        if code or shape != UNKNOWN:
            run.notes.reply(shape, code, spelled(model) if model is not None else "")
        depends = given.written(-1, "dependencies")
        nobody = Parameter("", "positional", Unknown(), Unknown())
        for one in depends.items if isinstance(depends, Items) else ():
            if isinstance(one, Call):
                said = _Said(nobody, Unknown(), one, frame.module, frame.scope, (frame.path, one.line))
                self._dependency(run, said, [], ())

    def _parameters(
        self, run: Running, definition: int, in_path: frozenset[str], bodies: list[_Said], above: tuple[int, ...]
    ) -> None:
        found = self._names.program.definitions[definition]
        for one in found.head.parameters[1 if found.head.kind == "method" else 0 :]:
            if one.kind in ("args", "kwargs") or one.name in in_path:
                continue
            said = self._said(one, definition)
            outer = said.annotation.value if isinstance(said.annotation, Subscript) else said.annotation
            if said.said_by in _DEPENDS:
                self._dependency(run, said, bodies, (*above, definition))
            elif last_name(outer) not in _GIVEN:
                place = _PLACES.get(said.said_by) or self._by_type(said.shape)
                if place is Place.BODY:
                    bodies.append(said)
                elif place is not Place.PATH:
                    self._take(run, said, place)

    def _said(self, parameter: Parameter, definition: int) -> _Said:
        """Return what a parameter says, through ``Annotated`` and aliases."""
        found = self._names.program.definitions[definition]
        module, scope = found.module, found.head.scope
        annotation, default = parameter.annotation, parameter.default
        marker = default if isinstance(default, Call) and last_name(default.function) in _MARKERS else None
        for _ in range(_DEEPEST):
            if isinstance(annotation, Subscript):
                if last_name(annotation.value) != "Annotated" or not isinstance(annotation.index, Items):
                    break
                parts = annotation.index.items
                calls = [one for one in parts[1:] if isinstance(one, Call) and last_name(one.function) in _MARKERS]
                marker = marker or (calls[-1] if calls else None)
                annotation = parts[0]
                continue
            meaning = self._names.resolve(module, scope, annotation)
            if not isinstance(meaning, Assigned):
                break
            module, scope, annotation = meaning.module, meaning.scope, meaning.binding.value
        at = (self._names.program.modules[found.module].path, getattr(marker, "line", 0) or found.head.line)
        if marker is not None and module != found.module:
            at = (at[0], found.head.line)
        shape = self._shapes.shape(module, scope, annotation)
        return _Said(parameter, annotation, marker, module, scope, at, shape)

    def _by_type(self, shape: Shape) -> Place:
        parts = shape.of if shape.kind is ShapeKind.UNION else (shape,)
        kinds = {one.kind for one in parts}
        if any(self._is_model(one.name) for one in parts if one.name):
            return Place.BODY
        if ShapeKind.BINARY in kinds:
            return Place.FILE
        return Place.BODY if kinds & {ShapeKind.MAP, ShapeKind.ARRAY} else Place.QUERY

    def _is_model(self, name: str) -> bool:
        definition = self._names.program.by_name.get(name)
        return definition is not None and self._fields.is_record(definition)

    def _dependency(self, run: Running, said: _Said, bodies: list[_Said], above: tuple[int, ...]) -> None:
        """``Depends(f)``: what ``f`` takes; ``Depends()`` of a class: what makes an object of it."""
        marker = said.marker
        if marker is None or len(above) > _DEEPEST:
            return
        written = marker.args[0] if marker.args else keyword(marker, "dependency") or said.annotation
        if isinstance(written, Call):
            written = written.function
        meaning = self._names.resolve(said.module, said.scope, written)
        if isinstance(meaning, ClassOf):
            member = self._names.member(meaning.definition, "__init__")
            if member is not None and isinstance(member[1], DefinitionBinding):
                self._parameters(run, member[1].definition, frozenset(), bodies, above)
            else:
                self._of_class(run, meaning.definition)
        elif isinstance(meaning, Function) and meaning.definition not in above:
            self._parameters(run, meaning.definition, frozenset(), bodies, above)
            self._body(run, meaning.definition)

    def _body(self, run: Running, definition: int) -> None:
        """Read the body of a dependency that gets the request itself."""
        head = self._names.program.definitions[definition].head
        named = {one.name: run.request(one.annotation) for one in head.parameters}
        if any(one is not None for one in named.values()):
            run.call(Defined(definition), Arguments((), named, Call(Unknown(), (), (), head.line)), run.outermost)

    def _of_class(self, run: Running, cls: int) -> None:
        for field in self._fields.of(cls):
            taken = run.notes.take((Place.QUERY,), field.name, field.path, field.line)
            run.notes.refine(taken, field.shape, Origin.ANNOTATION, field.written)
            if field.required:
                run.notes.demand(taken)
            else:
                run.notes.spare(taken, None, field.default)

    def _take(self, run: Running, said: _Said, place: Place) -> None:
        own = said.parameter.name
        alias = keyword(said.marker, "alias") if said.marker is not None else None
        name = text_of(alias) or (own.replace("_", "-") if place is Place.HEADER else own)
        taken = run.notes.take((place,), name, *said.at)
        if said.shape != UNKNOWN:
            run.notes.refine(taken, said.shape, Origin.ANNOTATION, spelled(said.annotation))
        required, default = default_of(said.parameter.default)
        if required and said.marker is not None and said.parameter.default is not said.marker:
            is_said = keyword(said.marker, "default") is not None or keyword(said.marker, "default_factory") is not None
            required, default = default_of(said.marker) if is_said else (True, "")
        if required:
            run.notes.demand(taken)
        else:
            run.notes.spare(taken, None, "" if default == "None" else default)


def _code(given: Arguments) -> int:
    """Return the response code that a decorator says, as a number or as ``status.HTTP_201_CREATED``."""
    status = given.get(-1, "status_code")
    if isinstance(status, Known) and isinstance(status.value, int):
        return status.value
    written = given.written(-1, "status_code")
    in_name = _STATUS.match(last_name(written)) if written is not None else None
    return int(in_name[1]) if in_name else 0


def _is_true(marker: Call | None, name: str) -> bool:
    given = keyword(marker, name) if marker is not None else None
    return is_true(given)
