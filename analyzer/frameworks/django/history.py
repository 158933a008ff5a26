"""Which tables of former rows do models ask for?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.apps import Apps, value_of
from analyzer.frameworks.django.outside import USER
from analyzer.frameworks.django.targets import Targets
from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.schema import DeclaredKey, DeclaredTable
from analyzer.link.types import External
from analyzer.model.chains import is_true, keyword, text_of
from analyzer.model.packages import PackageHistory
from analyzer.model.syntax import Attribute, Call, Name
from analyzer.project.packages import Packages


class Histories:
    """Finds the attributes of models that packages for histories give them."""

    def __init__(self, names: Names, apps: Apps, targets: Targets, packages: Packages) -> None:
        self._packages = packages
        self._names = names
        self._apps = apps
        self._targets = targets

    def table(self, found: ProgramDefinition, model: DeclaredTable) -> DeclaredTable | None:
        """Return the table of a model's former rows; None if it asks for none."""
        for call, history in self._asked(found):
            label = self._apps.label_of(found)
            name = text_of(keyword(call, history.table_argument)) if history.table_argument else ""
            told = history.table
            tables = {key: self._targets.user().table if key.to_table == USER else key.to_table for key in told.keys}
            return msgspec.structs.replace(
                model,
                name=name or f"{label}_{history.prefix}{found.head.name.lower()}",
                definition=-1,
                model="",
                line=call.line,
                columns=(*model.columns, *told.columns),
                keys=tuple(
                    DeclaredKey(key.column, table, key.to_column, model.path, call.line)
                    for key, table in tables.items()
                ),
            )
        return None

    def _asked(self, found: ProgramDefinition) -> Iterator[tuple[Call, PackageHistory]]:
        """What an abstract ancestor asks for counts; a concrete one asks for its subclasses with ``inherit=True``."""
        for ancestor in self._names.mro(found.id):
            owner = self._names.program.definitions[ancestor]
            own = ancestor == found.id or self._apps.is_true(ancestor, "abstract")
            for binding in self._apps.own(ancestor).values():
                call = value_of(binding)
                if not isinstance(call, Call) or not isinstance(call.function, (Name, Attribute)):
                    continue
                meaning = self._names.resolve(owner.module, owner.scope, call.function)
                history = self._packages.history(meaning.name) if isinstance(meaning, External) else None
                inherit = keyword(call, "inherit")
                if history and (own or is_true(inherit)):
                    yield call, history
