"""Which fields have Django's own forms, and which of its views show which?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.plain_shapes import BOOLEAN, EMAIL, STRING, array_of
from analyzer.model.shapes import DataField, Origin, Shape

_FORMS: dict[str, tuple[tuple[str, Shape, bool], ...]] = {
    "AuthenticationForm": (("username", STRING, True), ("password", STRING, True)),
    "PasswordResetForm": (("email", EMAIL, True),),
    "SetPasswordForm": (("new_password1", STRING, True), ("new_password2", STRING, True)),
    "PasswordChangeForm": (
        ("old_password", STRING, True),
        ("new_password1", STRING, True),
        ("new_password2", STRING, True),
    ),
    "UserCreationForm": (("username", STRING, True), ("password1", STRING, True), ("password2", STRING, True)),
    "ConfirmationForm": (("confirm", BOOLEAN, True),),
    "SearchForm": (("q", STRING, False),),
    "ModelSearchForm": (("q", STRING, False), ("models", array_of(STRING), False)),
    "FacetedSearchForm": (("q", STRING, False),),
    "MoveNodeForm": (("_position", STRING, True), ("_ref_node_id", STRING, False)),
}
"""Forms of Django, haystack and treebeard: name, shape and whether it is required, of each field."""
_FACTORIES = {"movenodeform_factory": "MoveNodeForm"}
_OF_SEARCHES = {"SearchView": "ModelSearchForm", "FacetedSearchView": "FacetedSearchForm"}
_SEARCHES = "haystack.generic_views."
_FACETS = "selected_facets"
_OF_VIEWS = {
    "LoginView": "AuthenticationForm",
    "PasswordResetView": "PasswordResetForm",
    "PasswordChangeView": "PasswordChangeForm",
    "PasswordResetConfirmView": "SetPasswordForm",
    **_OF_SEARCHES,
}


def library_fields(name: str) -> dict[str, DataField]:
    """Return the fields of a form of a library, or that its factory makes, by its dotted name; none of any other."""
    last = name.removesuffix("()").rpartition(".")[2]
    listed = _FORMS.get(_FACTORIES.get(last, last), ())
    return {
        field: DataField(field, shape, origin=Origin.ANNOTATION, required=required) for field, shape, required in listed
    }


def form_of_view(name: str) -> str:
    """Return the form that one of Django's views shows, by the last names of both; empty for any other view."""
    return _OF_VIEWS.get(name, "")


def asked_of_searches(bases: Iterable[str]) -> tuple[str, ...] | None:
    """Return what a search view, by its dotted bases, reads of the query beside its form; None for any other view."""
    found = [one.removeprefix(_SEARCHES) for one in bases if one.startswith(_SEARCHES)]
    if not found:
        return None
    return (_FACETS,) if any("Faceted" in one for one in found) else ()
