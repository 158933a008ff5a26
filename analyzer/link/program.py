"""What is there in the whole program, by name?

A definition is an integer: its place in ``Program.definitions``. Dotted names are for display; two definitions of one
name (conditional ones, or the same module under two roots) keep two ids, and lookup by name gives the last.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.link.namespaces import DefinitionBinding, ImportBinding, Namespace, bind_values
from analyzer.model.syntax import (
    Attribute,
    Constant,
    Expression,
    FileFacts,
    Head,
    ImportFact,
    Items,
    Name,
    Scope,
)
from analyzer.project.packaging import Announced
from analyzer.project.settings import Settings
from analyzer.source.documents import Documents

_NO_SETTINGS = Settings()
_BODIES = msgspec.msgpack.Decoder(dict[int, Scope])


class LinkedModule(msgspec.Struct, frozen=True):
    """A module that was read: its facts, and ``first``, the id of its first definition."""

    index: int
    name: str
    path: str
    facts: FileFacts
    first: int

    @property
    def is_package(self) -> bool:
        """True for an ``__init__`` file."""
        return self.path.endswith("__init__.py")

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


class ProgramDefinition(msgspec.Struct, frozen=True):
    """A definition with its place: ``scope`` is its index in its file, ``parent`` the id around it (-1: a module)."""

    id: int
    module: int
    scope: int
    parent: int
    head: Head
    outermost: int
    name: str


class Program:
    """All modules, definitions and namespaces.

    ``namespaces`` maps (module index, scope index) to bound names; ``setters`` a property to its setter; ``rebound``
    are the names that hold something else than their one definition says; ``imported`` are all modules that are
    imported by their whole name, and the packages above them. ``documents`` are the files beside the modules that
    are no Python; ``commands`` are those that packaging files announce.
    """

    def __init__(self, files: Sequence[tuple[str, str, FileFacts]], settings: Settings = _NO_SETTINGS) -> None:
        """``files`` are (module name, path, facts), sorted by path; ``settings`` are what the project runs with."""
        self.settings = settings
        self.documents = Documents()
        self.commands: tuple[Announced, ...] = ()
        self.modules: list[LinkedModule] = []
        self.definitions: list[ProgramDefinition] = []
        self.module_index: dict[str, int] = {}
        self.by_name: dict[str, int] = {}
        self.namespaces: dict[tuple[int, int], Namespace] = {}
        self.stars: dict[int, list[str]] = {}
        self.packages: set[str] = set()
        self._instead: list[tuple[Namespace, str, ImportBinding]] = []
        self._exported: dict[int, frozenset[str] | None] = {}
        self._scopes: dict[int, dict[int, Scope]] = {}
        self._endings: dict[str, list[str]] = {}
        self.setters: dict[int, int] = {}
        self.rebound: set[tuple[int, int, str]] = set()
        for name, path, facts in files:
            self._add(name, path, facts)
        for namespace, name, other in self._instead:
            stands = namespace.get(name)
            if isinstance(stands, ImportBinding) and not self._is_there(stands) and self._is_there(other):
                namespace[name] = other
        for known in self.module_index:
            self.packages.update(_above(known))
        outside = {f"{fact.module}.{fact.name}" for one in self.modules for fact in one.facts.imports if not fact.level}
        self.imported = frozenset(package for name in outside for package in _above(name))

    def scopes(self, module: int) -> dict[int, Scope]:
        """Return all scopes of a module, the bodies of functions too, by their index."""
        if module not in self._scopes:
            facts = self.modules[module].facts
            self._scopes[module] = facts.scopes | _BODIES.decode(facts.bodies)
        return self._scopes[module]

    def module_of(self, definition: int) -> LinkedModule:
        """Return the module of a definition."""
        return self.modules[self.definitions[definition].module]

    def has_module(self, name: str) -> bool:
        """True for a module that was read, or a package that leads to one."""
        return name in self.module_index or name in self.packages

    def module_ending(self, text: str) -> str:
        """Return the only module whose dotted name is, or ends in, a dotted text; empty where none or several do."""
        found = self.modules_ending(text)
        return found[0] if len(found) == 1 else ""

    def modules_ending(self, text: str) -> list[str]:
        """Return the module of a dotted name, else all whose names end in it."""
        if text in self.module_index:
            return [text]
        if "." not in text:
            return []
        if not self._endings:
            for name in self.module_index:
                self._endings.setdefault(name.rpartition(".")[2], []).append(name)
        return [name for name in self._endings.get(text.rpartition(".")[2], ()) if name.endswith(f".{text}")]

    def _add(self, name: str, path: str, facts: FileFacts) -> None:
        module = LinkedModule(len(self.modules), name, path, facts, len(self.definitions))
        self.modules.append(module)
        self.module_index.setdefault(name, module.index)
        for place, head in enumerate(facts.heads):
            parent = module.first + head.scope - 1 if head.scope else -1
            identity = module.first + place
            outermost = self.definitions[parent].outermost if parent >= 0 else identity
            full = f"{name}.{head.qualname}"
            self.definitions.append(ProgramDefinition(identity, module.index, place + 1, parent, head, outermost, full))
            self.by_name[full] = identity
            self._bind_definition(module, head, identity)
        self._bind_imports(module)
        for index, scope in facts.scopes.items():
            self._bind_values(module.index, index, scope)

    def _bind_definition(self, module: LinkedModule, head: Head, identity: int) -> None:
        """``@name.setter`` adds to a property, and any other second definition of a name takes its place."""
        namespace = self.namespaces.setdefault((module.index, head.scope), {})
        stands = namespace.get(head.name)
        if isinstance(stands, DefinitionBinding):
            for decorator in head.decorators:
                if isinstance(decorator, Attribute) and decorator.value == Name(head.name, _line_of(decorator.value)):
                    if decorator.name == "setter":
                        self.setters[stands.definition] = identity
                    return
            self.rebound.add((module.index, head.scope, head.name))
        namespace[head.name] = DefinitionBinding(identity)

    def _bind_imports(self, module: LinkedModule) -> None:
        for fact in module.facts.imports:
            if fact.kind in ("string", "dynamic"):
                continue  # binds no name
            namespace = self.namespaces.setdefault((module.index, fact.scope), {})
            source = absolute(module, fact)
            if fact.name == "*":
                if fact.scope == 0:
                    self.stars.setdefault(module.index, []).append(source)
            elif fact.name:
                self._keep(namespace, fact.alias, ImportBinding(source, fact.name))
            elif fact.alias:
                self._keep(namespace, fact.alias, ImportBinding(source, ""))
            else:
                self._keep(namespace, source.partition(".")[0], ImportBinding(source.partition(".")[0], ""))

    def _keep(self, namespace: Namespace, name: str, binding: ImportBinding) -> None:
        """Of ``try: import a except ImportError: import b`` the first that is there stands; a definition beats both."""
        stands = namespace.setdefault(name, binding)
        if stands is not binding:
            self._instead.append((namespace, name, binding))

    def _is_there(self, binding: ImportBinding) -> bool:
        names = (binding.module, f"{binding.module}.{binding.name}")
        return any(name in self.module_index for name in names)

    def exported(self, module: int) -> frozenset[str] | None:
        """Return the names in a module's ``__all__``; None where it has none, or one that is put together."""
        if module not in self._exported:
            self._exported[module] = _exported(self.modules[module].facts.scopes[0])
        return self._exported[module]

    def unit_of(self, definition: int) -> int:
        """Number the scope of a definition: every module is a unit of its own, and stands before its definitions."""
        return definition + self.definitions[definition].module + 1

    def unit(self, module: int, scope: int) -> int:
        """Number a scope among those of the whole program."""
        return self.modules[module].first + module + scope

    def _bind_values(self, module: int, index: int, scope: Scope) -> None:
        namespace = self.namespaces.setdefault((module, index), {})
        defined = {name for name, binding in namespace.items() if isinstance(binding, DefinitionBinding)}
        for name in bind_values(namespace, scope):
            if name in defined:
                self.rebound.add((module, index, name))


def _above(name: str) -> list[str]:
    """Return the packages above a dotted name."""
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def absolute(module: LinkedModule, fact: ImportFact) -> str:
    """Return the absolute name of the module that an import names; levels beyond the top stop at the top."""
    if not fact.level:
        return fact.module
    parts = module.package.split(".") if module.package else []
    base = parts[: len(parts) - fact.level + 1] if fact.level > 1 else parts
    return ".".join([*base, fact.module] if fact.module else base)


def _exported(scope: Scope) -> frozenset[str] | None:
    names: set[str] | None = None
    for statement in scope.statements:
        target = statement.targets[0] if statement.targets else None
        if not isinstance(target, Name) or target.id != "__all__":
            continue
        value = statement.value
        if not isinstance(value, Items):
            return None
        texts = {item.value for item in value.items if isinstance(item, Constant) and isinstance(item.value, str)}
        if len(texts) < len(value.items):
            return None
        names = texts | (names or set()) if statement.kind == "augment" else texts
    return None if names is None else frozenset(names)


def _line_of(expression: Expression) -> int:
    return expression.line if isinstance(expression, Name) else 0
