"""How the customers of the old program were taken over, kept for the next time.

python examples/take_over_customers.py old.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from businessplatform import data_access


def take_over(path: Path) -> int:
    with open(path, newline="", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    with data_access.transaction():
        team = data_access.insert("teams", name="Take-over", depot="none")
        for row in rows:
            data_access.insert("customers", name=row["name"], email=row["mail"], manager_id=int(row["manager"]))
        data_access.execute("UPDATE vehicles SET team_id = ? WHERE team_id IS NULL", (team,))
    return len(rows)


if __name__ == "__main__":
    print(take_over(Path(sys.argv[1])))
