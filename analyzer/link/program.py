"""What is there in the whole program, by name?

A definition is an integer: its place in ``Program.definitions``. Dotted names are for display; two definitions of one
name (conditional ones, or the same module under two roots) keep two ids, and lookup by name gives the last.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.model.syntax import (
    Constant,
    Expression,
    FileFacts,
    Head,
    ImportFact,
    Items,
    Name,
    Scope,
)
from analyzer.project.settings import Settings

_NO_SETTINGS = Settings()


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


class DefinitionBinding(msgspec.Struct, frozen=True, gc=False):
    """A name bound by ``def`` or ``class``."""

    definition: int


class ImportBinding(msgspec.Struct, frozen=True, gc=False):
    """A name bound by an import of ``module`` (absolute), or of ``name`` from it."""

    module: str
    name: str


class ValueBinding(msgspec.Struct, frozen=True, gc=False):
    """A name bound by assignment; ``annotation`` is Unknown where there is none."""

    value: Expression
    annotation: Expression
    line: int


Binding = DefinitionBinding | ImportBinding | ValueBinding
Namespace = dict[str, Binding]


class Program:
    """All modules, definitions and namespaces. ``namespaces`` maps (module index, scope index) to bound names."""

    def __init__(self, files: Sequence[tuple[str, str, FileFacts]], settings: Settings = _NO_SETTINGS) -> None:
        """``files`` are (module name, path, facts), sorted by path; ``settings`` are what the project runs with."""
        self.settings = settings
        self.modules: list[LinkedModule] = []
        self.definitions: list[ProgramDefinition] = []
        self.module_index: dict[str, int] = {}
        self.by_name: dict[str, int] = {}
        self.namespaces: dict[tuple[int, int], Namespace] = {}
        self.stars: dict[int, list[str]] = {}
        self.packages: set[str] = set()
        for name, path, facts in files:
            self._add(name, path, facts)
        for known in self.module_index:
            parts = known.split(".")
            self.packages.update(".".join(parts[:length]) for length in range(1, len(parts)))

    def module_of(self, definition: int) -> LinkedModule:
        """Return the module of a definition."""
        return self.modules[self.definitions[definition].module]

    def has_module(self, name: str) -> bool:
        """True for a module that was read, or a package that leads to one."""
        return name in self.module_index or name in self.packages

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
            self.namespaces.setdefault((module.index, head.scope), {})[head.name] = DefinitionBinding(identity)
        self._bind_imports(module)
        for index, scope in facts.scopes.items():
            _bind_values(self.namespaces.setdefault((module.index, index), {}), scope)

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
                _keep(namespace, fact.alias, ImportBinding(source, fact.name))
            elif fact.alias:
                _keep(namespace, fact.alias, ImportBinding(source, ""))
            else:
                _keep(namespace, source.partition(".")[0], ImportBinding(source.partition(".")[0], ""))


def absolute(module: LinkedModule, fact: ImportFact) -> str:
    """Return the absolute name of the module that an import names; levels beyond the top stop at the top."""
    if not fact.level:
        return fact.module
    parts = module.package.split(".") if module.package else []
    base = parts[: len(parts) - fact.level + 1] if fact.level > 1 else parts
    return ".".join([*base, fact.module] if fact.module else base)


def _keep(namespace: Namespace, name: str, binding: ImportBinding) -> None:
    """Of ``try: import a except ImportError: import b`` the first stands; a definition of the name beats both."""
    namespace.setdefault(name, binding)


def _bind_values(namespace: Namespace, scope: Scope) -> None:
    nothing = scope.blocks[0].head
    for statement in scope.statements:
        if statement.kind == "assign":
            for target in statement.targets:
                _bind_target(namespace, target, statement.value, statement.line)
        elif statement.kind == "annotate" and isinstance(statement.targets[0], Name):
            binding = ValueBinding(statement.value, statement.targets[1], statement.line)
            _bind(namespace, statement.targets[0].id, binding)
        elif statement.kind in ("for", "with"):
            for target in statement.targets:
                _bind_target(namespace, target, nothing, statement.line)


def _bind_target(namespace: Namespace, target: Expression, value: Expression, line: int) -> None:
    if isinstance(target, Name):
        _bind(namespace, target.id, ValueBinding(value, _NO_ANNOTATION, line))
    elif isinstance(target, Items):
        for place, item in enumerate(target.items):
            same = isinstance(value, Items) and len(value.items) == len(target.items)
            part = value.items[place] if same and isinstance(value, Items) else _NO_ANNOTATION
            _bind_target(namespace, item, part, line)


def _bind(namespace: Namespace, name: str, binding: ValueBinding) -> None:
    """``x = None`` as a stand-in for a failed import, or after a definition, does not hide the real one."""
    stands = namespace.get(name)
    is_none = isinstance(binding.value, Constant) and binding.value.value is None
    if stands is None or (not is_none and isinstance(stands, ValueBinding)):
        namespace[name] = binding


_NO_ANNOTATION = Head("", "", "class", 0, 0, 0).returns
