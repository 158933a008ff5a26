"""In which database does a model keep its rows?"""

from __future__ import annotations

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.operations import UNKNOWN, Subject
from analyzer.frameworks.django.routing import Routing
from analyzer.link.names import Names
from analyzer.link.types import ClassOf
from analyzer.model.data import Unresolved

DEFAULT = "default"
_ABSENT = "the database router is not in the source"
_UNCLEAR = "what the database router answers depends on more than the model; such tables count to the default database"


class Databases:
    """Asks the routers of the settings, in their order, for the database that a model is written to."""

    def __init__(self, names: Names, bodies: Bodies) -> None:
        self._names = names
        self._bodies = bodies
        self.unresolved: set[Unresolved] = set()
        settings = names.program.settings
        chosen = next((one for one in settings.modules if one.chosen), None)
        self._settings = names.program.module_index.get(chosen.module, -1) if chosen else -1
        self._routers: list[int] = []
        for router in settings.routers:
            found = self._class_of(router)
            if found is not None:
                self._routers.append(found)
            elif chosen is not None:
                self.unresolved.add(Unresolved("model", router, chosen.path, 1, _ABSENT))

    def of(self, subject: Subject) -> str:
        """Return the alias of the database of a model's table."""
        for router in self._routers:
            routing = Routing(self._names, self._bodies, router, subject, self._settings)
            asked = next((one for one in ("db_for_write", "db_for_read") if self._names.member(router, one)), "")
            answer = routing.answer(asked) if asked else None
            if isinstance(answer, str) and answer:
                return answer
            if answer is UNKNOWN or answer:
                self._unclear(router, asked)
                return DEFAULT
        return DEFAULT

    def _unclear(self, router: int, method: str) -> None:
        found = self._names.member(router, method)
        cls = self._names.program.definitions[found[0] if found is not None else router]
        path = self._names.program.modules[cls.module].path
        self.unresolved.add(Unresolved("model", f"{cls.head.name}.{method}", path, cls.head.line, _UNCLEAR))

    def _class_of(self, router: str) -> int | None:
        """The class that a setting names; below another root if only one class there is called so."""
        module, _, name = router.rpartition(".")
        meaning = self._names.attribute_of_module(module, name)
        if isinstance(meaning, ClassOf):
            return meaning.definition
        same = [one.id for one in self._names.program.definitions if one.name.endswith(f".{router}")]
        return same[0] if len(same) == 1 else None
