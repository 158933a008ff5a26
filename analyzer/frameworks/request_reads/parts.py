"""What do attributes and items of requests, classes and modules hold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.frameworks.plain_shapes import LIST, MAP
from analyzer.frameworks.request_reads.frames import Frame
from analyzer.frameworks.request_reads.memories import NAMED
from analyzer.frameworks.request_reads.values import (
    Above,
    Bound,
    Defined,
    Key,
    Known,
    Listed,
    Mapped,
    Me,
    Outside,
    Package,
    Request,
    Source,
    Special,
    Taken,
    Value,
    Whole,
    either,
)
from analyzer.link.decorators import is_class_method, is_property
from analyzer.link.names import Meaning
from analyzer.link.names import Value as Assigned
from analyzer.link.namespaces import Binding, DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External, Function, ModuleOf
from analyzer.model.interfaces import Place
from analyzer.model.shapes import UNKNOWN, Origin

if TYPE_CHECKING:
    from analyzer.frameworks.request_reads.run import Run

_OF_DICTS = frozenset(
    {"get", "items", "keys", "values", "pop", "copy", "getall", "getone", "to_dict", "update", "get_all"}
)


class Parts:
    """Says what names, attributes and items hold in one handler, and notes what they read of the request."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def meant(self, meaning: Meaning | None) -> Value | None:
        """Return what a name of a module means."""
        match meaning:
            case External(name=name):
                return Request() if name in self._run.words.objects else Outside(name)
            case Function(definition=definition) | ClassOf(definition=definition):
                return Defined(definition)
            case ModuleOf(name=name):
                return Package(name)
            case Assigned():
                if self._run.touching.holds_request(meaning):
                    return Request()
                return self.assigned(meaning.module, meaning.scope, meaning.binding)
            case _:
                return None

    def assigned(self, module: int, scope: int, binding: ValueBinding) -> Value | None:
        """Return what is assigned to a name of a module or class."""
        heads = self._run.names.program.modules[module].facts.heads
        if scope and heads[scope - 1].kind != "class":
            return None
        frame = Frame(module, scope, self._run.names.program.modules[module].path, None)
        return self._run.plain(("assigned", module, scope, id(binding)), binding.value, frame)

    def attribute(self, value: Value | None, name: str, frame: Frame) -> Value | None:
        """Return what ``value.name`` holds."""
        if value is None:
            return None
        for hook in self._run.hooks:
            found = hook.read(self._run, value, name, frame)
            if found is not None:
                return found
        match value:
            case Request():
                return self._of_request(name, frame)
            case Me(cls=cls):
                return self._of_class(cls, name, frame, is_bound=True)
            case Above(cls=cls, after=after):
                found_member = self._run.names.member_after(cls, after, name)
                self._ask(cls, name, after)
                return self._member(found_member, cls, frame, is_bound=True)
            case Defined(definition=definition, is_bound=False):
                return self._of_class(definition, name, frame, is_bound=False)
            case Package(name=package):
                return self.meant(self._run.names.attribute_of_module(package, name))
            case Outside(name=outside):
                dotted = f"{outside}.{name}"
                return Request() if dotted in self._run.words.objects else Outside(dotted)
            case Source() if self._run.words.dotted and name not in _OF_DICTS:
                taken = self._run.notes.take(value.places, name, frame.path, frame.line)
                self._run.notes.spare(taken)
                return taken
            case _:
                return Bound(value, name)

    def _of_request(self, name: str, frame: Frame) -> Value:
        words, notes = self._run.words, self._run.notes
        if name in words.verbs and notes.method not in ("", "ANY"):
            return Known(notes.method)
        if name in words.sources:
            return Source(words.sources[name])
        if name in words.headers:
            taken = notes.take((Place.HEADER,), words.headers[name], frame.path, frame.line)
            notes.spare(taken)
            return taken
        if name in words.bodies:
            notes.body(frame.path, frame.line)
            return Source((Place.BODY,))
        if name in words.wholes:
            notes.body(frame.path, frame.line, UNKNOWN)
            return Whole()
        return Bound(Request(), name)

    def _of_class(self, cls: int, name: str, frame: Frame, *, is_bound: bool) -> Value | None:
        names = self._run.names
        if names.program.definitions[cls].head.kind != "class":
            return None
        if is_bound:
            self._ask(cls, name)
        else:
            self._run.trace.asked.append((cls, NAMED, -1, None))
        if is_bound and name in self._run.words.holders and names.member(cls, name) is None:
            return Request()
        found = names.member(cls, name)
        if found is None:
            return Bound(Me(cls) if is_bound else Defined(cls), name)
        return self._member(found, cls, frame, is_bound=is_bound)

    def _ask(self, cls: int, name: str, after: int = -1) -> None:
        self._run.trace.asked.append((cls, name, after, self._run.remembered.members.told(cls, name, after)))

    def _member(self, found: tuple[int, Binding] | None, cls: int, frame: Frame, *, is_bound: bool) -> Value | None:
        if found is None:
            return None
        owner, binding = found
        where = self._run.names.program.definitions[owner]
        if isinstance(binding, ValueBinding):
            return self.assigned(where.module, where.scope, binding)
        if not isinstance(binding, DefinitionBinding):
            return None
        head = self._run.names.program.definitions[binding.definition].head
        if head.kind == "class":
            return Defined(binding.definition)
        method = Defined(binding.definition, cls, is_bound or is_class_method(head.decorators))
        if is_bound and is_property(head.decorators):
            return self._run.property(method, frame)
        return method

    def item(self, value: Value | None, index: Value | None, frame: Frame) -> Value | None:
        """Return what ``value[index]`` holds; of a request's parts it must be there."""
        key = index.value if isinstance(index, Known) else None
        match value, key:
            case Source(), str() if (value, key) in self._run.replaced:
                return None
            case Source(places=places), str():
                taken = self._run.notes.take(places, key, frame.path, frame.line)
                self._run.notes.demand(taken, always=not frame.conditional)
                return taken
            case Source(), _:
                self._run.open(value)
            case Outside(name="builtins.list" | "typing.List"), _ if isinstance(index, Defined):
                return Special("schema", "many", index.definition)
            case Special(), _:
                return self.attribute(value, f"[{key}]", frame) if isinstance(key, str) else None
            case Taken(place=Place.BODY), str():
                self._run.notes.refine(value, MAP, Origin.FLOW)
            case Taken(place=Place.BODY), int():
                self._run.notes.refine(value, LIST, Origin.FLOW)
            case Listed(items=items), int() if -len(items) <= key < len(items):
                return items[int(key)]
            case Mapped(keys=keys, values=values), str() if key in keys:
                return values[keys.index(key)]
        return None

    def element(self, value: Value | None) -> Value | None:
        """Return what an item of a value is."""
        if isinstance(value, Listed):
            found: Value | None = None
            for one in value.items:
                found = either(one, found)
            return found if any(isinstance(one, (Source, Taken, Listed)) for one in value.items) else None
        if isinstance(value, Source):
            self._run.open(value)
            return Key(value)
        if isinstance(value, Taken) and value.place is Place.BODY:
            self._run.notes.refine(value, LIST, Origin.FLOW)
        return None
