"""Which classes of the project do libraries run: views, forms, serializers, filter sets, admin classes, graphene types?

Told by the words in the names of their bases (``ListView``, ``UpdateAPIView``, ``ModelForm``), not by a list of these.
"""

from __future__ import annotations

from analyzer.link.names import Names
from analyzer.model.data import RowOperation

_VIEW_PLACES = ("views", "generic", "generics", "viewsets", "mixins", "django_tables2", "formtools")
_VIEW_WORDS = {
    "List": "list",
    "Table": "list",
    "Filter": "list",
    "Archive": "list",
    "MultipleObject": "list",
    "Detail": "detail",
    "Retrieve": "detail",
    "SingleObject": "detail",
    "Create": "create",
    "Update": "update",
    "Delete": "delete",
    "Destroy": "delete",
}
_METHODS = {
    "view": frozenset(
        {
            *("get_queryset", "get_object", "get_form", "filter_queryset", "paginate_queryset", "get_context_data"),
            *("form_valid", "delete", "destroy", "perform_create", "perform_update", "perform_destroy", "list"),
            *(
                "create",
                "update",
                "partial_update",
                "retrieve",
                "get_table_data",
                "get_table",
                "get",
                "post",
                "dispatch",
            ),
        }
    ),
    "form": frozenset(("save", "is_valid", "full_clean", "save_m2m")),
    "admin": frozenset(("get_queryset", "get_object", "save_model", "delete_model", "save_formset", "save_related")),
}
_METHODS["serializer"] = _METHODS["form"]
_METHODS["formset"] = frozenset(("save", "_construct_form", "is_valid", "full_clean", "get_queryset", "initial_forms"))
FACTORIES = {"inlineformset_factory": 1, "modelformset_factory": 0, "modelform_factory": 0}
"""Functions that make such a class, with the place of the model among their arguments."""


class Kinds:
    """What each class of the program is to the libraries."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._kinds: dict[int, frozenset[str]] = {}
        self._below: dict[int, list[int]] | None = None

    def of(self, cls: int) -> frozenset[str]:
        """Return what a class is (view, form, serializer, filterset, admin …), and of a view what it does."""
        if cls not in self._kinds:
            found: set[str] = set()
            for base in self._names.external_bases(cls):
                found |= _kinds_of(base)
            self._kinds[cls] = frozenset(found)
        return self._kinds[cls]

    def below(self, cls: int) -> tuple[int, ...]:
        """Return for which classes the methods of a class run that libraries instantiate: those at the ends."""
        if self._below is None:
            classes = [one.id for one in self._names.program.definitions if one.head.kind == "class"]
            library = [one for one in classes if self.of(one)]
            inherited = {ancestor for one in classes for ancestor in self._names.mro(one)[1:]}
            self._below = {}
            for one in library:
                if one not in inherited:
                    for ancestor in self._names.mro(one)[1:]:
                        self._below.setdefault(ancestor, []).append(one)
        return tuple(self._below.get(cls, ()))

    def owns(self, cls: int, name: str) -> bool:
        """Return whether a method of a class is one of a library's that does something to tables."""
        return any(name in _METHODS.get(kind, ()) for kind in self.of(cls))


def _kinds_of(base: str) -> set[str]:
    """What the name of a class outside says of its subclasses."""
    *places, last = base.removesuffix("()").split(".")
    if ("FormSet" in last and not last.endswith("View")) or last in FACTORIES:
        return {"formset"} if last != "modelform_factory" else {"form"}
    if last.endswith("form_factory"):
        return {"form"}
    if last.endswith("FilterSet"):
        return {"filterset"}
    if last.endswith("Form"):
        return {"form"}
    if last.endswith("ObjectType"):
        return {"type"}
    if last.endswith("Serializer"):
        return {"serializer"}
    if last.endswith(("Admin", "TabularInline", "StackedInline")):
        return {"admin"}
    if not any(place in _VIEW_PLACES for place in places) and not last.endswith("View"):
        return set()
    found = {kind for word, kind in _VIEW_WORDS.items() if word in last}
    if last.endswith("ViewSet"):
        found |= {"list", "detail"} if "Model" in last else set()
        found |= {"create", "update", "delete"} if last.startswith("Model") else set()
    return found | {"view"} if found or last.endswith(("View", "ViewSet", "Mixin")) else set()


def of_request(kinds: frozenset[str], name: str) -> tuple[RowOperation, ...]:
    """What a generic view does when it answers: it reads what it shows, and writes what is posted."""
    found = (RowOperation.SELECT,) if not kinds.isdisjoint(("list", "detail", "update", "delete")) else ()
    return found if name == "get" else (*found, *when_valid(kinds))


def when_valid(kinds: frozenset[str]) -> tuple[RowOperation, ...]:
    """What it does with what is posted, once that is valid."""
    if "delete" in kinds:
        return (RowOperation.DELETE,)
    found = (RowOperation.INSERT,) if "create" in kinds else ()
    return (*found, RowOperation.UPDATE) if "update" in kinds else found
