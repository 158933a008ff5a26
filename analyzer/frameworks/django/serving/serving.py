"""Which data types does a Django program declare beside its models, and what do its addresses take and give?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.frameworks.django.behind import Behind
from analyzer.frameworks.django.entry.points import Routed
from analyzer.frameworks.django.entry.views import Served as Found
from analyzer.frameworks.django.kinds import Kinds
from analyzer.frameworks.django.serving.addresses import path_inputs
from analyzer.frameworks.django.serving.called_sets import CalledSets
from analyzer.frameworks.django.serving.filled_forms import FilledForms
from analyzer.frameworks.django.serving.guarding import Guarded, Guarding
from analyzer.frameworks.django.serving.handlers import Handlers
from analyzer.frameworks.django.serving.made_sets import MadeSets
from analyzer.frameworks.django.serving.model_fields import ModelFields
from analyzer.frameworks.django.serving.pages import Pages, positional
from analyzer.frameworks.django.serving.records import Records
from analyzer.frameworks.django.serving.request_words import WORDS, Given, Loaded, is_told, kept
from analyzer.frameworks.django.serving.rest import Rest
from analyzer.frameworks.django.serving.running import Run, Running
from analyzer.frameworks.django.serving.serializers import Serializers
from analyzer.frameworks.django.serving.shared_reads import SharedReads
from analyzer.frameworks.django.serving.tables import TableReads
from analyzer.frameworks.request_reads.answers import Reply
from analyzer.frameworks.request_reads.notes import merged
from analyzer.frameworks.request_reads.reader import RequestReader
from analyzer.frameworks.returned_codes import ReturnedCodes
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import Values
from analyzer.model.chains import text_of
from analyzer.model.interfaces import Place, Refusal, RequestInput, Result, Served
from analyzer.model.shapes import UNKNOWN, DataType, Shape, ShapeKind
from analyzer.model.syntax import Constant

_LOOKUPS = (("lookup_url_kwarg", "lookup_field"), ("pk_url_kwarg", ""), ("slug_url_kwarg", "slug_field"))
_Besides = tuple[int, tuple[RequestInput, ...]]


class Serving:
    """Puts the readers of this package together, once types have flowed."""

    def __init__(self, names: Names, kinds: Kinds, models: ModelFields, values: Values, behind: Behind) -> None:
        self._names = names
        self._models = models
        self._behind = behind
        self._records = Records(names, kinds, models)
        sets = CalledSets(names, MadeSets(names, models, self._records, values))
        handlers = Handlers(names, kinds, self._records, values, sets)
        self._running = Running(names, kinds, handlers)
        self._guarding = Guarding(names)
        self._codes = ReturnedCodes(names)
        self._pages = Pages(names, kinds, models, self._records, handlers)
        self._rest = Rest(names, models, self._records, handlers, Serializers(names, kinds, values))
        self._running.hooks = self._rest.hooks
        self._beside: dict[tuple[int, str, int, str], tuple[_Besides, ...]] = {}
        self._known: dict[tuple[int, int, str], tuple[list[RequestInput], Reply]] = {}
        self._hooks = (Loaded(values), TableReads(names), FilledForms())
        self._reader = SharedReads(names, RequestReader(names, WORDS, self._hooks))
        self._pages.values = self._rest.values = models.values = values
        settings = next((one.module for one in names.program.settings.modules if one.chosen), "")
        self._rest.settings = names.program.module_index.get(settings, -1)

    def data_types(self) -> Iterator[DataType]:
        """Yield models, forms and serializers."""
        yield from self._models.entities
        yield from self._records.every()

    def served(self, routed: Sequence[Routed], digits: frozenset[str]) -> Iterator[Served]:
        """Yield what each address takes and gives; ``digits`` are groups of addresses that take digits alone."""
        for one in routed:
            is_rest = one.served.cls >= 0 and self._rest.is_rest(one.served.cls)
            inputs, result, statuses = self._rest.of(one) if is_rest else self._pages.of(one)
            name = self._names.program.definitions[one.point.definition].name
            address = self._of_address(one, digits)
            action = self._rest.action(one.served.cls, one.served.handler) if is_rest else ""
            read, reply = self._read(one, action)
            told = [*address, *inputs]
            has_body = one.served.method == "DELETE" or any(part.place in (Place.BODY, Place.FORM) for part in told)
            read = [part for part in read if is_told(part) or not has_body]
            if result == Result() and reply.result.shape != UNKNOWN:
                result, statuses = reply.result, reply.statuses
            run, owner = self._running.of_function(one.served), ""
            if one.served.cls >= 0:
                run = self._running.of(one.served, action, is_rest=is_rest)
                owner = self._names.program.definitions[one.served.cls].name
            inputs = merged((told, read))
            guarded = self._guarding.of(one.served, is_rest=is_rest)
            pages = self._rest.fails(one, action) if is_rest else ()
            around = tuple(self._names.program.definitions[each].name for each in guarded.runs)
            yield Served(
                name,
                one.point.name,
                inputs,
                result,
                statuses,
                owner,
                run.methods,
                run.generic,
                tuple(dict.fromkeys((*run.fails, *guarded.fails, *pages))),
                run.ruled_out,
                around,
                (*(self._wrapped_at(*place) for place in one.walks), *(() if is_rest else self._pages.doubts(one))),
                self._behind_of(one, run, is_rest=is_rest),
                self._refused(one.served, run, guarded),
            )

    def _behind_of(self, routed: Routed, run: Run, *, is_rest: bool) -> tuple[str, ...]:
        served = routed.served
        found = self._behind.of_request(served.cls, served.method, is_rest=is_rest) if run.generic else ()
        return tuple([self._names.program.definitions[one].name for one in found])

    def _refused(self, served: Found, run: Run, guarded: Guarded) -> tuple[Refusal, ...]:
        """What is returned as a failure: by the handler, what a library calls, and what runs around them."""
        first, cls = served.definition, served.cls
        numbers = (self._names.program.by_name[name] for name in run.methods)
        answering = [*([first] if first != cls else []), *(one for one in numbers if one != first)]
        found = [refusal for one in answering for refusal in self._codes.of(one, cls, run.ruled_out)]
        calls = self._codes.decorating(first)
        found += [refusal for one in guarded.runs for refusal in self._codes.of(one, calls=calls)]
        return tuple(dict.fromkeys(found))

    def _wrapped_at(self, module: int, line: int) -> str:
        path = self._names.program.modules[module].path
        return f"what wraps its address at {path}:{line} may refuse it; by which rule is decided at run time"

    def _read(self, routed: Routed, action: str) -> tuple[list[RequestInput], Reply]:
        """What the handler, and what a library calls besides, read of the request by name.

        ``action`` is what a view of Django REST framework does, empty for others.
        """
        served = routed.served
        given = {one.name: one.value.value for one in served.given if isinstance(one.value, Constant)}
        if given:
            hooks = (Given(given), *self._hooks)
            return self._with(SharedReads(self._names, RequestReader(self._names, WORDS, hooks)), routed, action)
        key = (served.definition, served.cls, served.method)
        if key not in self._known:
            self._known[key] = self._with(self._reader, routed, action)
        return self._known[key]

    def _with(self, reader: SharedReads, routed: Routed, action: str) -> tuple[list[RequestInput], Reply]:
        served = routed.served
        found: list[RequestInput] = []
        reply = Reply()
        if served.definition != served.cls:
            reads = reader.read(served.definition, served.cls, served.method)
            found += reads.inputs
            reply = reads.reply
        for method, inputs in self._besides(reader, served, action) if served.cls >= 0 else ():
            found += inputs if method != served.definition else ()
        return list(kept(found, served.method)), reply

    def _besides(self, reader: SharedReads, served: Found, action: str) -> tuple[_Besides, ...]:
        """What the methods read that a library calls."""
        cls, method = served.cls, served.method
        key = (cls, method, served.definition, action)
        if reader is self._reader and key in self._beside:
            return self._beside[key]
        called = self._running.called(served, action, is_rest=bool(action))
        touching = [one for one in called if reader.touches(one, cls)]
        found = tuple([(one, reader.read(one, cls, method).inputs) for one in touching])
        if reader is self._reader:
            self._beside[key] = found
        return found

    def _of_address(self, routed: Routed, digits: frozenset[str]) -> Iterator[RequestInput]:
        module = self._names.program.modules[routed.point.module]
        served = routed.served
        unnamed = positional(self._names, served.definition) if served.definition != served.cls else []
        model = self._models.worked_on(served.cls) if served.cls >= 0 else -1
        keys = self._keys(served.cls)

        def key(part: str) -> Shape:
            found = self._models.looked_up(model, keys[part]) if part in keys else UNKNOWN
            return found if found.kind is not ShapeKind.UNION else found.of[0]

        yield from path_inputs(routed.point.name, digits, key, unnamed, (module.path, routed.point.line))

    def _keys(self, cls: int) -> dict[str, str]:
        """The parts of an address that tell an object, with the fields that they are compared with."""
        found = {"pk": "pk"}
        for part, field in _LOOKUPS if cls >= 0 else ():
            looked_up = self._text(cls, field) if field else "pk"
            called = self._text(cls, part) or looked_up
            if called:
                found[called] = looked_up or "pk"
        return found

    def _text(self, cls: int, name: str) -> str:
        member = self._names.member(cls, name)
        return text_of(member[1].value) if member is not None and isinstance(member[1], ValueBinding) else ""
