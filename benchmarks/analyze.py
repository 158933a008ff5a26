"""What does an analysis cost without the cache, beside `ast.parse` over exactly the same files in the same run?

    python benchmarks/analyze.py PATH [PATH ...]

For each tree prints files and lines read, CPU seconds of all processes, wall seconds, the largest process in MiB, and
the ratio of CPU to `ast.parse` (reading excluded, the collector as Python starts with it). Medians of three rounds;
the two are measured in turn, so that a drifting machine moves both.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
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
    print(
        f"{'tree':16s}{'files':>7s}{'lines':>9s}{'cpu s':>8s}{'wall s':>8s}{'MiB':>7s}{'ast.parse s':>13s}{'ratio':>7s}"
    )
    for path in arguments.path:
        print(measure(path, arguments.jobs))


def measure(path: Path, jobs: str) -> str:
    """Return the line of one tree."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = []
        for _ in range(ROUNDS):
            cost = run(path, jobs, Path(scratch))
            result = json.loads((Path(scratch) / "result.json").read_bytes())
            read = [module for module in result["modules"] if module["status"] in ("parsed", "lowered")]
            rows.append((*cost, parse([str(path / module["path"]) for module in read])))
    cpu, wall, memory, parsing = (statistics.median(column) for column in zip(*rows, strict=True))
    ratio = statistics.median(row[0] / row[3] for row in rows)
    lines = sum(module["lines"] for module in read)
    return f"{path.name:16s}{len(read):7d}{lines:9d}{cpu:8.2f}{wall:8.2f}{memory:7.0f}{parsing:13.2f}{ratio:7.2f}"


def run(path: Path, jobs: str, scratch: Path) -> tuple[float, float, float]:
    """Analyse a tree to HTML, JSON and CSV; return CPU seconds, wall seconds and MiB of the largest process."""
    command = [sys.executable, "-m", "seamline", "analyze", str(path.resolve()), "-q", "--no-cache", "--jobs", jobs]
    for output in ("html=report.html", "json=result.json", "csv=csv"):
        command += ["--output", output]
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    start = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=scratch, capture_output=True, text=True, check=True
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
