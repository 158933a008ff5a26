"""What does an analysis to HTML and JSON cost, beside `ast.parse` over exactly the same files in the same run?

    python benchmarks/analyze.py PATH [PATH ...]

For each tree prints files and lines read; of a cold run (without the cache) CPU seconds of all processes, wall seconds
and MiB of the largest process; CPU and wall seconds of a warm one (the same again, nothing changed); and the ratios of
both CPU figures to `ast.parse` (reading excluded, the collector as Python starts with it). Medians of three rounds; all
are measured in turn, so that a drifting machine moves all. Our modules are compiled first, as an installation does.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
HOME = Path(__file__).parent.parent
PACKAGES = ("analyzer", "reports", "seamline")
PARSE = """
import ast, json, sys, time, warnings
warnings.simplefilter("ignore")
sources = [open(path, "rb").read() for path in json.load(sys.stdin)]
start = time.process_time()
for source in sources:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        pass
print(time.process_time() - start)
"""


def main() -> None:
    """Measure every tree given and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="+", type=Path)
    parser.add_argument("--jobs", default="0", help="worker processes; 0: one per core")
    arguments = parser.parse_args()
    for package in PACKAGES:
        compileall.compile_dir(HOME / package, quiet=2)
    print(f"{'':32s}{'cold':>8s}{'':>15s}{'warm':>8s}{'':>8s}{'ast.parse':>11s}{'ratios':>14s}")
    print(
        f"{'tree':16s}{'files':>7s}{'lines':>9s}{'cpu s':>8s}{'wall s':>8s}{'MiB':>7s}"
        f"{'cpu s':>8s}{'wall s':>8s}{'cpu s':>11s}{'cold':>7s}{'warm':>7s}"
    )
    for path in arguments.path:
        print(measure(path, arguments.jobs), flush=True)


def measure(path: Path, jobs: str) -> str:
    """Return the line of one tree."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows = []
        run(path, jobs, folder, "--cache")  # fills the cache
        for _ in range(ROUNDS):
            cold, warm = run(path, jobs, folder, "--no-cache"), run(path, jobs, folder, "--cache")
            result = json.loads((folder / "result.json").read_bytes())
            read = [module for module in result["modules"] if module["status"] in ("parsed", "lowered")]
            rows.append((*cold, *warm, parse([str(path / module["path"]) for module in read])))
    cpu, wall, memory, again, soon, _, parsing = (statistics.median(column) for column in zip(*rows, strict=True))
    ratios = (statistics.median(row[index] / row[-1] for row in rows) for index in (0, 3))
    lines = sum(module["lines"] for module in read)
    return (
        f"{path.name:16s}{len(read):7d}{lines:9d}{cpu:8.2f}{wall:8.2f}{memory:7.0f}"
        f"{again:8.2f}{soon:8.2f}{parsing:11.2f}{''.join(f'{one:7.2f}' for one in ratios)}"
    )


def run(path: Path, jobs: str, scratch: Path, cache: str) -> tuple[float, float, float]:
    """Analyse a tree to HTML and JSON; return CPU seconds, wall seconds and MiB of the largest process."""
    command = [sys.executable, "-m", "seamline", "analyze", str(path.resolve()), "-q", cache, "--jobs", jobs]
    for output in ("html=report.html", "json=result.json"):
        command += ["--output", output]
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    environment = os.environ | {"SEAMLINE_CACHE": str(scratch / "cache")}
    start = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=scratch,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    wall = time.perf_counter() - start
    cpu, memory = ran.stdout.split()[-2:]
    return float(cpu), wall, float(memory) / 1024


def parse(paths: list[str]) -> float:
    """Return the CPU seconds of `ast.parse` over some files, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", PARSE], input=json.dumps(paths), capture_output=True, text=True, check=True
    )
    return float(ran.stdout)


if __name__ == "__main__":
    main()
