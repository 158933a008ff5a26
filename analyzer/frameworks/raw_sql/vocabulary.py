"""Which words does SQL give a meaning to that says where tables stand? Those of all dialects together."""

from __future__ import annotations

import re

from analyzer.frameworks.raw_sql.tokens import begins_after
from analyzer.link.patterns import is_known


def keywords(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


QUERIES = frozenset({"SELECT", "WITH", "VALUES"})
SET_OPERATIONS = frozenset({"UNION", "INTERSECT", "EXCEPT", "MINUS"})
_ENDS = keywords(
    "WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH WINDOW RETURNING QUALIFY CONNECT START PREWHERE VALUES FOR OPTION "
    "OUTPUT DEFAULT OVERRIDING"
)
CLAUSES = _ENDS | SET_OPERATIONS | keywords("SELECT FROM JOIN STRAIGHT_JOIN APPLY INTO USING SET THEN DO KEY TO")
"""Words that begin a clause, or say what is done to the table of a statement."""
ENDS = _ENDS

_JOINS = keywords("JOIN STRAIGHT_JOIN LEFT RIGHT INNER OUTER FULL CROSS NATURAL ASOF ANTI SEMI GLOBAL APPLY")
_MODIFIERS = keywords(
    "ON USING SET AS PARTITION TABLESAMPLE USE FORCE IGNORE WITH INDEXED NOT LATERAL PIVOT UNPIVOT FINAL SAMPLE AT "
    "MATCH_RECOGNIZE READ WRITE IN CASCADE RESTRICT RESTART CONTINUE FROM TO WHEN INTO NOWAIT WITHIN ANY ALL "
    "ARRAY"
)
NOT_AN_ALIAS = _ENDS | SET_OPERATIONS | _JOINS | _MODIFIERS | frozenset({"SELECT"})
"""Words that may follow a table, and are no other name for it."""

RESERVED = keywords(
    "SELECT FROM WHERE GROUP HAVING ORDER LIMIT UNION INTERSECT EXCEPT JOIN LEFT RIGHT INNER OUTER FULL CROSS NATURAL "
    "ON USING SET AS INTO VALUES FOR WHEN THEN AND OR NOT NULL IN CASE WITH RETURNING FETCH IS LIKE BETWEEN EXISTS BY"
)
"""Words that no table is called without quotes."""

BEFORE_NAME = frozenset({"ONLY", "LATERAL", "TABLE", "TABLES"})
HINTS = frozenset({"NOLOCK", "READPAST", "UPDLOCK", "ROWLOCK", "TABLOCK", "TABLOCKX", "HOLDLOCK", "XLOCK"})
ARTICLES = keywords("the this that these those your our my his her their its all each every any which what it them you")
"""Words of English that no table is called, so that the text is a sentence."""
SHORT_ARTICLES = frozenset({"a", "an"})

_BEGINS = re.compile(
    r"""(?:select\b[\s\S]*\bfrom\b
    |insert\s+(?:or\s+\w+\s+|ignore\s+|low_priority\s+|delayed\s+|overwrite\s+)*(?:into\b|table\b|\S+\s*\()
    |replace\s+(?:low_priority\s+|delayed\s+)?into\s
    |update\s[\s\S]+\sset\b
    |delete\s+(?:from\b|[\s\S]+\sfrom\b)
    |with\s+(?:recursive\s+)?\S[\s\S]*?\bas\s*(?:not\s+)?(?:materialized\s*)?\(
    |merge\s+(?:into\s+)?\S+\s[\s\S]*\susing\b
    |truncate\s+(?:table\s+)?(?:only\s+)?[^\s;]+\s*(?:,|;|cascade\b|restrict\b|restart\b|continue\b|$)
    |copy\s+(?:into\s+)?(?:\(|\S+\s*(?:\([^()]*\)\s*)?(?:from|to)\s)
    |lock\s+tables?\s
    |(?-i:TABLE\s+[^\s\[]+\s*;?\s*$)
    |load\s+data\s[\s\S]*\binto\s+table\s
    |refresh\s+materialized\s+view\s
    |explain\s+[\s\S]*\b(?:from|into|update)\b
    |declare\s[\s\S]*\scursor\s[\s\S]*\bfrom\b
    |create\s+(?:or\s+replace\s+)?(?:global\s+|local\s+)?(?:temp\s+|temporary\s+|unlogged\s+|external\s+|transient\s+
        |virtual\s+|materialized\s+|recursive\s+|foreign\s+|column\s+)*(?:table|view)\b\s*\S
    |alter\s+table\s
    |drop\s+(?:temporary\s+)?(?:table|view|materialized\s+view)\s
    |create\s+sequence\s
    |(?:pragma|begin|start\s+transaction|set|use|create|drop)\b[^;]{0,400};[\s\S]*\b(?:table|into|from|update|view)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_VERB = re.compile(r"(?:select|insert|update|delete|replace|with|merge)\s", re.IGNORECASE)


def begins_like_sql(text: str) -> bool:
    """Return whether a text may be SQL, by its first words; where parts are not known, by the first word alone."""
    place = begins_after(text)
    if _BEGINS.match(text, place):
        return True
    return not is_known(text) and _VERB.match(text, place) is not None
