"""With which words do statements begin that are about rows, and what does each do to its table?"""

from __future__ import annotations

from analyzer.frameworks.raw_sql.vocabulary import keywords
from analyzer.model.data import RowOperation

_SELECT, _INSERT, _UPDATE, _DELETE = RowOperation.SELECT, RowOperation.INSERT, RowOperation.UPDATE, RowOperation.DELETE
WRITES = {"UPDATE": _UPDATE, "DELETE": _DELETE, "INSERT": _INSERT}
OPERATIONS = {
    "INSERT": (_INSERT,),
    "REPLACE": (_INSERT, _UPDATE),
    "UPDATE": (_UPDATE,),
    "DELETE": (_DELETE,),
    "TRUNCATE": (_DELETE,),
    "LOCK": (_SELECT,),
    "TABLE": (_SELECT,),
    "REFRESH": (_UPDATE,),
    "MERGE": (),
    "COPY": (),
}
NESTED = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})  # verbs that may stand between parentheses
LISTS = frozenset({"DELETE", "TRUNCATE", "LOCK"})  # verbs that may be about several tables
AFTER_VERB = {
    "INSERT": keywords("LOW_PRIORITY DELAYED HIGH_PRIORITY IGNORE OVERWRITE INTO TABLE OR REPLACE ABORT FAIL ROLLBACK"),
    "REPLACE": frozenset({"LOW_PRIORITY", "DELAYED", "INTO"}),
    "UPDATE": keywords("LOW_PRIORITY IGNORE ONLY OR REPLACE ABORT FAIL ROLLBACK"),
    "DELETE": frozenset({"LOW_PRIORITY", "QUICK", "IGNORE", "FROM", "ONLY"}),
    "MERGE": frozenset({"INTO"}),
    "TRUNCATE": frozenset({"TABLE", "ONLY"}),
    "COPY": frozenset({"INTO"}),
    "LOCK": frozenset({"TABLE", "TABLES", "ONLY"}),
    "TABLE": frozenset({"ONLY"}),
    "REFRESH": frozenset({"MATERIALIZED", "VIEW", "CONCURRENTLY"}),
}
"""The words between a verb and the table that it is about."""
EXPLAINS = keywords("EXPLAIN ANALYZE VERBOSE QUERY PLAN EXTENDED FORMATTED COST")
