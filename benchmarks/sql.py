"""What does reading SQL cost?

    python benchmarks/sql.py

CPU milliseconds for 5,000 statements of every kind, each different, and for texts that are made to be slow: of twice
the length, they may take twice the time.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from analyzer.frameworks.raw_sql.statements import read

STATEMENTS = (
    "SELECT e.a, e.b FROM events_{0} AS e INNER JOIN rooms m ON m.id = e.room WHERE e.x = ? AND m.y IN (?, ?) LIMIT ?",
    "INSERT INTO users_{0} (a, b) SELECT a, b FROM x WHERE y IN (SELECT z FROM w) ON CONFLICT (a) DO UPDATE SET b = 1",
    "WITH recent AS (SELECT * FROM orders_{0}) UPDATE sums SET x = r.x FROM recent r WHERE r.id = sums.id",
    "DELETE FROM logs_{0} WHERE id = %s",
    "CREATE TABLE t_{0} (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES users (id), name TEXT NOT NULL)",
)
SLOW = {
    "parentheses": ("SELECT * FROM a WHERE ", "("),
    "tables": ("SELECT * FROM a", ", b"),
    "statements": ("", "SELECT 1 FROM a;"),
    "open comments": ("SELECT * FROM a ", "/*"),
    "expressions": ("WITH z AS (SELECT 1 FROM a)", ", y AS (SELECT 1 FROM b)"),
}
LENGTH = 90_000


def main() -> None:
    """Print the figures."""
    texts = [STATEMENTS[number % len(STATEMENTS)].format(number) for number in range(5_000)]
    print(f"5,000 statements: {milliseconds(texts):.0f} ms")
    for name, (beginning, part) in SLOW.items():
        once, twice = (beginning + part * (times * LENGTH // len(part)) for times in (1, 2))
        print(f"{name}: {milliseconds([once]):.0f} ms, of twice the length {milliseconds([twice]):.0f} ms")


def milliseconds(texts: list[str]) -> float:
    """Return what reading texts costs."""
    start = time.process_time()
    for text in texts:
        read(text)
    return (time.process_time() - start) * 1_000


if __name__ == "__main__":
    main()
