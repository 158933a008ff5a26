"""Does any file, however broken, crash the reader or keep it busy? Mutates real files for some minutes.

``python benchmarks/fuzz.py PATH [PATH …] --minutes 15`` prints how many mutants were read, how many of them could be,
and the slowest one; it stops at the first that raises or takes longer than ten seconds, and keeps it beside.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analyzer.extract.read_file import read_file

LONGEST = 10.0
_LARGEST = 60_000
_SCRAPS = (
    *(b"(", b")", b"[", b"]", b"{", b"}", b'"', b"'", b'"""', b"\\", b"\n", b"\t", b"\0", b"\xff", b"\xef\xbb\xbf"),
    *(b"f'{x['y']}'", b"type X = int\n", b"lambda: ", b"*" * 50, b"(" * 120, b".a" * 3000, b"+1" * 3000, b"not " * 500),
    *(b"print 'x'\n", b"except A, B:", b"match x:\n case [a, *b]: ...\n", b"# coding: utf-7\n", b"class A[T]: ...\n"),
    *(b"async ", b"await ", b"yield ", b":=", b"->", b"@", b"...", b"global x\n", b"import " + b"a." * 200 + b"b\n"),
)
_Mutation = Callable[[bytes], bytes]


def mutations() -> st.SearchStrategy[_Mutation]:
    """Cut, copy, move, insert or flip somewhere, at places given as shares of the length."""
    place = st.floats(0, 1)

    def made(kind: str, a: float, b: float, scrap: bytes) -> _Mutation:
        def change(content: bytes) -> bytes:
            first, last = sorted((int(a * len(content)), int(b * len(content))))
            return {
                "cut": content[:first] + content[last:],
                "keep": content[first:last],
                "double": content[:last] + content[first:],
                "insert": content[:first] + scrap + content[first:],
                "replace": content[:first] + scrap + content[first + len(scrap) :],
                "indent": content[:first] + content[first:last].replace(b"\n", b"\n    ") + content[last:],
                "join": content[:first] + content[first:last].replace(b"\n", b" ") + content[last:],
            }[kind]

        return change

    kinds = st.sampled_from(("cut", "keep", "double", "insert", "replace", "indent", "join"))
    return st.builds(made, kinds, place, place, st.sampled_from(_SCRAPS) | st.binary(max_size=8))


def main() -> None:
    """Mutate and read until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--minutes", type=float, default=15)
    given_ = parser.parse_args()
    files = sorted(file for path in given_.paths for file in path.rglob("*.py") if 0 < file.stat().st_size < _LARGEST)
    until = time.monotonic() + 60 * given_.minutes
    seen: Counter[str] = Counter()
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "mutant.py"

        @settings(
            max_examples=2_000,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(files), st.lists(mutations(), min_size=1, max_size=4))
        def read(file: Path, changes: list[_Mutation]) -> None:
            nonlocal slowest
            if time.monotonic() > until:
                return
            content = file.read_bytes()
            for change in changes:
                content = change(content)
            target.write_bytes(content)
            begin = time.perf_counter()
            try:
                result = read_file(str(target))
            except BaseException:
                _keep(content, f"{file}: raised")
                raise
            spent = time.perf_counter() - begin
            slowest = max(slowest, (spent, f"{file.name}, {len(content):,} bytes"))
            if spent > LONGEST:
                _keep(content, f"{file}: {spent:.1f} s")
            seen["lowered" if result.lowered else "parsed" if result.facts else "unread"] += 1

        while time.monotonic() < until:
            read()
    print(f"{sum(seen.values()):,} mutants of {len(files):,} files: {dict(seen)}")
    print(f"slowest: {slowest[0]:.2f} s ({slowest[1]})")


def _keep(content: bytes, why: str) -> None:
    Path("mutant.py").write_bytes(content)
    sys.exit(f"{why}; kept as mutant.py")


if __name__ == "__main__":
    main()
