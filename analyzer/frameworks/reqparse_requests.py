"""What do the parsers of Flask-RESTful and Flask-RESTX take from a request?"""

from __future__ import annotations

from analyzer.frameworks.given import first_line
from analyzer.frameworks.plain_shapes import STRING
from analyzer.frameworks.request_reads.builtin_calls import CONVERSIONS
from analyzer.frameworks.request_reads.calls import written_default
from analyzer.frameworks.request_reads.frames import Arguments, Frame, NoHook, Running
from analyzer.frameworks.request_reads.values import Bound, Known, Listed, Outside, Special, Value
from analyzer.link.names import Names
from analyzer.model.interfaces import Place
from analyzer.model.shapes import Origin, Shape, ShapeKind
from analyzer.model.syntax import Attribute, Call, Name

_OWNER = "reqparse"
_PARSERS = ("reqparse.RequestParser", "restx.RequestParser")
_PLACES = {
    "args": (Place.QUERY,),
    "form": (Place.FORM,),
    "json": (Place.BODY,),
    "values": (Place.QUERY, Place.FORM),
    "headers": (Place.HEADER,),
    "cookies": (Place.COOKIE,),
    "files": (Place.FILE,),
    "view_args": (Place.PATH,),
}
_ANYWHERE = (Place.QUERY, Place.BODY)
_MANY = ("append", "split")


class ParserReads(NoHook):
    """Knows ``RequestParser``."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def called(self, run: Running, called: Value, given: Arguments, frame: Frame) -> tuple[Value | None] | None:
        """``RequestParser()``, ``parser.add_argument("x", …)``, ``parser.parse_args()``."""
        match called:
            case Outside(name=name) if name.endswith(_PARSERS):
                number = frame.module if frame.body is None else -1
                return (Special(_OWNER, f"{frame.scope}:{given.call.line}", number),)
            case Bound(receiver=Special(owner=owner) as parser, name=name) if owner == _OWNER:
                if name == "add_argument":
                    self._argument(run, given, frame)
                    return (parser,)
                if name == "parse_args":
                    self._written(run, parser)
                    return (Special(_OWNER, "parsed"),)
                return (parser if name == "copy" else None,)
        return None

    def read(self, run: Running, value: Value, name: str, frame: Frame) -> Value | None:
        """Return the methods of a parser; what it found is noted where it was added."""
        del run, frame
        return Bound(value, name) if isinstance(value, Special) and value.owner == _OWNER else None

    def decorated(self, run: Running, called: Value, given: Arguments, frame: Frame) -> None:
        """``@api.expect(parser)``."""
        del frame
        name = called.name.rpartition(".")[2] if isinstance(called, (Outside, Bound)) else ""
        parser = given.get(0, "parser")
        if name in ("expect", "doc", "parser") and isinstance(parser, Special) and parser.owner == _OWNER:
            self._written(run, parser)

    def _written(self, run: Running, parser: Special) -> None:
        """Take the arguments that a module or class adds to a parser of its own."""
        scope, _, line = parser.name.partition(":")
        if parser.number < 0 or not line:
            return
        module = self._names.program.modules[parser.number]
        body = module.facts.scopes.get(int(scope))
        name = ""
        frame = Frame(module.index, int(scope), module.path, None)
        for statement in body.statements if body is not None else ():
            target = statement.targets[0] if statement.targets else None
            if statement.kind == "assign" and isinstance(target, Name) and first_line(statement.value) == int(line):
                name = target.id
            call = statement.value
            while isinstance(call, Call) and isinstance(call.function, Attribute):
                holder = call.function.value
                if call.function.name == "add_argument" and isinstance(holder, Name) and holder.id == name:
                    frame.line = call.line
                    named = {one.name: run.value(one.value, frame) for one in call.keywords}
                    self._argument(
                        run, Arguments(tuple(run.value(one, frame) for one in call.args), named, call), frame
                    )
                call = holder

    def _argument(self, run: Running, given: Arguments, frame: Frame) -> None:
        first = given.get(0, "name")
        if not isinstance(first, Known) or not isinstance(first.value, str):
            return
        name = first.value.lstrip("-")
        location = given.get(-1, "location")
        parts = location.items if isinstance(location, Listed) else (location,)
        said = [one.value for one in parts if isinstance(one, Known) and isinstance(one.value, str)]
        places = tuple(dict.fromkeys(place for one in said for place in _PLACES.get(one, ()))) or _ANYWHERE
        taken = run.notes.take(places, name, frame.path, frame.line)
        kind, default = given.get(-1, "type"), given.get(-1, "default")
        shape = CONVERSIONS.get(kind.name) if isinstance(kind, Outside) else None
        if shape is not None and isinstance(kind, Outside):
            run.notes.refine(taken, shape, Origin.ANNOTATION, kind.name.rpartition(".")[2])
        elif kind is None and given.written(-1, "type") is None:
            choices = given.get(-1, "choices")
            run.notes.refine(taken, _choices(choices) or STRING, Origin.ANNOTATION)
        action = given.get(-1, "action")
        if isinstance(action, Known) and action.value in _MANY:
            run.notes.repeat(taken)
        if given.get(-1, "required") == Known(True):
            run.notes.demand(taken)
        else:
            run.notes.spare(taken, default, written_default(default))


def _choices(value: Value | None) -> Shape | None:
    items = value.items if isinstance(value, Listed) else ()
    texts = [one.value for one in items if isinstance(one, Known) and isinstance(one.value, str)]
    if not texts or len(texts) != len(items):
        return None
    return Shape(ShapeKind.CONSTANTS, values=tuple(f'"{one}"' for one in texts))
