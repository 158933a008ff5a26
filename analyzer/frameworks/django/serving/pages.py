"""What do views take and give that are functions, or derive from Django's own classes?"""

from __future__ import annotations

from collections.abc import Container, Iterator

import msgspec

from analyzer.frameworks.django.entry.points import Routed
from analyzer.frameworks.django.entry.views import Served
from analyzer.frameworks.django.kinds import Kinds
from analyzer.frameworks.django.serving.answers import HTML, results
from analyzer.frameworks.django.serving.asked import method_of
from analyzer.frameworks.django.serving.form_sets import FormSets
from analyzer.frameworks.django.serving.handlers import Handlers, Seen
from analyzer.frameworks.django.serving.library_forms import asked_of_searches, form_of_view, library_fields
from analyzer.frameworks.django.serving.library_reads import LibraryReads
from analyzer.frameworks.django.serving.model_fields import ModelFields, is_upload
from analyzer.frameworks.django.serving.records import Records
from analyzer.frameworks.django.serving.sure_methods import SureMethods
from analyzer.frameworks.django.serving.written import texts
from analyzer.frameworks.plain_shapes import STRING, array_of
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.protocol import Values
from analyzer.link.types import ClassOf, External, Instance, Type, options
from analyzer.model.interfaces import Place, RequestInput, Result
from analyzer.model.shapes import Origin

_HANDLERS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_TEMPLATES = (
    "Template",
    "List",
    "Detail",
    "Form",
    "Create",
    "Update",
    "Delete",
    "Archive",
    "Login",
    "Password",
    "Table",
)


class Pages:
    """Says of addresses with plain or generic views what they take and give."""

    def __init__(self, names: Names, kinds: Kinds, models: ModelFields, records: Records, handlers: Handlers) -> None:
        self._names = names
        self._kinds = kinds
        self._models = models
        self._records = records
        self._handlers = handlers
        self._sets = FormSets(names)
        self._sure = SureMethods(names)
        self._library = LibraryReads(names, handlers)
        self.values: Values | None = None

    def of(self, routed: Routed) -> tuple[tuple[RequestInput, ...], Result, tuple[int, ...]]:
        """Return what an address takes beside its own parts, what it gives, and with which response codes."""
        served = routed.served
        at = (self._names.program.modules[routed.point.module].path, routed.point.line)
        places = (Place.QUERY,) if served.method == "GET" else (Place.FORM, Place.FILE, Place.BODY)
        if served.cls < 0:
            seen = self._handlers.of(served.definition, -1, None, served.method)
            taken = [one for one in seen.taken if one.place in places]
            inputs = [one for each in taken for one in self._records.taken(each, at)]
            inputs += self._of_sets(seen, places, at)
            return _distinct(inputs), results(seen.results), seen.statuses
        methods = self._methods(served.cls, served.handler, served.definition)
        own = [self._handlers.of(one, served.cls, None, served.method) for one in methods]
        inputs = self._made(served, methods, places, at)
        first = own[0] if served.definition != served.cls else Seen(asks_library=True)
        generic = served.definition == served.cls or first.asks_library
        asks_form = any(seen.form for seen in own)
        facets = asked_of_searches(self._names.external_bases(served.cls)) if served.method == "GET" else None
        in_query = facets is not None or self._asks_in_query(served.cls)
        asks_library = generic or (in_query and self._handlers.calls(served.definition, "post"))
        if served.method in ("POST", "PUT") or in_query:
            asked = (
                tuple(self._form(routed))
                if asks_form or (asks_library and (facets is not None or self._posts_form(served.cls)))
                else ()
            )
            if asked and self._sets.takes(served.cls):
                key = self._models.key(self._models.worked_on(served.cls))
                asked = tuple(self._sets.inputs(served.cls, asked, key))
            inputs += (msgspec.structs.replace(one, place=Place.QUERY) if in_query else one for one in asked)
            inputs += (_listed(one, at) for one in facets or () if generic)
        inputs += self._library.of(served, at, generic=generic)
        result, statuses = results(first.results), first.statuses
        if generic and result == Result() and self._shows(served.cls, served.method):
            result, usual = HTML, (200,) if served.method == "GET" else self._sent(served.cls)
            statuses = tuple(sorted({*statuses, *usual}))
        elif generic and self._leads_on(served.cls):
            statuses = tuple(sorted({*statuses, 302}))
        return _distinct(inputs), result, statuses

    def doubts(self, routed: Routed) -> Iterator[str]:
        """Yield what is not known of what an address takes: what is called with the form is chosen at run time."""
        served = routed.served
        if served.method == "GET":
            return
        found = self._methods(served.cls, served.handler, served.definition) if served.cls >= 0 else [served.definition]
        for one in found:
            path = self._names.program.modules[self._names.program.definitions[one].module].path
            for line in self._handlers.of(one, served.cls, None, served.method).unclear:
                yield f"what is called with the form at {path}:{line} is chosen at run time"

    def _of_sets(self, seen: Seen, places: Container[Place], at: tuple[str, int]) -> list[RequestInput]:
        sets = seen.sets if Place.FORM in places else ()
        return [one for each in sets for one in self._handlers.sets.inputs(each, at)]

    def _made(
        self, served: Served, methods: list[int], places: tuple[Place, ...], at: tuple[str, int]
    ) -> list[RequestInput]:
        """The fields of forms that methods make of the request; optional where a method runs for some requests."""
        generic = served.definition == served.cls or self._handlers.of(served.definition, served.cls).asks_library
        sure = self._sure.of(served.definition, served.cls, served.method, generic=generic)
        own = self._sure.of(served.definition, served.cls, served.method, generic=False)
        found: list[RequestInput] = []
        for method in methods:
            seen = self._handlers.of(method, served.cls, None, served.method)
            found += self._of_sets(seen, places, at)
            for made in seen.taken:
                if made.place in places or (made.place is Place.QUERY and method in own):
                    inputs = self._records.inputs(made.cls, made.place, made.prefix)
                    found += (one if method in sure else msgspec.structs.replace(one, required=False) for one in inputs)
        return found

    def _methods(self, cls: int, handler: str, definition: int) -> list[int]:
        """The handler, and what else of the class may run with it: all but the handlers of other methods."""
        found = [definition] if definition != cls else []
        for owner in self._names.mro(cls):
            place = self._names.program.definitions[owner]
            for name, binding in self._names.program.namespaces.get((place.module, place.scope), {}).items():
                if isinstance(binding, DefinitionBinding) and (name not in _HANDLERS or name == handler):
                    head = self._names.program.definitions[binding.definition].head
                    current = self._names.member(cls, name)
                    if head.kind == "method" and current is not None and current[1] == binding:
                        found.append(binding.definition)
        return list(dict.fromkeys(found))

    def _bases(self, cls: int) -> list[str]:
        return [base.rpartition(".")[2] for base in self._names.external_bases(cls)]

    def _posts_form(self, cls: int) -> bool:
        words = ("Form", "Create", "Update", "Edit", "Login", "PasswordReset", "PasswordChange", "Delete")
        return any(
            base.endswith(("View", "FormMixin")) and any(word in base for word in words) for base in self._bases(cls)
        )

    def _shows(self, cls: int, method: str) -> bool:
        """Whether a library's view shows a template."""
        if method not in ("GET", "POST"):
            return False
        if method == "POST" and "delete" in self._kinds.of(cls):
            return False
        return any(base.endswith("View") and any(word in base for word in _TEMPLATES) for base in self._bases(cls))

    def _asks_in_query(self, cls: int) -> bool:
        """Whether a view fills its form from the query, whatever the method: ``kwargs["data"] = self.request.GET``."""
        found = method_of(self._names, cls, "get_form_kwargs")
        return found >= 0 and self._handlers.fills_from_query(found)

    def _sent(self, cls: int) -> tuple[int, ...]:
        """The response codes of a form that is sent: shown again, or what ``form_valid`` answers, by itself 302."""
        found = method_of(self._names, cls, "form_valid")
        seen = self._handlers.of(found, cls) if found >= 0 else Seen(asks_library=True)
        return (200, 302) if seen.asks_library or not seen.statuses else tuple(sorted({200, *seen.statuses}))

    def _leads_on(self, cls: int) -> bool:
        """Whether a library's view answers with another address."""
        return "delete" in self._kinds.of(cls) or any("Redirect" in base for base in self._bases(cls))

    def _form(self, routed: Routed) -> Iterator[RequestInput]:
        """The fields of the form that a view reads: those of its class, or of the one that Django makes of a model."""
        cls = routed.served.cls
        if "delete" in self._kinds.of(cls) and self._names.member(cls, "form_class") is None:
            return
        found = [one for one in self._form_classes(routed) if _is_form(one)]
        path = self._names.program.modules[routed.point.module].path
        for one in found:
            if isinstance(one, ClassOf):
                yield from self._records.inputs(one.definition, Place.FORM)
            elif isinstance(one, External):
                for field in library_fields(one.name).values():
                    yield RequestInput(
                        field.name, Place.FORM, field.shape, field.required, path, routed.point.line, "", field.origin
                    )
        if found:
            return
        member = self._names.member(cls, "fields")
        if member is None or not isinstance(member[1], ValueBinding):
            return
        place = self._names.program.definitions[member[0]]
        wanted = texts(self._names, (place.module, place.scope, member[1].value))
        for field in self._records.of_model(self._models.worked_on(cls), wanted):
            where = Place.FILE if is_upload(field.shape) else Place.FORM
            yield RequestInput(
                field.name, where, field.shape, field.required, field.path, field.line, field.written, field.origin,
                field.default,
            )  # fmt: skip

    def _form_classes(self, routed: Routed) -> tuple[Type, ...]:
        cls = routed.served.cls
        if self.values is None:
            return ()
        given = next((one.value for one in routed.served.given if one.name == "form_class"), None)
        if given is not None:
            return options(self.values.value_at(routed.point.module, 0, given))
        if self._names.member(cls, "get_form_class") is not None:
            found = options(self.values.call(Instance(cls), "get_form_class"))
            if any(isinstance(one, (ClassOf, External)) for one in found):
                return found
        named = [form_of_view(base) for base in self._bases(cls) if form_of_view(base)]
        attribute = "authentication_form" if "AuthenticationForm" in named else "form_class"
        found = tuple([one for one in options(self.values.read(ClassOf(cls), attribute)) if _is_form(one)])
        return found or tuple(External(f"django.contrib.auth.forms.{one}") for one in named[:1])


def _listed(name: str, at: tuple[str, int]) -> RequestInput:
    return RequestInput(name, Place.QUERY, array_of(STRING), False, *at, "", Origin.ANNOTATION)


def _is_form(value: Type) -> bool:
    return isinstance(value, ClassOf) or (isinstance(value, External) and bool(library_fields(value.name)))


def _distinct(inputs: list[RequestInput]) -> tuple[RequestInput, ...]:
    """Return inputs once by name and place; what only some forms require is not required."""
    found: dict[tuple[str, Place], RequestInput] = {}
    for one in inputs:
        found.setdefault((one.name, one.place), one)
    return tuple(found.values())


def positional(names: Names, definition: int) -> list[str]:
    """Return the parameters of a view that an address fills in: those after the request."""
    parameters = names.program.definitions[definition].head.parameters
    plain = [one.name for one in parameters if one.kind == "positional"]
    return plain[2:] if names.program.definitions[definition].head.kind == "method" else plain[1:]
