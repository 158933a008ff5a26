"""Connexion: the operations of an OpenAPI document, and the functions that they name.

Understands: ``add_api`` and ``FlaskApi`` with the name of a YAML or JSON document in the analysed tree, given itself or
opened in the same function; its ``paths`` with ``operationId``, also behind ``x-openapi-router-controller`` or
``x-swagger-router-controller``; ``base_path``, or else ``basePath`` or the first of ``servers``. Parameters are spelled
as Flask spells them: ``<int:id>``.
Does not understand: resolvers that make up names of functions (``RestyResolver``), and operations whose function is not
in the tree: nothing is said of these. A document that is put together at run time, is not in the tree or cannot be read
is an unresolved row where the API is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from analyzer.frameworks.flask_requests import WORDS
from analyzer.frameworks.given import Given, texts_in
from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.route_tree import ROOT, with_one_slash
from analyzer.frameworks.web import VERBS, WebFramework
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Function
from analyzer.model.data import Unresolved
from analyzer.project.documents import SUFFIXES, Plain, find, read

NAME = "connexion"
_APIS = frozenset({"add_api", "FlaskApi", "AioHttpApi"})
_CONTROLLERS = ("x-openapi-router-controller", "x-swagger-router-controller")
_PARAMETER = re.compile(r"\{([^{}]*)\}")
_CONVERTERS = {"integer": "int:", "number": "float:", "path": "path:"}
_MOST = 5000  # paths of one document


class Connexion(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset({"connexion"})
    answers = frozenset({"FlaskApi"})
    certain = _APIS
    words = WORDS
    noticed = _APIS

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._read: dict[str, Plain | None] = {}

    def register(self, made: Registration) -> None:
        """``app.add_api("api.yaml", base_path="/v1")``, ``FlaskApi(specification, …)``."""
        given = made.argument(0, "specification")
        document = None if given is None else self._document(given)
        if not isinstance(document, dict):
            path = self.names.program.modules[made.made.module].path
            reason = "its document is not known, not in the tree, or none that can be read"
            self.schema.unresolved.append(Unresolved("entry_point", made.name, path, made.made.line, reason))
            return
        base = made.argument(1 if made.name == "add_api" else 2, "base_path")
        prefix = self.path(base) if base is not None else _base_path(document)
        for method, path, operation in _operations(document):
            definition = self._handler(operation)
            if definition is not None:
                whole = with_one_slash(prefix, path)
                self.add_route(ROOT, method, whole, definition, (made.made.module, made.made.line))

    def _document(self, given: Given) -> Plain | None:
        """Return the document that an argument names, or that the function around it opens."""
        text = self.reader.text(given)
        names = [text] if text and text.endswith(SUFFIXES) else self._opened(given)
        for name in names:
            if name not in self._read:
                documents = self.names.program.documents
                path = find(documents, self._folders(), name)
                self._read[name] = read(documents, path) if path else None
            if self._read[name] is not None:
                return self._read[name]
        return None

    def _opened(self, given: Given) -> list[str]:
        """Return the names of documents in the function around an expression: ``joinpath("a", "b.yaml")``."""
        body = self.reader.body(given.module, given.scope)
        found = []
        for statement in body.statements if body is not None else ():
            for parts in texts_in(statement.value):
                if parts[-1].endswith(SUFFIXES):
                    found += ["/".join(parts), parts[-1]]
        return found

    def _folders(self) -> Iterator[str]:
        """Yield the folders of the program, the outer ones first."""
        folders = {module.path.rpartition("/")[0] for module in self.names.program.modules}
        yield from sorted(folders | {""}, key=lambda folder: (folder.count("/"), folder))

    def _handler(self, operation: dict[str, Plain]) -> int | None:
        name = operation.get("operationId")
        controller = next((operation[key] for key in _CONTROLLERS if key in operation), "")
        if not isinstance(name, str) or not isinstance(controller, str):
            return None
        dotted = f"{controller}.{name}" if controller else name
        known = self.names.program.by_name.get(dotted)
        if known is not None:
            return known
        module, _, last = dotted.rpartition(".")
        meaning = self.names.attribute_of_module(module, last)
        return meaning.definition if isinstance(meaning, (Function, ClassOf)) else None


def _base_path(document: dict[str, Plain]) -> str:
    base = document.get("basePath")
    if isinstance(base, str):
        return base
    servers = document.get("servers")
    first = servers[0] if isinstance(servers, list) and servers else None
    url = first.get("url") if isinstance(first, dict) else None
    return urlsplit(url).path.rstrip("/") if isinstance(url, str) else ""


def _operations(document: dict[str, Plain]) -> Iterator[tuple[str, str, dict[str, Plain]]]:
    """Yield method, path as Flask spells it, and operation."""
    paths = document.get("paths")
    for path, item in list(paths.items())[:_MOST] if isinstance(paths, dict) else ():
        for verb in VERBS:
            operation = item.get(verb) if isinstance(item, dict) else None
            if isinstance(item, dict) and isinstance(operation, dict):
                kinds = _kinds(document, item.get("parameters")) | _kinds(document, operation.get("parameters"))
                yield verb.upper(), _spelled(path, kinds), operation


def _spelled(path: str, kinds: dict[str, str]) -> str:
    return _PARAMETER.sub(lambda found: f"<{kinds.get(found[1], '')}{found[1].replace('-', '_')}>", path)


def _kinds(document: dict[str, Plain], parameters: Plain | None) -> dict[str, str]:
    """Return Flask's converters of the parameters that stand in a path, by name."""
    found = {}
    for one in parameters if isinstance(parameters, list) else ():
        parameter = _referred(document, one)
        name, schema = parameter.get("name"), _referred(document, parameter.get("schema", parameter))
        if isinstance(name, str) and parameter.get("in") == "path":
            kind = schema.get("format") if schema.get("format") == "path" else schema.get("type")
            found[name] = _CONVERTERS.get(kind, "") if isinstance(kind, str) else ""
    return found


def _referred(document: dict[str, Plain], value: Plain) -> dict[str, Plain]:
    """Follow one ``$ref`` within the document."""
    reference = value.get("$ref") if isinstance(value, dict) else None
    if isinstance(reference, str) and reference.startswith("#/"):
        value = document
        for part in reference[2:].split("/"):
            value = value.get(part, "") if isinstance(value, dict) else ""
    return value if isinstance(value, dict) else {}
