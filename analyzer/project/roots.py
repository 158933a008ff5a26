"""From which folders are modules named?

A wrong root is the commonest way to ruin an import graph, so the choice is made from the packages that are there:
the parent of every outermost package is a root. A folder without ``__init__.py`` belongs to the nearest root around
it, so namespace packages keep their dotted names. What the imports of the code say to that is for ``judged_roots``.
"""

from __future__ import annotations

import re

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.analysis import SourceRoot
from analyzer.source.discovery import Tree

_SHOWN = 3


class SecondName(msgspec.Struct, frozen=True):
    """A root inside a package: its modules can be imported through the package, too.

    ``package`` is the name of the root's folder from the root around it, ``modules`` the names of what it holds.
    """

    package: str
    modules: tuple[str, ...]


class Roots(msgspec.Struct, frozen=True):
    """The source roots, and ``prefix``: the packages around PATH when PATH itself is a package.

    ``given`` says that the user chose them; ``seconds`` has the innermost first.
    """

    roots: tuple[SourceRoot, ...]
    prefix: str = ""
    given: bool = False
    seconds: tuple[SecondName, ...] = ()

    def module_of(self, path: str) -> str:
        """Return the dotted name of the file at a relative path, by the innermost root that holds it.

        The ``__init__`` of a root inside a package has its name from the root around it.
        """
        best = ""
        for root in self.roots:
            inside = path.startswith(f"{root.path}/") and path != f"{root.path}/__init__.py"
            if inside and len(root.path) > len(best):
                best = root.path
        local = path[len(best) + 1 :] if best else path
        name = local.removesuffix(".py").replace("/", ".")
        name = name.removesuffix(".__init__") if name != "__init__" else ""
        dotted = f"{self.prefix}.{name}" if self.prefix and not best else name
        return dotted.strip(".") or "__init__"

    def first_name(self, dotted: str) -> str:
        """Return the name that a module has here for one by which it can be imported as well."""
        for second in reversed(self.seconds):
            inner = dotted.removeprefix(f"{second.package}.")
            if inner != dotted and re.split(r"[.:]", inner, maxsplit=1)[0] in second.modules:
                dotted = inner
        return dotted


def find_roots(tree: Tree, given: tuple[str, ...]) -> Roots:
    """Return the roots of a tree; ``given`` folders (relative to it) override the search.

    Raises BadInputError if a given root does not exist.
    """
    if given:
        for folder in given:
            if not (tree.root / folder).is_dir():
                raise BadInputError(f"--source-root {folder} is not a folder below {tree.root}")
        cleaned = sorted({folder.strip("/").removeprefix("./") or "." for folder in given})
        return Roots(tuple(SourceRoot(folder, "given by --source-root") for folder in cleaned), given=True)
    if "" in tree.packages:
        name = packages_around(tree)
        return Roots((SourceRoot(".", f"PATH is itself the package {name}"),), name)
    parents: dict[str, list[str]] = {}
    for package in tree.packages:
        outermost = _outermost(package, tree.packages)
        parent, _, name = outermost.rpartition("/")
        parents.setdefault(parent, []).append(name)
    roots = [
        SourceRoot(parent or ".", f"holds the package{'s' if len(set(names)) > 1 else ''} {_few(names)}")
        for parent, names in parents.items()
    ]
    if not any(root.path == "." for root in roots):
        roots.append(SourceRoot(".", "holds files outside every package"))
    return Roots(tuple(sorted(roots, key=lambda root: root.path)))


def _outermost(package: str, packages: frozenset[str]) -> str:
    """A folder without ``__init__`` in between does not end a package: it is a namespace inside it."""
    parts = package.split("/")
    for length in range(1, len(parts)):
        if "/".join(parts[:length]) in packages:
            return "/".join(parts[:length])
    return package


def packages_around(tree: Tree) -> str:
    """Return the name of the package that the tree's root is, with those of the packages around it."""
    folder = tree.root.resolve()
    names = [folder.name]
    while (folder.parent / "__init__.py").exists():
        folder = folder.parent
        names.append(folder.name)
    return ".".join(reversed(names))


def _few(names: list[str]) -> str:
    shown = sorted(set(names))
    more = len(shown) - _SHOWN
    return ", ".join(shown[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
