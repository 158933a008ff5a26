"""Flask-AppBuilder: the views and APIs that an ``AppBuilder`` is given.

Understands: ``add_view``, ``add_view_no_menu`` and ``add_api`` with a class, an object or a loop over them, also on the
project's own builders; ``@expose`` on their methods, inherited ones too; ``route_base``, ``resource_name`` and
``version``; ``include_route_methods`` and ``exclude_route_methods``; related views; subclasses of ``IndexView``. The
standard routes of ``ModelView`` and ``ModelRestApi`` that a class does not write itself belong to the class.
Does not understand: classes that are registered under a name computed at run time, the views of the library itself, and
the paths of classes that it brings where the project does not name them: these begin with ``*``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.frameworks.appbuilder_requests import AppBuilderReads
from analyzer.frameworks.flask_requests import WORDS
from analyzer.frameworks.given import Given
from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.request_reads.frames import Hook
from analyzer.frameworks.route_tree import ROOT, Route, with_one_slash
from analyzer.frameworks.web import WebFramework
from analyzer.link.patterns import BLANK
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, External, Instance, options
from analyzer.model.syntax import Call

NAME = "flask_appbuilder"
_API = (
    ("info", ("GET",), "/_info"),
    ("get", ("GET",), "/<int:pk>"),
    ("get_list", ("GET",), "/"),
    ("post", ("POST",), "/"),
    ("put", ("PUT",), "/<pk>"),
    ("delete", ("DELETE",), "/<pk>"),
)
_VIEW = (
    ("list", ("GET",), "/list/"),
    ("show", ("GET",), "/show/<pk>"),
    ("add", ("GET", "POST"), "/add"),
    ("edit", ("GET", "POST"), "/edit/<pk>"),
    ("delete", ("GET", "POST"), "/delete/<pk>"),
    ("download", ("GET",), "/download/<string:filename>"),
    ("action", ("GET", "POST"), "/action/<string:name>/<pk>"),
    ("action_post", ("POST",), "/action_post"),
)
_FORM = (("this_form_get", ("GET",), "/form"), ("this_form_post", ("POST",), "/form"))
_STANDARD = {"ModelRestApi": _API, "ModelView": _VIEW, "MasterDetailView": _VIEW, "SimpleFormView": _FORM}
_PLAIN_VIEWS = {"BaseView", "ModelView", "MasterDetailView", "MultipleView", "SimpleFormView", "PublicFormView"}
_PLAIN_VIEWS |= {"BaseFormView", "BaseModelView", "BaseCRUDView", "RestCRUDView", "CompactCRUDMixin", "IndexView"}
_PLAIN_APIS = {"BaseApi", "BaseModelApi", "ModelRestApi"}


class FlaskAppBuilder(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset({"flask_appbuilder"})
    answers = frozenset({"AppBuilder"})
    noticed = frozenset({"add_view", "add_view_no_menu", "add_api"})
    words = WORDS

    def hooks(self) -> Sequence[Hook]:
        """Know the ways of the library's APIs as well."""
        return (*super().hooks(), AppBuilderReads())

    def notice(self, call: TypedCall) -> None:
        """Keep every call of the names: what it is given tells."""
        self._noticed.append(call)

    def register(self, made: Registration) -> None:
        """``appbuilder.add_view(View, …)``."""
        given = made.argument(0, "baseview")
        cls = None if given is None else self._class(given)
        if cls is not None:
            self._add_class(cls, (made.made.module, made.made.line), ())

    def finish(self) -> None:
        """Add what is registered without a call: subclasses of ``IndexView``."""
        for definition in self.names.program.definitions:
            bases = self.names.external_bases(definition.id) if definition.head.bases else ()
            if any(base.startswith("flask_appbuilder.") and base.endswith(".IndexView") for base in bases):
                self._add_class(definition.id, (definition.module, definition.head.line), ())

    def _class(self, given: Given) -> int | None:
        """Return the class of a view, given as the class or an object."""
        followed = self.reader.followed(given)
        if isinstance(followed.expression, Call):
            given = followed.at(followed.expression.function)
        found = self.reader.definition(given)
        for option in options(given.known):
            if found is None and isinstance(option, (Instance, ClassOf)):
                found = option.definition
        return found if found is not None and self._outside(found) else None

    def _outside(self, cls: int) -> list[str]:
        """Return the last names of the library's classes above a class."""
        bases = self.names.external_bases(cls)
        return [base.rpartition(".")[2] for base in bases if base.startswith("flask_appbuilder.")]

    def _add_class(self, cls: int, at: tuple[int, int], below: tuple[int, ...]) -> None:
        if cls in below:
            return
        base = self._base(cls)
        included, excluded = self._limits(cls)
        for name, methods, url, definition in (*self._exposed(cls), *self._standard(cls)):
            if name in excluded or (included is not None and name not in included):
                continue
            path = with_one_slash(base, url)
            own = self.names.program.definitions[definition]
            place = at if definition == cls else (own.module, own.head.line)
            for method in methods:
                self.tree.add(Route(ROOT, method, path, definition, *place, owner=cls))
        related = self.class_value(cls, "related_views")
        for given in self.reader.items(related) or () if related is not None else ():
            other = self._class(given)
            if other is not None:
                self._add_class(other, at, (*below, cls))

    def _base(self, cls: int) -> str:
        """Return the path before all routes of a class."""
        given = self.class_value(cls, "route_base")
        if given is not None:
            found = self.reader.text(given)
            if found is not None:
                return found
        own = self.names.program.definitions[cls].head.name.lower()
        outside = set(self._outside(cls))
        resource = self.class_text(cls, "resource_name")
        if resource is not None or outside & _PLAIN_APIS:
            return f"/api/{self.class_text(cls, 'version') or 'v1'}/{(resource or own).lower()}"
        if "IndexView" in outside:
            return ""
        return f"/{own}" if outside <= _PLAIN_VIEWS else f"/{BLANK}"

    def _limits(self, cls: int) -> tuple[set[str] | None, set[str]]:
        included, excluded = (
            self.class_value(cls, name) for name in ("include_route_methods", "exclude_route_methods")
        )
        allowed = set(self.reader.texts(included)) if included is not None else set()
        return allowed or None, set(self.reader.texts(excluded))

    def _exposed(self, cls: int) -> Iterator[tuple[str, tuple[str, ...], str, int]]:
        """Yield the methods with ``@expose``: name, HTTP methods, URL, definition."""
        names = {
            name: None
            for one in self.names.mro(cls)
            for name in self.names.program.namespaces.get(
                (self.names.program.definitions[one].module, self.names.program.definitions[one].scope), {}
            )
        }
        for name in names:
            method = self.method(cls, name)
            if method is None:
                continue
            found = self.names.program.definitions[method]
            for decorator in found.head.decorators:
                if isinstance(decorator, Call) and self._is_expose(found.module, found.head.scope, decorator):
                    yield name, *self._said(found.module, found.head.scope, decorator), method

    def _is_expose(self, module: int, scope: int, decorator: Call) -> bool:
        meaning = self.names.resolve(module, scope, decorator.function)
        return isinstance(meaning, External) and meaning.name.endswith((".expose", ".expose_api"))

    def _said(self, module: int, scope: int, decorator: Call) -> tuple[tuple[str, ...], str]:
        given = {one.name: Given(one.value, module, scope) for one in decorator.keywords}
        args = [Given(one, module, scope) for one in decorator.args]
        url = args[0] if args else given.get("url")
        methods = args[1] if len(args) > 1 else given.get("methods")
        return self.methods(methods), self.path(url, "/")

    def _standard(self, cls: int) -> Iterator[tuple[str, tuple[str, ...], str, int]]:
        """Yield the routes of the library's classes that nothing in the project takes the place of."""
        seen: set[str] = set()
        for base in self._outside(cls):
            for name, methods, url in _STANDARD.get(base, ()):
                if name not in seen and self.names.member(cls, name) is None:
                    yield name, methods, url, cls
                seen.add(name)
