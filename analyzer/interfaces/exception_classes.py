"""From what does an exception derive, and which response code does the program give it?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.status_codes import KEYWORDS, error_code
from analyzer.interfaces.docstrings import read_docstring
from analyzer.interfaces.error_handlers import Codes
from analyzer.interfaces.library_exceptions import MISSING_ROW, ancestors, known_name
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.model.chains import last_name
from analyzer.model.interfaces import ExceptionClass
from analyzer.model.location import Location
from analyzer.model.syntax import Attribute, Head, Name, Statement

_MISSING = "DoesNotExist"
_SERVER_FAILS = 500
_ROOTS = ("Exception", "BaseException")


class ExceptionClasses:
    """Answers by the dotted name of an exception."""

    def __init__(self, names: Names, codes: Codes) -> None:
        """``codes`` are what handlers of the program give."""
        self._names = names
        self._program = names.program
        self._codes = codes
        self._own: dict[int, tuple[int, int]] = {}

    def of(self, name: str) -> ExceptionClass:
        """Return what is known of an exception."""
        above = tuple(self._above(name))
        cls = self._class(name)
        doc = self._program.definitions[cls].head.doc if cls >= 0 else ""
        about = read_docstring(doc).about if doc else ""
        if name in _ROOTS and name in self._codes:  # whatever else is said of an exception is more exact
            code, place = self._codes[name]
            return ExceptionClass(name, above, code, str(place), about)
        for one in (name, *above):
            status, said_at = self._status(one)
            if status:
                return ExceptionClass(name, above, status, said_at, about)
        return ExceptionClass(name, above, about=about)

    def _above(self, name: str) -> Iterator[str]:
        cls = self._class(name)
        owner, _, last = name.rpartition(".")
        if cls >= 0:
            yield from self._of_project(cls)
        elif last == _MISSING and self._class(owner) >= 0:
            yield from self._of_model(self._class(owner))
        else:
            yield from ancestors(name)

    def _of_project(self, cls: int) -> tuple[str, ...]:
        own = [self._program.definitions[one].name for one in self._names.mro(cls)[1:]]
        outside: list[str] = []
        for dotted in self._names.external_bases(cls):
            known = known_name(dotted)
            if known:
                outside += [known, *ancestors(known)]
        found = outside or list(_ROOTS)
        later = dict.fromkeys(reversed(found))  # a class that several derive from comes after all of them
        return (*own, *reversed(later))

    def _of_model(self, cls: int) -> tuple[str, ...]:
        own = [f"{self._program.definitions[one].name}.{_MISSING}" for one in self._names.mro(cls)[1:]]
        packages = {base.partition(".")[0] for base in self._names.external_bases(cls)}
        base = next((known for package, known in MISSING_ROW.items() if package in packages), "")
        base = base or MISSING_ROW["django"]
        return (*own, base, *ancestors(base))

    def _status(self, name: str) -> tuple[int, str]:
        if name in self._codes and not (name in _ROOTS and self._codes[name][0] == _SERVER_FAILS):
            code, place = self._codes[name]
            return code, str(place)
        cls = self._class(name)
        if cls < 0:
            return 0, ""
        if cls not in self._own:
            self._own[cls] = self._declared(cls)
        code, line = self._own[cls]
        path = self._program.module_of(cls).path
        return code, str(Location(path, line)) if code else ""

    def _class(self, name: str) -> int:
        found = self._program.by_name.get(name, -1)
        return found if found >= 0 and self._program.definitions[found].head.kind == "class" else -1

    def _declared(self, cls: int) -> tuple[int, int]:
        """Return the code that the body of a class or its ``__init__`` says, and the line."""
        found = self._program.definitions[cls]
        scopes = self._program.scopes(found.module)
        for statement in scopes[found.scope].statements:
            code = _assigned(statement)
            if code:
                return code, statement.line
        binding = self._program.namespaces.get((found.module, found.scope), {}).get("__init__")
        if isinstance(binding, DefinitionBinding):
            made = self._program.definitions[binding.definition]
            for statement in scopes[made.scope].statements:
                code = _assigned(statement)
                if code:
                    return code, statement.line
            return _default(made.head), made.head.line
        return 0, 0


def _assigned(statement: Statement) -> int:
    """Return the code of ``status_code = 404`` or ``self.status_code = 404``."""
    if statement.kind not in ("assign", "annotate") or not statement.targets:
        return 0
    target = statement.targets[0]
    return error_code(statement.value) if isinstance(target, (Name, Attribute)) and last_name(target) in KEYWORDS else 0


def _default(head: Head) -> int:
    return next((code for one in head.parameters if one.name in KEYWORDS and (code := error_code(one.default))), 0)
