"""Which tables of former rows do models ask for?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.apps import Apps, value_of
from analyzer.frameworks.django.known import History, known
from analyzer.frameworks.django.targets import Targets
from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.schema import DeclaredKey, DeclaredTable
from analyzer.link.types import External
from analyzer.model.chains import keyword, text_of
from analyzer.model.syntax import Attribute, Call, Constant, Name


class Histories:
    """Finds the attributes of models that packages for histories give them."""

    def __init__(self, names: Names, apps: Apps, targets: Targets) -> None:
        self._names = names
        self._apps = apps
        self._targets = targets

    def table(self, found: ProgramDefinition, model: DeclaredTable) -> DeclaredTable | None:
        """Return the table of a model's former rows; None if it asks for none."""
        for call, history in self._asked(found):
            label = self._apps.label_of(found)
            name = text_of(keyword(call, history.table_argument))
            user = self._targets.of_label(found, self._apps.user_model)
            return msgspec.structs.replace(
                model,
                name=name or f"{label}_{history.prefix}{found.head.name.lower()}",
                definition=-1,
                model="",
                line=call.line,
                columns=(*model.columns, *history.columns, history.user_column),
                keys=(DeclaredKey(history.user_column, user.table, "id", model.path, call.line),),
            )
        return None

    def _asked(self, found: ProgramDefinition) -> Iterator[tuple[Call, History]]:
        """What an abstract ancestor asks for counts; a concrete one asks for its subclasses with ``inherit=True``."""
        for ancestor in self._names.mro(found.id):
            owner = self._names.program.definitions[ancestor]
            own = ancestor == found.id or self._apps.is_true(ancestor, "abstract")
            for binding in self._apps.own(ancestor).values():
                call = value_of(binding)
                if not isinstance(call, Call) or not isinstance(call.function, (Name, Attribute)):
                    continue
                meaning = self._names.resolve(owner.module, owner.scope, call.function)
                history = known().history(meaning.name) if isinstance(meaning, External) else None
                inherit = keyword(call, "inherit")
                if history and (own or (isinstance(inherit, Constant) and inherit.value is True)):
                    yield call, history
