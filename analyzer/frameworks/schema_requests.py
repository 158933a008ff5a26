"""How do schemas read requests: pydantic's models and dataclasses, marshmallow's schemas, webargs, flask-smorest?"""

from __future__ import annotations

from analyzer.frameworks.class_fields import ClassFields
from analyzer.frameworks.marshmallow_fields import MarshmallowFields, declared
from analyzer.frameworks.plain_shapes import MAP
from analyzer.frameworks.request_reads.frames import Arguments, Frame, NoHook, Running
from analyzer.frameworks.request_reads.values import (
    Bound,
    Declared,
    Defined,
    Known,
    Listed,
    Mapped,
    Outside,
    Shaped,
    Source,
    Special,
    Value,
    Whole,
)
from analyzer.link.names import Names
from analyzer.model.interfaces import FIRST_ERROR, Place
from analyzer.model.shapes import UNKNOWN, Origin, Shape, ShapeKind

_OWNER = "schema"
_LOADS = frozenset(
    {"model_validate", "model_validate_json", "parse_obj", "parse_raw", "validate_python", "validate_json"}
)
_MARSHMALLOW_LOADS = frozenset({"load", "loads", "validate", "validate_partial"})
_USES = frozenset({"use_args", "use_kwargs", "arguments"})
_PLACES = {
    "query": Place.QUERY,
    "querystring": Place.QUERY,
    "args": Place.QUERY,
    "json": Place.BODY,
    "json_or_form": Place.BODY,
    "body": Place.BODY,
    "form": Place.FORM,
    "headers": Place.HEADER,
    "cookies": Place.COOKIE,
    "files": Place.FILE,
    "view_args": Place.PATH,
    "path": Place.PATH,
    "match_info": Place.PATH,
}


class SchemaReads(NoHook):
    """Knows schemas of the project's classes."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._fields = ClassFields(names)
        self._marshmallow = MarshmallowFields(names)

    def called(self, run: Running, called: Value, given: Arguments, frame: Frame) -> tuple[Value | None] | None:
        """``Model.model_validate(body)``, ``Model(**body)``, ``Schema().load(body)``, ``fields.Int(required=True)``."""
        match called:
            case Bound(receiver=Defined(definition=cls), name=name) if name in _LOADS:
                return self._validated(run, cls, given.get(0), frame, is_many=False)
            case Bound(receiver=Special(owner=owner, number=cls, name=many), name=name) if owner == _OWNER:
                if name in _LOADS or name in _MARSHMALLOW_LOADS:
                    return self._validated(run, cls, given.get(0), frame, is_many=bool(many) or _is_many(given))
                return (Shaped(self._shape(cls, is_many=bool(many) or _is_many(given))),) if name == "dump" else None
            case Outside(name="pydantic.TypeAdapter"):
                first = given.get(0)
                return (Special(_OWNER, "", first.definition),) if isinstance(first, Defined) else (first,)
            case Outside(name=name):
                field = declared(name, given)
                return None if field is None else (field,)
            case Defined(definition=cls, is_bound=False):
                return self._made(run, cls, given, frame)
        return None

    def read(self, run: Running, value: Value, name: str, frame: Frame) -> Value | None:
        """Return what ``schema.load`` is of a schema or adapter that a call made."""
        del run, frame
        if isinstance(value, Special) and value.owner == _OWNER:
            return Bound(value, name)
        return None

    def _made(self, run: Running, cls: int, given: Arguments, frame: Frame) -> tuple[Value | None] | None:
        if self._names.program.definitions[cls].head.kind != "class":
            return None
        if self._marshmallow.is_schema(cls):
            return (Special(_OWNER, "many" if _is_many(given) else "", cls),)
        for one in given.spread:
            if isinstance(one, Source) and self._fields.is_record(cls):
                return self._validated(run, cls, one, frame, is_many=False)
        return None

    def _validated(
        self, run: Running, cls: int, value: Value | None, frame: Frame, *, is_many: bool
    ) -> tuple[Value | None]:
        """Note that part of the request is an object of a class, or several."""
        if isinstance(value, Whole):
            value = Source((Place.BODY,))
        if isinstance(value, Source):
            place = Place.BODY if Place.BODY in value.places else value.places[0]
            self._note(run, cls, place, frame, is_many=is_many)
        return (Shaped(self._shape(cls, is_many=is_many)),)

    def _note(self, run: Running, cls: int, place: Place, frame: Frame, *, is_many: bool) -> None:
        if place is Place.BODY:
            name = self._names.program.definitions[cls].head.name
            shape = self._shape(cls, is_many=is_many)
            run.notes.body(frame.path, frame.line, shape, said=Origin.ANNOTATION, written=name)
            return
        for field in self._marshmallow.of(cls) if self._marshmallow.is_schema(cls) else self._fields.of(cls):
            if not field.is_taken:
                continue
            taken = run.notes.take((place,), field.name, field.path, field.line)
            run.notes.refine(taken, field.shape, Origin.ANNOTATION, field.written)
            if field.required:
                run.notes.demand(taken)
            else:
                run.notes.spare(taken, None, field.default)

    def _shape(self, cls: int, *, is_many: bool) -> Shape:
        shape = Shape(ShapeKind.DATA, name=self._names.program.definitions[cls].name)
        return Shape(ShapeKind.ARRAY, (shape,)) if is_many else shape

    def decorated(self, run: Running, called: Value, given: Arguments, frame: Frame) -> None:
        """``@use_kwargs({"x": fields.Int()}, location="query")``, ``@blp.arguments(S)``, ``@blp.response(200, S)``."""
        name = called.name.rpartition(".")[2] if isinstance(called, (Outside, Bound)) else ""
        if name in _USES:
            self._used(run, given, frame)
        elif name == "response":
            self._answered(run, given)
        elif name in ("input", "output"):  # apiflask
            self._input(run, name, given, frame)

    def _input(self, run: Running, name: str, given: Arguments, frame: Frame) -> None:
        if name == "input":
            self._used(run, given, frame)
            return
        status = given.get(1, "status_code")
        code = status.value if isinstance(status, Known) and isinstance(status.value, int) else 0
        run.notes.reply(self._of_schema(given.get(0)), code)

    def _used(self, run: Running, given: Arguments, frame: Frame) -> None:
        location = given.get(-1, "location")
        said = location.value if isinstance(location, Known) else None
        place = _PLACES.get(said if isinstance(said, str) else "json", Place.BODY)
        match given.get(0):
            case Mapped(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    taken = run.notes.take((place,), key, frame.path, frame.line)
                    field = value if isinstance(value, Declared) else Declared(UNKNOWN)
                    run.notes.refine(taken, field.shape, Origin.ANNOTATION)
                    if field.required or place is Place.PATH:
                        run.notes.demand(taken)
                    else:
                        run.notes.spare(taken, None, field.default)
            case Defined(definition=cls) if self._is_class(cls):
                self._note(run, cls, place, frame, is_many=_is_many(given))
            case Special(owner=owner, number=cls, name=many) if owner == _OWNER:
                self._note(run, cls, place, frame, is_many=bool(many))
            case _ if place is Place.BODY:
                run.notes.body(frame.path, frame.line, MAP)

    def _answered(self, run: Running, given: Arguments) -> None:
        status = given.get(0, "status_code")
        if isinstance(status, Known) and isinstance(status.value, int) and status.value < FIRST_ERROR:
            run.notes.reply(self._of_schema(given.get(1, "schema")), status.value)

    def _of_schema(self, value: Value | None) -> Shape:
        match value:
            case Defined(definition=cls) if self._is_class(cls):
                return self._shape(cls, is_many=False)
            case Special(owner=owner, number=cls, name=many) if owner == _OWNER:
                return self._shape(cls, is_many=bool(many))
            case Listed(items=(one,)):
                return Shape(ShapeKind.ARRAY, (self._of_schema(one),))
            case _:
                return UNKNOWN

    def _is_class(self, definition: int) -> bool:
        return self._names.program.definitions[definition].head.kind == "class"


def _is_many(given: Arguments) -> bool:
    many = given.get(-1, "many")
    return isinstance(many, Known) and many.value is True
