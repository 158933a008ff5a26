"""Which app does a model belong to, what do its options say, and which model stands for the user?"""

from __future__ import annotations

from analyzer.link.names import Names
from analyzer.link.program import Binding, DefinitionBinding, ProgramDefinition, ValueBinding
from analyzer.model.chains import text_of
from analyzer.model.syntax import Constant, Expression


class Apps:
    """The labels of all apps, the options of all models, and ``user_model`` as ``label.Name``."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._labels = self._app_labels()
        self.user_model = self._program.settings.user_model or "auth.User"

    def label_of(self, found: ProgramDefinition) -> str:
        """``Meta.app_label``, else the nearest package with an AppConfig, else the package of the models module."""
        given = text_of(self.option(found.id, "app_label"))
        if given:
            return given
        parts = self._program.modules[found.module].name.split(".")
        for length in range(len(parts), 0, -1):
            label = self._labels.get(".".join(parts[:length]))
            if label:
                return label
        if "models" in parts[1:]:
            return parts[parts.index("models", 1) - 1]
        return parts[-2] if len(parts) > 1 else parts[0]

    def _app_labels(self) -> dict[str, str]:
        """Package name -> label, of every AppConfig; of several for one package the one that is installed."""
        found: dict[str, str] = {}
        installed = frozenset(self._program.settings.apps)
        for config in sorted(
            filter(self._is_config, self._program.definitions), key=lambda one: one.name not in installed
        ):
            own = self.own(config.id)
            package = self._program.modules[config.module].package
            name = text_of(value_of(own.get("name"))) or package
            label = text_of(value_of(own.get("label"))) or name.rpartition(".")[2]
            found.setdefault(name, label)
        return found

    def _is_config(self, found: ProgramDefinition) -> bool:
        outside = self._names.external_bases(found.id) if found.head.kind == "class" else ()
        return any(base.rpartition(".")[2] == "AppConfig" for base in outside)

    def is_true(self, cls: int, option: str) -> bool:
        """Return whether the class's own Meta sets an option to True."""
        binding = self._own_meta(cls).get(option)
        value = value_of(binding)
        return isinstance(value, Constant) and value.value is True

    def option(self, cls: int, option: str) -> Expression | None:
        """An option of the class's Meta; a class without one inherits that of its nearest abstract parent."""
        for ancestor in self._names.mro(cls):
            if ancestor != cls and not self.is_true(ancestor, "abstract"):
                continue
            meta = self._own_meta(ancestor)
            if meta:
                return value_of(meta.get(option))
        return None

    def _own_meta(self, cls: int) -> dict[str, Binding]:
        binding = self.own(cls).get("Meta")
        return self.own(binding.definition) if isinstance(binding, DefinitionBinding) else {}

    def own(self, cls: int) -> dict[str, Binding]:
        """Return what the body of a class binds."""
        found = self._program.definitions[cls]
        return self._program.namespaces.get((found.module, found.scope), {})


def value_of(binding: Binding | None) -> Expression | None:
    """Return the value of an assignment; None for any other binding."""
    return binding.value if isinstance(binding, ValueBinding) else None
