"""How many of the routes that a web framework serves at run time do we find, and how many that it does not serve?

    python -m benchmarks.routes NAME PATH [--list ROUTES.json] [--found entry_points.csv] [--show 20]
    python -m benchmarks.routes NAME --renew

The truth of an application is `benchmarks/routes/NAME.json` (or `--list`): what its routers held once it was started.
PATH is the same version of it, as published, unpacked and not installed; it is analysed afresh unless `--found` names
a file of an earlier analysis. `--renew` makes the list anew: it installs the requirements in
`benchmarks/routes/NAME.txt` in an environment below the user's cache folder, starts the application there with
`benchmarks/routes/probe_NAME.py`, and keeps what that prints. Nothing else of this project runs what it analyses.

What is compared, for both sides alike:

- Paths as `benchmarks/route_paths.py` spells them, without what a deployment puts before all: the `mount` of the list,
  and a beginning of which we claim that it is not known (`*/orders`).
- Paths alone; and pairs of method and path where the framework knows methods. A Django view serves every method unless
  it looks itself, so that its routes are compared by path alone. A route that we claim without a method, or for ANY, is
  right by its path and gives no pair. HEAD and OPTIONS do not count: frameworks add them.
- A route is the program's where the function that runs stands in the analysed packages (of Django's class-based views:
  the class). Where a class of the program serves it by a function that it inherits from a library, it is counted apart.
  Routes of libraries (static files, administration, what a library's own classes serve) count neither as found nor as
  invented, and recall does not ask for them.
- A route that only another configuration would mount is not in the list, and an invention here.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.route_paths import normalised

HERE = Path(__file__).parent
LISTS = HERE / "routes"
IGNORED = frozenset({"HEAD", "OPTIONS"})
ANY = frozenset({"ANY", "*"})
UNKNOWN = ("*/", "/*/")
PART = re.compile(r"(?<![.\])}])(?<!\\[dDwWsS])\*")  # that repeats nothing of a regular expression
KINDS = {"paths": "paths", "pairs": "pairs of method and path"}
Pair = tuple[str, str]


def main() -> None:
    """Compare, or make a list anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("path", type=Path, nargs="?")
    parser.add_argument("--list", type=Path, dest="truth")
    parser.add_argument("--found", type=Path)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--renew", action="store_true")
    given = parser.parse_args()
    if given.renew:
        renew(given.name)
        return
    if given.path is None and given.found is None:
        parser.error("PATH or --found is needed")
    truth = truth_of(json.loads((given.truth or LISTS / f"{given.name}.json").read_text(encoding="utf-8")))
    if given.found:
        found = found_in(given.found.read_text(encoding="utf-8").splitlines(), truth.mount)
    else:
        found = found_by_analysis(given.path.resolve(), truth.mount)
    for line in report(truth, found, given.show):
        print(line)


@dataclass
class Routes:
    """Pairs of method and path, each with the dotted names of what serves it; an empty method stands for any.

    Of the paths in ``vague`` a part is not known.
    """

    by_pair: dict[Pair, set[str]] = field(default_factory=dict)
    vague: set[str] = field(default_factory=set)

    def add(self, methods: Iterable[str], path: str, served_by: Iterable[str]) -> None:
        """Add a path by each of its methods; one that serves none but those ignored is none."""
        said = set(methods) - ANY
        for method in said - IGNORED if said else {""}:
            self.by_pair.setdefault((method, path), set()).update(served_by)

    @property
    def paths(self) -> dict[str, set[str]]:
        """The same by path alone."""
        found: dict[str, set[str]] = {}
        for (_, path), names in self.by_pair.items():
            found.setdefault(path, set()).update(names)
        return found

    @property
    def pairs(self) -> dict[Pair, set[str]]:
        """Those of which a method is known."""
        return {pair: names for pair, names in self.by_pair.items() if pair[0]}


@dataclass
class Truth:
    """The routes of a started application by whose code serves them, with the versions that were started."""

    versions: str
    own: Routes = field(default_factory=Routes)
    inherited: Routes = field(default_factory=Routes)
    library: Routes = field(default_factory=Routes)
    mount: str = ""


def truth_of(record: dict[str, Any]) -> Truth:
    """Sort the routes of a list by whose code serves them."""
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    truth = Truth(versions, mount=record.get("mount", ""))
    for row in record["routes"]:
        view = row["view"]
        function = row.get("function", view)
        if _within(function, record["packages"]):
            group = truth.own
        else:
            group = truth.inherited if _within(view, record["packages"]) else truth.library
        names = {one.replace(":", ".") for one in (view, function, *row.get("handlers", {}).values())}
        group.add(row["methods"], normalised(row["rule"], truth.mount), names)
    return truth


def _within(name: str, packages: list[str]) -> bool:
    module = name.partition(":")[0] + "."
    inside = module.startswith(tuple(f"{one}." for one in packages if not one.startswith("-")))
    return inside and not module.startswith(tuple(f"{one[1:]}." for one in packages if one.startswith("-")))


def found_by_analysis(path: Path, mount: str) -> Routes:
    """Analyse a tree without the cache and return the routes found."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "seamline", "analyze", str(path), "--quiet", "--no-cache"]
        subprocess.run([*command, "--output", f"csv={folder}"], check=True, cwd=HERE.parent)
        return found_in((Path(folder) / "entry_points.csv").read_text(encoding="utf-8").splitlines(), mount)


def found_in(lines: Iterable[str], mount: str = "") -> Routes:
    """Return the HTTP routes in the lines of an ``entry_points.csv``: ``GET,POST /orders/<id>`` or a path alone."""
    found = Routes()
    for row in csv.DictReader(lines):
        if row["kind"] != "http":
            continue
        first, space, path = row["name"].partition(" ")
        if not space or not (first in ANY or first.replace(",", "").replace("|", "").isupper()):
            first, path = "", row["name"]
        path = path.removeprefix("/").removeprefix("*") if path.startswith(UNKNOWN) else path
        whole = normalised(path, mount)
        found.add(first.replace("|", ",").split(",") if first else (), whole, {row["definition"]})
        if PART.search(path):
            found.vague.add(whole)
    return found


def report(truth: Truth, found: Routes, show: int) -> Iterable[str]:
    """Yield the figures, each with at most ``show`` of each kind of miss."""
    yield truth.versions
    for kind in ("paths", "pairs") if truth.own.pairs else ("paths",):
        figures = compare(truth, found, kind)
        yield KINDS[kind]
        yield f"  recall        {_share(figures.hit, figures.hit | figures.missed)}"
        if figures.inherited or figures.not_inherited:
            yield f"  of inherited  {_share(figures.inherited, figures.inherited | figures.not_inherited)}"
        yield f"  precision     {_share(figures.right, figures.right | figures.invented)}"
        vague = {one for one in figures.invented if (one if isinstance(one, str) else one[1]) in found.vague}
        yield f"  of the inventions, with a part that is not known: {len(vague)}"
        yield f"  definition    {_share(figures.same_definition, figures.right)}"
        yield f"  of libraries, left out: {len(figures.library)}, claimed: {len(figures.claimed_of_libraries)}"
        for name, routes in figures.errors.items() if show else ():
            yield f"  {name}: {len(routes)}"
            yield from (f"    {_spelled(one)}  {figures.names[one]}" for one in sorted(routes, key=_spelled)[:show])


@dataclass
class Figures:
    """Sets of paths, or of pairs of method and path; ``names`` says what serves each, or is claimed to."""

    hit: set[object]
    inherited: set[object]
    right: set[object]
    library: set[object]
    claimed_of_libraries: set[object]
    same_definition: set[object]
    missed: set[object]
    not_inherited: set[object]
    invented: set[object]
    names: dict[object, str]

    @property
    def errors(self) -> dict[str, set[object]]:
        """What to look at, by kind."""
        return {
            "missed": self.missed,
            "inherited, missed": self.not_inherited,
            "invented": self.invented,
            "of another definition": self.right - self.same_definition,
        }


def compare(truth: Truth, found: Routes, kind: str) -> Figures:
    """Compare by ``paths`` or by ``pairs``."""
    own, passed_on, library = (getattr(one, kind) for one in (truth.own, truth.inherited, truth.library))
    inherited = {one: names for one, names in passed_on.items() if one not in own}
    program = {one: names | passed_on.get(one, set()) for one, names in (inherited | own).items()}
    claims = getattr(found, kind)
    right = claims.keys() & program.keys()
    return Figures(
        hit=claims.keys() & own.keys(),
        inherited=claims.keys() & inherited.keys(),
        right=right,
        library=library.keys() - program.keys(),
        claimed_of_libraries=claims.keys() & library.keys() - program.keys(),
        same_definition={one for one in right if _agree(claims[one], program[one])},
        missed=own.keys() - claims.keys(),
        not_inherited=inherited.keys() - claims.keys(),
        invented=claims.keys() - program.keys() - library.keys(),
        names={one: " ".join(sorted(names)) for one, names in (program | claims).items()},
    )


def _agree(claimed: set[str], served: set[str]) -> bool:
    """Tell whether one of the definitions claimed serves a route, or is the class that does or one of its methods."""
    pairs = [(one, other) for one in claimed for other in served]
    return any(f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.") for one, other in pairs)


def _share(part: set[object], whole: set[object]) -> str:
    return f"{len(part):>5} of {len(whole):<5}" + (f"{len(part) / len(whole):.3f}" if whole else "")


def _spelled(route: object) -> str:
    return f"{route[1]}  {route[0]}" if isinstance(route, tuple) else str(route)


def renew(name: str) -> None:
    """Install an application in an environment of its own, start it there, and keep the list of its routes."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "seamline-benchmarks" / name
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    requirements = LISTS / f"{name}.txt"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--requirement", str(requirements)], check=True)
    listed = subprocess.run([str(python), str(LISTS / f"probe_{name}.py")], check=True, stdout=subprocess.PIPE).stdout
    (LISTS / f"{name}.json").write_bytes(listed)


if __name__ == "__main__":
    main()
