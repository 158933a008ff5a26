"""Which settings does the project run with, and what do they say? Read as text is read: nothing is executed.

Django's settings are a module; several stand beside each other for production, development and tests, and take from
each other with ``from .base import *``. What is decided by the environment stays unknown, its default too. A default
that stands beside the use of a setting, ``getattr(settings, "NAME", default)``, is no setting: whoever reads that call
knows of it. Relations of models take the setting, or else the default; addresses of routes take the default.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.analysis import SettingsModule
from analyzer.model.chains import is_true, last_name, text_of
from analyzer.model.packages import Package
from analyzer.model.syntax import (
    Attribute,
    Call,
    Expression,
    FileFacts,
    ImportFact,
    Items,
    Name,
    Operation,
    Star,
    Statement,
    Subscript,
)
from analyzer.model.syntax import Mapping as Dictionary

_MARKS = {"INSTALLED_APPS", "ROOT_URLCONF", "AUTH_USER_MODEL", "DATABASES"}
_NAMES = {"settings", "conf", "config", "configuration"}
_POINTERS = ("manage.py", "wsgi.py", "asgi.py", "celery.py")  # they name the settings that they start with
_TESTS = ("test", "ci")
_RANKS = (
    ("prod", "live", "deploy"),
    ("base", "common", "default", "settings"),
    ("dev", "local", "debug"),
    _TESTS,
)
_LARGEST_FAMILY = 50  # modules that a settings module may take from


class Settings(msgspec.Struct, frozen=True):
    """What the chosen settings say; empty where they say nothing, or nothing that can be read.

    ``apps`` are the entries of INSTALLED_APPS, ``databases`` the aliases in DATABASES; ``packages`` are those that the
    user describes; ``urlconfs`` are the modules in ROOT_URLCONF, those of other settings than the chosen ones too;
    ``backends`` are the classes in AUTHENTICATION_BACKENDS.
    """

    modules: tuple[SettingsModule, ...] = ()
    apps: tuple[str, ...] = ()
    user_model: str = ""
    databases: tuple[str, ...] = ()
    routers: tuple[str, ...] = ()
    atomic_requests: bool = False
    packages: tuple[Package, ...] = ()
    urlconfs: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()


def read_settings(files: Sequence[tuple[str, str, FileFacts]], wanted: str = "") -> Settings:
    """Return what the settings of a program say; ``files`` are (module name, path, facts), ``wanted`` overrides.

    Raises BadInputError where ``wanted`` is no module of the program.
    """
    facts = {name: one for name, _, one in files}
    if wanted and wanted not in facts:
        raise BadInputError(f"--settings {wanted}: no module of this name was read; -v shows how modules are named")
    candidates = {name: path for name, path, one in files if name == wanted or _is_settings(name, one)}
    if not candidates:
        return Settings()
    pointers = _pointers(files)
    chosen, reason = _choice(candidates, pointers, wanted)
    values = _Values(facts)
    values.read(chosen)
    modules = tuple(
        SettingsModule(name, path, reason if name == chosen else "", chosen=name == chosen)
        for name, path in sorted(candidates.items())
    )
    return Settings(
        modules,
        tuple(values.texts("INSTALLED_APPS")),
        next(iter(values.texts("AUTH_USER_MODEL")), ""),
        tuple(sorted(set(values.keys("DATABASES")))),
        tuple(values.texts("DATABASE_ROUTERS")),
        values.has_true("ATOMIC_REQUESTS"),
        urlconfs=tuple(dict.fromkeys([*values.texts("ROOT_URLCONF"), *_other_urlconfs(facts, sorted(candidates))])),
        backends=tuple(values.texts("AUTHENTICATION_BACKENDS")),
    )


def _other_urlconfs(facts: Mapping[str, FileFacts], candidates: Sequence[str]) -> Iterator[str]:
    """Several programs may stand in one tree, each with its settings; those of tests start none."""
    for name in candidates:
        if _rank(name) != _RANKS.index(_TESTS):
            values = _Values({name: facts[name]})
            values.read(name)
            yield from values.texts("ROOT_URLCONF")


def _is_settings(name: str, facts: FileFacts) -> bool:
    """It bears such a name or stands in such a package, and sets what only settings set, or takes it from a sibling."""
    if _NAMES.isdisjoint(re.split(r"[._]", name)):
        return False
    bound = {
        target.id
        for scope in facts.scopes.values()
        for statement in scope.statements
        for target in statement.targets[:1]
        if isinstance(target, Name)
    }
    stars = [fact for fact in facts.imports if fact.name == "*"]
    takes = any(not _NAMES.isdisjoint(re.split(r"[._]", _absolute(name, False, fact))) for fact in stars)
    return not _MARKS.isdisjoint(bound) or takes


def _pointers(files: Iterable[tuple[str, str, FileFacts]]) -> dict[str, str]:
    """Name -> the file that names it, of all texts in the files that start a program; ``manage.py`` first."""
    found: dict[str, str] = {}
    for pointer in _POINTERS:
        for _, path, facts in files:
            if path.rpartition("/")[2] == pointer:
                for fact in facts.imports:
                    if fact.kind == "string":
                        found.setdefault(fact.module, path)
    return found


def _choice(candidates: Mapping[str, str], pointers: Mapping[str, str], wanted: str) -> tuple[str, str]:
    if wanted:
        return wanted, "given by --settings"
    for name, path in pointers.items():
        if name in candidates:
            return name, f"named in {path}"
    best = min(candidates, key=lambda name: (_rank(name), name.count("."), name))
    return best, "the only settings module" if len(candidates) == 1 else "the likeliest by its name"


def _rank(name: str) -> int:
    last = name.rpartition(".")[2].lower()
    return next((rank for rank, marks in enumerate(_RANKS) if any(mark in last for mark in marks)), len(_RANKS))


class _Values:
    """What the names of a settings module are bound to, with all that it takes from others, later bindings last."""

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        self._facts = facts
        self._packages = {name.rpartition(".")[0] for name in facts}
        self._bound: dict[str, list[Expression]] = {}
        self._met: set[str] = set()

    def read(self, module: str) -> None:
        """Read a module after those it takes everything from; a class of settings counts like a module."""
        if module in self._met or module not in self._facts or len(self._met) > _LARGEST_FAMILY:
            return
        self._met.add(module)
        facts = self._facts[module]
        for fact in facts.imports:
            if fact.name == "*" or (fact.kind == "module" and not _NAMES.isdisjoint(re.split(r"[._]", fact.module))):
                self.read(_absolute(module, module in self._packages, fact))
        for _, scope in sorted(facts.scopes.items()):
            for statement in scope.statements:
                self._take(statement)

    def texts(self, name: str) -> Iterator[str]:
        """Yield the texts that a name holds, once each, in order."""
        yield from dict.fromkeys(text for value in self._bound.get(name, ()) for text in self._texts(value, 0) if text)

    def keys(self, name: str) -> Iterator[str]:
        """Yield the texts that are keys of the dictionaries a name is bound to."""
        for value in self._bound.get(name, ()):
            if isinstance(value, Dictionary):
                yield from (text for key in value.keys if (text := text_of(key)))

    def has_true(self, name: str) -> bool:
        """True where a name, or a key of that name in any dictionary, is ``True``."""
        return any(
            is_true(value) for values in self._bound.values() for one in values for value in _named_values(one, name)
        ) or any(is_true(value) for value in self._bound.get(name, ()))

    def _take(self, statement: Statement) -> None:
        target = statement.targets[0] if statement.targets else None
        match statement.kind, target:
            case "assign" | "annotate", Name(id=name):
                self._bound[name] = [*self._kept(name, statement), statement.value]
            case "augment", Name(id=name):
                self._bound.setdefault(name, []).append(statement.value)
            case "assign", Subscript(value=Name(id=name), index=index):
                self._bound.setdefault(name, []).append(Dictionary((index,), (statement.value,)))
            case "expression", None:
                match statement.value:
                    case Call(function=Attribute(value=Name(id=name), name="append" | "extend" | "insert"), args=args):
                        self._bound.setdefault(name, []).extend(args)

    def _kept(self, name: str, statement: Statement) -> list[Expression]:
        """``APPS = APPS + [...]`` adds, and so may an assignment in a branch; any other one replaces."""
        adds = statement.block > 0 or name in _names_in(statement.value)
        return self._bound.get(name, []) if adds else []

    def _texts(self, value: Expression, depth: int) -> Iterator[str]:
        if depth > _LARGEST_FAMILY:
            return
        match value:
            case Items(items=items) | Operation(operands=items):
                for item in items:
                    yield from self._texts(item, depth + 1)
            case Call(args=args) if last_name(value.function) in ("list", "tuple"):
                for item in args:
                    yield from self._texts(item, depth + 1)
            case Star(value=inner):
                yield from self._texts(inner, depth + 1)
            case Name(id=name) | Attribute(name=name):
                for bound in self._bound.get(name, ()):
                    if name not in _names_in(bound):
                        yield from self._texts(bound, depth + 1)
            case _:
                yield text_of(value)


def _named_values(value: Expression, name: str) -> Iterator[Expression]:
    if isinstance(value, Dictionary):
        for key, inner in zip(value.keys, value.values, strict=False):
            if text_of(key) == name:
                yield inner
            yield from _named_values(inner, name)


def _names_in(value: Expression) -> set[str]:
    match value:
        case Name(id=name):
            return {name}
        case Star(value=inner):
            return _names_in(inner)
        case Items(items=items) | Operation(operands=items):
            return {name for item in items for name in _names_in(item)}
        case _:
            return set()


def _absolute(module: str, is_package: bool, fact: ImportFact) -> str:
    if not fact.level:
        return fact.module
    parts = module.split(".") if is_package else module.split(".")[:-1]
    base = parts[: len(parts) - fact.level + 1]
    return ".".join([*base, fact.module] if fact.module else base)
