"""What does reading a tree cost: discovery, facts and imports, cold, warm and with one file changed, and who else?

    python benchmarks/reading.py PATH [PATH ...] [--peers] [--libcst]

Every row is measured in a process of its own, in turn, three times; medians are printed. CPU seconds are of all
processes, the collector as Python starts with it in the rows that are not ours. `ratio` is CPU to `ast.parse` over the
same files (those that we parsed or lowered), `wall` beside it the same of wall time. `--peers` makes an environment in
`build/peers` and runs grimp, pydeps, pyan3, code2flow and emerge once each, for at most two minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
import warnings
from collections.abc import Callable
from pathlib import Path

HOME = Path(__file__).parent.parent
PEERS = HOME / "build" / "peers"
ROUNDS = 3
PATIENCE = 120
Row = tuple[float, float, float]


def main() -> None:
    """Measure every tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="+", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--libcst", action="store_true", help="also parse with libcst, which takes ten times as long")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(ONE[given.one](given.path[0])))
        return
    for path in given.path:
        measure(path.resolve(), peers=given.peers, libcst=given.libcst)


def measure(path: Path, *, peers: bool, libcst: bool) -> None:
    """Print the rows of one tree."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / path.name
        shutil.copytree(path, copy, symlinks=True)
        names = ["read + sha256", "ast.parse", *(["libcst.parse_module"] if libcst else []), *OURS]
        rows: dict[str, list[Row]] = {name: [] for name in names}
        for _ in range(ROUNDS):
            for name in sorted(names, key=lambda name: name not in OURS):  # ours first: they say which files count
                rows[name].append(ours(name, copy, Path(scratch) / "cache"))
        parsed = _medians(rows["ast.parse"])
        files = json.loads((Path(scratch) / "cache" / "files.json").read_text())
        print(f"\n{path.name}: {len(files)} files, {sum(files.values()):,} lines")
        print(f"{'':26s}{'cpu s':>8s}{'wall s':>8s}{'MiB':>7s}{'ratio':>8s}{'wall':>7s}")
        for name in names:
            _print(name, _medians(rows[name]), parsed)
        for name, command in peers_of(copy, Path(scratch)).items() if peers else ():
            _print(name, peer(command, Path(scratch)), parsed)
        print("stages, cold, one process: " + stages(copy, Path(scratch)))


def ours(name: str, tree: Path, cache: Path) -> Row:
    """Run one row in a process of its own; warm rows find the cache that the cold one left."""
    if name.startswith("cold"):
        shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(exist_ok=True)
    if name == "one file changed":
        largest = max(tree.rglob("*.py"), key=lambda file: file.stat().st_size)
        with largest.open("a", encoding="utf-8") as handle:
            handle.write(f"\n# {time.time_ns()}\n")
    command = [sys.executable, __file__, str(tree), "--one", name]
    ran = subprocess.run(
        command, env=os.environ | {"SEAMLINE_CACHE": str(cache)}, capture_output=True, text=True, check=True
    )
    cpu, wall, memory = json.loads(ran.stdout.splitlines()[-1])
    return cpu, wall, memory


def peer(command: list[str], scratch: Path) -> Row | str:
    """Run somebody else's tool; a sentence where it fails or does not end."""
    code = (
        "import resource, subprocess, sys, time\nstart = time.perf_counter()\n"
        f"subprocess.run(sys.argv[1:], check=True, timeout={PATIENCE}, stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print([used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=scratch, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["?"])[-1]
        return "does not end in two minutes" if "TimeoutExpired" in last else f"fails: {last[:70]}"
    cpu, wall, memory = json.loads(ran.stdout.splitlines()[-1])
    return cpu, wall, memory


def peers_of(tree: Path, scratch: Path) -> dict[str, list[str]]:
    """Return the command of each peer; makes their environment."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        venv.create(PEERS, with_pip=True)
        tools = ["grimp", "pydeps", "pyan3", "code2flow", "emerge-viz", "setuptools<81"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *tools], check=False)
    packages = sorted(file.parent.name for file in tree.glob("*/__init__.py"))
    files = [str(file) for package in packages for file in sorted((tree / package).rglob("*.py"))]
    config = scratch / "emerge.yaml"
    config.write_text(
        f"project_name: tree\nloglevel: error\nanalyses:\n- analysis_name: tree\n  source_directory: {tree}\n"
        "  only_permit_languages: [py]\n  only_permit_file_extensions: [.py]\n  ignore_directories_containing: []\n"
        "  ignore_files_containing: []\n  import_aliases: []\n  file_scan: [dependency_graph]\n"
        f"  export:\n  - directory: {scratch}\n  - json\n",
        encoding="utf-8",
    )
    graph = f"import sys, grimp; sys.path.insert(0, {str(tree)!r}); grimp.build_graph(*{packages!r}, cache_dir=None)"
    where = PEERS / "bin"
    return {
        "grimp, cold": [str(python), "-c", graph],
        "pydeps": [str(where / "pydeps"), str(tree / packages[0]), "--noshow", "--no-output", "--show-deps"],
        "pyan3": [str(where / "pyan3"), *files, "--uses", "--no-defines", "--dot"],
        "code2flow": [str(where / "code2flow"), *files, "--quiet", "--output", str(scratch / "flow.json")],
        "emerge": [str(where / "emerge"), "-c", str(config)],
    }


def stages(tree: Path, scratch: Path) -> str:
    """Return the CPU seconds of each stage of a whole analysis in one process."""
    ran = subprocess.run(
        [sys.executable, __file__, str(tree), "--one", "stages"],
        env=os.environ | {"SEAMLINE_CACHE": str(scratch / "none")},
        capture_output=True,
        text=True,
        check=True,
    )
    return ", ".join(f"{name} {spent:.2f}" for name, spent in json.loads(ran.stdout.splitlines()[-1]))


def _medians(rows: list[Row]) -> Row:
    cpu, wall, memory = (statistics.median(column) for column in zip(*rows, strict=True))
    return cpu, wall, memory


def _print(name: str, row: Row | str, parsed: Row) -> None:
    if isinstance(row, str):
        print(f"{name:26s}{row}")
        return
    cpu, wall, memory = row
    print(f"{name:26s}{cpu:8.2f}{wall:8.2f}{memory:7.0f}{cpu / parsed[0]:8.2f}{wall / parsed[1]:7.2f}")


def _timed(work: Callable[[], object]) -> Row:
    before, start = _cpu(), time.perf_counter()
    work()
    wall, cpu = time.perf_counter() - start, _cpu() - before
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return cpu, wall, max(resource.getrusage(one).ru_maxrss for one in who) / 1024


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _reading(jobs: int, *, cache: bool = True) -> Callable[[Path], Row]:
    """Discovery, facts and imports, in this process; libraries are loaded before."""

    def row(tree: Path) -> Row:
        import gc

        from analyzer.link.imports import import_edges
        from analyzer.model.options import Options
        from analyzer.progress import Progress
        from analyzer.project.roots import find_roots
        from analyzer.reading import read_tree
        from analyzer.source.discovery import discover

        def work() -> None:
            gc.disable()
            options = Options(jobs=jobs, cache=cache)
            found = discover(tree, options)
            read = read_tree(found, find_roots(found, ()), options, Progress())
            import_edges(read.program, frozenset(module.name for module in read.modules))
            lines = {module.path: module.lines for module in read.modules if module.status in ("parsed", "lowered")}
            Path(os.environ["SEAMLINE_CACHE"], "files.json").write_text(json.dumps(lines), encoding="utf-8")

        return _timed(work)

    return row


def _contents(tree: Path) -> list[bytes]:
    listed = Path(os.environ["SEAMLINE_CACHE"], "files.json")
    paths = (
        json.loads(listed.read_text()) if listed.exists() else [str(f.relative_to(tree)) for f in tree.rglob("*.py")]
    )
    return [(tree / path).read_bytes() for path in paths]


def _hashing(tree: Path) -> Row:
    import hashlib

    return _timed(lambda: [hashlib.sha256(content).digest() for content in _contents(tree)])


def _parsing(parse: Callable[[bytes], object]) -> Callable[[Path], Row]:
    def row(tree: Path) -> Row:
        warnings.simplefilter("ignore")
        contents = _contents(tree)

        def work() -> None:
            for content in contents:
                try:
                    parse(content)
                except Exception:  # noqa: BLE001, S112  # what one parser refuses is no business of the clock
                    continue

        return _timed(work)

    return row


def _ast(content: bytes) -> object:
    import ast

    return ast.parse(content)


def _libcst(content: bytes) -> object:
    import libcst

    return libcst.parse_module(content)


def _stages(tree: Path) -> list[tuple[str, float]]:
    from analyzer.model.options import Options
    from analyzer.pipeline import analyze
    from analyzer.progress import Progress

    class Stopwatch(Progress):
        def __init__(self) -> None:
            self.marks = [("discovery", _cpu())]

        def stage(self, name: str, steps: int = 0) -> None:  # noqa: ARG002
            self.marks.append((name.split(maxsplit=1)[0], _cpu()))

    watch = Stopwatch()
    analyze(tree, Options(jobs=1, cache=False), watch)
    ends = [mark for _, mark in watch.marks[1:]] + [_cpu()]
    return [(name, end - begin) for (name, begin), end in zip(watch.marks, ends, strict=True)]


OURS = ("cold, one process", "cold, two processes", "warm", "one file changed")
ONE: dict[str, Callable[[Path], object]] = {
    "read + sha256": _hashing,
    "ast.parse": _parsing(_ast),
    "libcst.parse_module": _parsing(_libcst),
    "cold, one process": _reading(1),
    "cold, two processes": _reading(2),
    "warm": _reading(1),
    "one file changed": _reading(1),
    "stages": _stages,
}


if __name__ == "__main__":
    main()
