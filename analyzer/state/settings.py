"""Which setting or variable of the environment does a use of a name mean?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.link.names import Names, Value
from analyzer.model.chains import text_of
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Mapping, Name, Subscript
from analyzer.state.places import Place, Places, place_of, unfold
from analyzer.state.uses import READ, STORE, Use

DJANGO = "django.conf.settings"
FLASK = "flask.current_app.config"
ENVIRONMENT = "os.environ"
ENVIRONMENT_WORDS = ("environ", "getenv", "putenv", "unsetenv")
FLASK_WORDS = ("config",)
SOURCES = ("django.conf", "flask", "os")
"""What settings that stand in no module of the project are imported from."""

_NAMES = frozenset({"settings", "conf", "config", "configuration"})
_FUNCTIONS = {"os.getenv": READ, "os.putenv": STORE, "os.unsetenv": STORE}
_OF_DICTIONARY = {
    "get": READ, "__getitem__": READ, "setdefault": STORE, "pop": STORE, "update": STORE, "from_mapping": STORE,
}  # fmt: skip


class Setting(msgspec.Struct, frozen=True):
    """One setting is read or written; ``framework`` is whose settings they are."""

    name: str
    writes: bool
    framework: str


class Settings:
    """Recognizes settings that stand outside the modules of the project, or are reached through a framework.

    ``applications`` are the places of Flask applications whose configuration was met.
    """

    def __init__(self, names: Names, places: Places) -> None:
        self._names = names
        self._places = places
        program = names.program
        self.applications: set[Place] = set()
        self._modules = {module.module for module in program.settings.modules}
        self._chosen = next((module.module for module in program.settings.modules if module.chosen), "")

    def found(self, module: int, scope: int, use: Use) -> Iterator[Setting]:
        """Yield the settings that a use reads or writes."""
        target, how = use.target, use.how
        root, _ = unfold(target)
        if root is None:
            return
        if use.call is not None:
            called = self._called(module, scope, use)
            if called in _FUNCTIONS:
                yield from self._keyed(module, scope, use.call.args[:1], _FUNCTIONS[called], "python")
                return
            source = self._dictionary(module, scope, target)
            if source and how in _OF_DICTIONARY:
                keys = _keys(use.call) if how in ("update", "from_mapping") else use.call.args[:1]
                yield from self._keyed(module, scope, keys, _OF_DICTIONARY[how], source)
                return
        yield from self._attribute(module, scope, target, how)
        yield from self._subscript(module, scope, target, how)

    def name_of(self, place: Place) -> str:
        """Return the name of a setting that stands in a module of settings; empty for any other place."""
        module = self._names.program.modules[place.module].name
        if place.scope or not place.name.isupper() or not self.is_settings(module):
            return ""
        chosen = self._names.attribute_of_module(self._chosen, place.name) if module in self._modules else None
        if isinstance(chosen, Value) and place_of(chosen) == place:
            module = self._chosen
        return f"{module}.{place.name}"

    def place_named(self, name: str) -> Place | None:
        """Return where the chosen settings hold a setting given by its name."""
        module, _, last = name.rpartition(".")
        meaning = self._names.attribute_of_module(module, last) if module and module == self._chosen else None
        return place_of(meaning) if isinstance(meaning, Value) else None

    def is_settings(self, module: str) -> bool:
        """Return whether a module holds settings, by its name or by what it says."""
        last = module.rpartition(".")[2]
        return module in self._modules or last in _NAMES or last.endswith("_settings")

    def _called(self, module: int, scope: int, use: Use) -> str:
        named = use.target if use.how == "()" else Attribute(use.target, use.how)
        return self._places.external(module, scope, named)

    def _dictionary(self, module: int, scope: int, target: Expression) -> str:
        """Return whose dictionary of settings a chain names; empty for any other."""
        if not isinstance(target, (Name, Attribute)):
            return ""
        outside = self._places.external(module, scope, target)
        if outside == ENVIRONMENT:
            return "python"
        if outside == FLASK or (isinstance(target, Attribute) and self._is_flask(module, scope, target)):
            return "flask"
        return ""

    def _is_flask(self, module: int, scope: int, target: Attribute) -> bool:
        """``app.config`` of an application that a module holds."""
        if target.name != "config":
            return False
        reached = self._places.reach(module, scope, target)
        if reached is None or reached.rest != (".config",):
            return False
        value = self._names.value_of(reached.place.module, 0, Name(reached.place.name, 0))
        if not isinstance(value, Call) or self._names.base_name(reached.place.module, 0, value) != "flask.Flask()":
            return False
        self.applications.add(reached.place)
        return True

    def _attribute(self, module: int, scope: int, target: Expression, how: str) -> Iterator[Setting]:
        changes = how != READ
        while isinstance(target, (Attribute, Subscript)):
            if isinstance(target, Attribute) and self._places.external(module, scope, target.value) == DJANGO:
                name = f"{self._chosen or DJANGO}.{target.name}"
                writes = changes and (how == STORE or how in ("append", "update", "extend", "add", "setdefault", "pop"))
                yield Setting(name, writes, "django")
                return
            target = target.value

    def _subscript(self, module: int, scope: int, target: Expression, how: str) -> Iterator[Setting]:
        outermost = True
        while isinstance(target, (Attribute, Subscript)):
            if isinstance(target, Subscript):
                source = self._dictionary(module, scope, target.value)
                if source:
                    stored = STORE if how == STORE and (outermost or source == "flask") else READ
                    yield from self._keyed(module, scope, (target.index,), stored, source)
                    return
            outermost = False
            target = target.value

    def _keyed(
        self, module: int, scope: int, keys: tuple[Expression, ...], how: str, framework: str
    ) -> Iterator[Setting]:
        for key in keys:
            name = text_of(key)
            if not name and isinstance(key, (Name, Attribute)):
                reached = self._places.reach(module, scope, key)
                if reached is not None and not reached.rest and not reached.place.scope:
                    held = Name(reached.place.name, 0)
                    name = text_of(self._names.value_of(reached.place.module, 0, held))
            if name:
                yield Setting(name, how == STORE, framework)


def _keys(call: Call) -> tuple[Expression, ...]:
    """Return the keys that ``update`` is given: of dictionaries, and of keywords."""
    given = [key for one in call.args if isinstance(one, Mapping) for key in one.keys]
    return (*given, *(Constant(one.name, 0) for one in call.keywords if one.name))
