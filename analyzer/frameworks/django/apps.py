"""Which app does a model belong to, and what do the options in its ``Meta`` say?"""

from __future__ import annotations

import msgspec

from analyzer.link.names import Names, Value
from analyzer.link.namespaces import Binding, ValueBinding
from analyzer.link.program import ProgramDefinition, absolute
from analyzer.link.types import ClassOf
from analyzer.model.chains import is_true, text_of
from analyzer.model.syntax import Attribute, Expression, Name

_DEEPEST = 8  # names of names of texts


class Given(msgspec.Struct, frozen=True):
    """An expression, and the scope in which its names are looked up."""

    expression: Expression
    module: int
    scope: int


class Apps:
    """The labels of all apps, the options of all models, and ``user_model`` as ``label.Name``."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._metas: dict[int, tuple[int, ...]] = {}
        self._configs: dict[str, list[int]] = {}
        self._labels = self._app_labels()
        self.user_model = self._program.settings.user_model or "auth.User"

    def label_of(self, found: ProgramDefinition) -> str:
        """``Meta.app_label``, else the nearest package that is an app, else the package of the models module.

        A models module below an app that does not import it belongs to an app that is not always installed.
        """
        given = self.text(self.option(found.id, "app_label"))
        if given:
            return given
        name = self._program.modules[found.module].name
        parts = name.split(".")
        place = parts.index("models", 1) if "models" in parts[1:] else 0
        for length in range(len(parts), 0, -1):
            label = self._labels.get(".".join(parts[:length]))
            if label and (length >= place or self._gathers(".".join(parts[:length]), ".".join(parts[: place + 1]))):
                return label
        if place:
            return parts[place - 1]
        return parts[-2] if len(parts) > 1 else parts[0]

    def _gathers(self, package: str, models: str) -> bool:
        """Whether the models of an app import those of a package below, which so become its own."""
        index = self._program.module_index.get(f"{package}.models", -1)
        facts = self._program.modules[index].facts.imports if index >= 0 else ()
        sources = (absolute(self._program.modules[index], fact) for fact in facts)
        return any(f"{source}.".startswith(f"{models}.") or source == models.rpartition(".")[0] for source in sources)

    def config(self, label: str) -> int | None:
        """Return the class that configures an app: the installed one, else one that none of the others derives from."""
        found = self._configs.get(label, [])
        if found and self._program.definitions[found[0]].name in self._program.settings.apps:
            return found[0]
        inherited = {ancestor for one in found for ancestor in self._names.mro(one)[1:]}
        return next((one for one in found if one not in inherited), None)

    def is_true(self, cls: int, option: str) -> bool:
        """Return whether the class's own Meta, and none that it derives from, sets an option to True."""
        meta = self._own_meta(cls)
        value = value_of(self.own(meta[0]).get(option)) if meta else None
        return is_true(value)

    def option(self, cls: int, option: str) -> Given | None:
        """An option of the class's Meta; a class without one inherits that of its nearest abstract parent."""
        for ancestor in self._names.mro(cls):
            if ancestor != cls and not self.is_true(ancestor, "abstract"):
                continue
            order = self._own_meta(ancestor)
            if order:
                return next((one for meta in order if (one := self._bound(meta, option)) is not None), None)
        return None

    def options(self, cls: int) -> frozenset[str]:
        """Return the names that the class's own Meta binds."""
        return frozenset(name for meta in self._own_meta(cls) for name in self.own(meta))

    def text(self, given: Given | None) -> str:
        """The text that an expression stands for, also through names; empty where it is none."""
        for _ in range(_DEEPEST):
            if given is None or not isinstance(given.expression, (Name, Attribute)):
                break
            meaning = self._names.resolve(given.module, given.scope, given.expression)
            if not isinstance(meaning, Value):
                return ""
            given = Given(meaning.binding.value, meaning.module, meaning.scope)
        return text_of(given.expression) if given is not None else ""

    def own(self, cls: int) -> dict[str, Binding]:
        """Return what the body of a class binds."""
        found = self._program.definitions[cls]
        return self._program.namespaces.get((found.module, found.scope), {})

    def _app_labels(self) -> dict[str, str]:
        """Package name -> label, of every AppConfig (the installed one of several), then of what else is installed."""
        found: dict[str, str] = {}
        installed = self._program.settings.apps
        for config in sorted(
            filter(self._is_config, self._program.definitions), key=lambda one: one.name not in installed
        ):
            package = self._program.modules[config.module].package
            name = self._member_text(config.id, "name") or package
            label = self._member_text(config.id, "label") or name.rpartition(".")[2]
            outside = not self._program.has_module(name)
            self._configs.setdefault(label, []).append(config.id)
            found.setdefault(package if outside and f".{package}".endswith(f".{name}") else name, label)
        for entry in installed:
            if self._program.has_module(entry):
                found.setdefault(entry, entry.rpartition(".")[2])
        return found

    def _member_text(self, cls: int, name: str) -> str:
        member = self._names.member(cls, name)
        return "" if member is None else self.text(self._bound(member[0], name))

    def _is_config(self, found: ProgramDefinition) -> bool:
        outside = self._names.external_bases(found.id) if found.head.kind == "class" else ()
        return any(base.rpartition(".")[2].endswith("AppConfig") for base in outside)

    def _own_meta(self, cls: int) -> tuple[int, ...]:
        """The class's own Meta and those that it derives from, nearest first."""
        if cls not in self._metas:
            found = self._program.definitions[cls]
            meaning: object = None
            if "Meta" in self.own(cls):
                meaning = self._names.resolve(found.module, found.scope, Name("Meta", 0))
            for _ in range(_DEEPEST):
                if isinstance(meaning, Value):
                    meaning = self._names.resolve(meaning.module, meaning.scope, meaning.binding.value)
            self._metas[cls] = self._names.mro(meaning.definition) if isinstance(meaning, ClassOf) else ()
        return self._metas[cls]

    def _bound(self, cls: int, name: str) -> Given | None:
        value = value_of(self.own(cls).get(name))
        found = self._program.definitions[cls]
        return None if value is None else Given(value, found.module, found.scope)


def value_of(binding: Binding | None) -> Expression | None:
    """Return the value of an assignment; None for any other binding."""
    return binding.value if isinstance(binding, ValueBinding) else None
