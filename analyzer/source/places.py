"""What is a file for, by the place where it stands?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer.model.code import ModuleKind

_TEST_FOLDERS = {"test", "tests", "testsuite", "unittests", "unit_tests", "functional_tests", "integration_tests"}
_TEST_FILE = re.compile(r"^(test_.*|.*_tests?|tests?|conftest)\.py$")
_TEST_LIBRARIES = rb"pytest|unittest2?|mock|nose|testtools|django\.test"
_TESTS_FOR_SURE = re.compile(
    rb"^(?:async[ \t]+)?def[ \t]+test(?:_|[A-Z]|\b)|^[ \t]*(?:from|import)[ \t]+(?:" + _TEST_LIBRARIES + rb")\b",
    re.MULTILINE,
)
_MIGRATION_FOLDERS = {"migrations", "alembic", "south_migrations", "migrate_repo"}
_NUMBERED = re.compile(r"^[a-z]?_?\d{3,}\w*\.py$")
_SCRIPTS = {"setup.py", "manage.py", "noxfile.py", "fabfile.py", "tasks.py", "wsgi.py", "asgi.py"}
_SCRIPT_FOLDERS = {"scripts", "bin", "tools", "docs"}
_EXAMPLE_FOLDERS = {"examples", "example"}
_TEST_HELP_FOLDERS = {"testing", "test_utils", "testutils", "test_helpers", "test_support"}
_COPIES = {"_vendor", "_vendored", "vendored", "third_party", "thirdparty", "_thirdparty"}
_MAYBE_COPIES = {"vendor", "extern", "externals"}
_OWN_WORK = {
    "models.py",
    "views.py",
    "urls.py",
    "apps.py",
    "admin.py",
    "forms.py",
    "services.py",
    "schemas.py",
    "api.py",
}


class Places:
    """Tells files apart by their paths; ``paths`` are all of a tree, relative and POSIX."""

    def __init__(self, paths: Iterable[str]) -> None:
        inside: dict[str, list[str]] = {}
        watched = _MIGRATION_FOLDERS | _MAYBE_COPIES
        for path in paths:
            parts = path.split("/")
            for place, part in enumerate(parts[:-1]):
                if part in watched:
                    inside.setdefault("/".join(parts[: place + 1]), []).append("/".join(parts[place + 1 :]))
        names = {folder: folder.rpartition("/")[2] for folder in inside}
        self._migrations = {f for f, n in names.items() if n in _MIGRATION_FOLDERS and _look_like_migrations(inside[f])}
        self._copies = {f for f, n in names.items() if n in _MAYBE_COPIES and _look_like_copies(inside[f])}

    def kind(self, path: str) -> ModuleKind:
        """Return what the file at a path is for."""
        folder, _, file = path.rpartition("/")
        parts = folder.split("/") if folder else []
        if any(part in _TEST_FOLDERS for part in parts) or _TEST_FILE.match(file):
            return ModuleKind.TEST
        if self._below(parts, self._migrations):
            return ModuleKind.MIGRATION
        if file.endswith(".ipynb") or (file in _SCRIPTS and not folder.count("/")):
            return ModuleKind.SCRIPT
        if parts and parts[0] in _SCRIPT_FOLDERS:
            return ModuleKind.SCRIPT
        return ModuleKind.CODE

    @staticmethod
    def is_doubtful(path: str) -> bool:
        """True for what is a test by the name of its file alone: it may be code about tests."""
        folder, _, file = path.rpartition("/")
        return _TEST_FOLDERS.isdisjoint(folder.split("/")) and bool(_TEST_FILE.match(file)) and file != "conftest.py"

    def is_copy(self, path: str) -> bool:
        """True for a copy of a third party's package that is kept in the tree."""
        parts = path.split("/")[:-1]
        return not _COPIES.isdisjoint(parts) or self._below(parts, self._copies)

    @staticmethod
    def _below(parts: list[str], folders: set[str]) -> bool:
        return bool(folders) and any("/".join(parts[: place + 1]) in folders for place in range(len(parts)))


def shows_tests(content: bytes) -> bool:
    """True where the text of a file shows at a glance that it holds tests; what is not seen may hold some as well."""
    return _TESTS_FOR_SURE.search(content) is not None


def side_folder(path: str) -> str:
    """Return the outermost folder of examples or of help for tests that a file stands in, "" for none.

    Whether the system uses it all the same is for others to say: a laboratory's ``testing`` is its business.
    """
    parts = path.split("/")[:-1]
    beside = _EXAMPLE_FOLDERS | _TEST_HELP_FOLDERS
    first = next((place for place, part in enumerate(parts) if part in beside), None)
    return "/".join(parts[: first + 1]) if first is not None else ""


def side_reason(path: str) -> str:
    """Say why a file of such a folder is skipped."""
    is_example = side_folder(path).rpartition("/")[2] in _EXAMPLE_FOLDERS
    what = "example" if is_example else "help for tests"
    return f"{what} from which nothing is imported; --with-tests reads it"


def _look_like_migrations(names: list[str]) -> bool:
    """They hold numbered files, ``versions`` or ``env.py``, or nothing but an ``__init__``.

    A business package that happens to be called ``migrations`` stays code.
    """
    if all(name.endswith("__init__.py") for name in names):
        return True
    marks = [n for n in names if n == "env.py" or n.startswith("versions/") or "/versions/" in n or _NUMBERED.match(n)]
    return bool(marks) or any(_NUMBERED.match(n.rpartition("/")[2]) for n in names)


def _look_like_copies(names: list[str]) -> bool:
    """They hold packages; a ``vendor`` with models or views of its own is about vendors, who sell things."""
    return any("/" in name for name in names) and _OWN_WORK.isdisjoint(names)
