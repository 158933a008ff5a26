"""Which tables does one statement read and write? Read from its words, from left to right, in one pass.

What follows ``FROM``, ``JOIN``, ``INTO``, ``UPDATE``, ``USING`` is a table, unless it is a common table expression, an
alias, a function, or the ``FROM`` of ``EXTRACT(… FROM …)`` and its like. Parentheses are a stack of frames, so that
nothing is too deep. Unknown parts are words: where one stands for a table, that table is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.frameworks.raw_sql.frames import Frame
from analyzer.frameworks.raw_sql.identifiers import read_name
from analyzer.frameworks.raw_sql.tokens import NAME, NUMBER, STRING, WORD, Token
from analyzer.frameworks.raw_sql.uses import Uses
from analyzer.frameworks.raw_sql.verbs import AFTER_VERB, EXPLAINS, LISTS, NESTED, OPERATIONS, WRITES
from analyzer.frameworks.raw_sql.vocabulary import (
    ARTICLES,
    BEFORE_NAME,
    CLAUSES,
    ENDS,
    HINTS,
    NOT_AN_ALIAS,
    QUERIES,
    RESERVED,
    SET_OPERATIONS,
    SHORT_ARTICLES,
)
from analyzer.link.patterns import is_known, says_nothing
from analyzer.model.data import RowOperation


class Reader:
    """Reads one statement.

    ``found`` is what it does; ``is_sure`` is that nothing looked odd, ``is_prose`` that it reads like a sentence.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._count = len(tokens)
        self._stack: list[Frame] = []
        self._frame = Frame()
        self.found = Uses()
        self.is_sure = True
        self.is_prose = False

    def read(self, place: int = 0) -> Reader:
        """Read the statement from a token on."""
        while place < self._count:
            place = self._step(place)
        while self._stack:
            self._close()
        self._finish(self._frame)
        return self

    def _step(self, place: int) -> int:
        frame, token = self._frame, self._tokens[place]
        upper = token.upper
        if upper == "(":
            return self._open(place)
        if upper == ")":
            self._close()
            return place + 1
        if frame.naming:
            return self._with(place)
        if frame.expects:
            return self._table(place)
        if frame.begins:
            return self._verb(place)
        if upper == "WITH" and frame.verb == "INSERT" and not frame.clause:
            frame.naming = "name"
        elif upper == ",":
            if frame.clause == "from":
                frame.expects = "table"
            elif frame.clause == "targets":
                frame.expects = "target"
        elif token.kind == WORD and upper in CLAUSES and self._upper(place - 1) != ".":
            return self._clause(place)
        elif frame.clause == "set" and self._upper(place + 1) == ".":
            self._note_assigned(place)
        elif frame.clause in ("", "select") and token.kind == WORD and says_nothing(token.text):
            frame.hides = True
        return place + 1

    def _upper(self, place: int) -> str:
        return self._tokens[place].upper if 0 <= place < self._count else ""

    def _open(self, place: int) -> int:
        """Go into parentheses: a common table expression, a table in place of a table's name, or anything else."""
        outer, inner = self._frame, Frame()
        if outer.naming == "body" and self._upper(place - 1) in ("AS", "MATERIALIZED"):
            inner.kind = "expression"
            if outer.is_recursive:
                self.found.show(outer)
        elif outer.expects == "table":
            inner.kind = "derived"
            outer.expects = ""
            if self._upper(place + 1) not in QUERIES and self._upper(place + 1) not in WRITES:
                inner.clause, inner.expects, inner.begins = "from", "table", False
        elif outer.expects:
            outer.expects = ""
        self._stack.append(outer)
        self._frame = inner
        return place + 1

    def _close(self) -> None:
        if not self._stack:
            self.is_sure = False
            return
        inner = self._frame
        self._finish(inner)
        outer = self._frame = self._stack.pop()
        if inner.kind == "expression":
            self.found.show(outer)
            outer.naming = "next"
        elif inner.kind == "derived":
            outer.take(inner)

    def _with(self, place: int) -> int:
        """Go on in ``WITH name (columns) AS (…), name AS (…) verb``."""
        frame, token = self._frame, self._tokens[place]
        if frame.naming == "name":
            if token.upper == "RECURSIVE":
                frame.is_recursive = True
                return place + 1
            name, behind = read_name(self._tokens, place)
            frame.pending, frame.naming = name.lower(), "body"
            return max(behind, place + 1)
        if frame.naming == "next" and token.upper == ",":
            frame.naming = "name"
        elif token.upper == "SELECT" or token.upper in OPERATIONS or token.upper == "VALUES":
            frame.naming, frame.begins = "", True
            return place
        return place + 1

    def _verb(self, place: int) -> int:
        """Read the first words of a statement, or of what stands between parentheses."""
        frame, upper = self._frame, self._upper(place)
        if upper == "WITH":
            frame.naming = "name"
            return place + 1
        if upper in EXPLAINS and not self._stack:
            self.found.explains = upper != "ANALYZE" and (self.found.explains or upper == "EXPLAIN")
            return place + 1
        frame.begins = False
        follows = self._upper(place + 1)
        is_name = follows in (".", ",", ")", "=") or (follows == "(" and upper != "COPY")
        if is_name or upper not in (NESTED if self._stack else OPERATIONS):
            if upper in ("LOAD", "VALUES"):
                frame.verb = upper
            return place
        frame.verb = upper
        frame.operations.update(dict.fromkeys(OPERATIONS[upper]))
        return self._after_verb(place + 1)

    def _after_verb(self, place: int) -> int:
        frame, start = self._frame, place
        between = AFTER_VERB[frame.verb]
        while self._upper(place) in between:
            place += 1
        skipped = {self._upper(one) for one in range(start, place)}
        frame.has_from = "FROM" in skipped
        if "REPLACE" in skipped and frame.verb == "INSERT":
            frame.operations[RowOperation.UPDATE] = None
        if self._upper(place) == "TOP" and self._upper(place + 1) == "(":
            while place < self._count and self._upper(place) != ")":
                place += 1
            place += 1 + (self._upper(place + 1) in between)
        if frame.verb == "COPY" and self._upper(place) == "(":
            return place
        frame.expects = "target"
        frame.clause = "from" if frame.verb == "UPDATE" else "targets" if frame.verb in LISTS else ""
        return place

    def _clause(self, place: int) -> int:
        """Read a word that begins a clause."""
        frame, upper, follows = self._frame, self._upper(place), self._upper(place + 1)
        if upper == "SELECT":
            frame.clause, frame.verb = "select", frame.verb or "SELECT"
        elif upper == "FROM":
            self._from(place)
        elif upper in ("JOIN", "STRAIGHT_JOIN", "APPLY"):
            if frame.verb or frame.kind == "derived":
                frame.clause, frame.expects = "from", "table"
        elif upper == "INTO":
            return self._into(place)
        elif upper == "USING":
            is_columns = follows == "(" and self._upper(place + 2) not in QUERIES
            if frame.verb == "MERGE" or (frame.verb == "DELETE" and frame.clause == "targets" and not is_columns):
                frame.clause, frame.expects = "from", "table"
        elif upper in ("THEN", "DO", "KEY"):
            if follows in WRITES and (upper == "THEN") == (frame.verb == "MERGE") and frame.verb in ("MERGE", "INSERT"):
                frame.operations[WRITES[follows]] = None
                frame.clause = "set"
        elif upper == "TO":
            if frame.verb == "COPY":
                frame.operations[RowOperation.SELECT] = None
        elif upper in SET_OPERATIONS:
            self.found.end_of_query(frame)
        elif upper in ENDS or upper == "SET":
            frame.clause = upper.lower()
            frame.has_set = frame.has_set or upper == "SET"
        return place + 1

    def _from(self, place: int) -> None:
        frame, before = self._frame, self._upper(place - 1)
        if before == "DISTINCT" and self._upper(place - 2) in ("IS", "NOT"):
            return
        if frame.verb == "COPY":
            frame.operations[RowOperation.INSERT] = None
        elif frame.verb:
            frame.clause, frame.expects, frame.has_from = "from", "table", True

    def _into(self, place: int) -> int:
        """``SELECT … INTO name`` makes a table, ``LOAD DATA … INTO TABLE name`` fills one."""
        frame = self._frame
        place += 1
        if frame.verb == "LOAD":
            frame.operations[RowOperation.INSERT] = None
        elif frame.verb == "SELECT" and frame.clause == "select":
            if self._upper(place) in ("OUTFILE", "DUMPFILE", "STRICT") or self._upper(place)[:1] in ("@", ":"):
                return place
            frame.operations[RowOperation.INSERT] = None
        else:
            return place
        while self._upper(place) in ("TABLE", "UNLOGGED"):
            place += 1
        if self._upper(place) in ("TEMP", "TEMPORARY"):
            return place + 1
        frame.expects = "target"
        return place

    def _finish(self, frame: Frame) -> None:
        if (frame.verb == "UPDATE" and not frame.has_set) or (frame.verb == "DELETE" and not frame.has_from):
            self.is_prose = True
        self.found.add(frame, is_inner=bool(self._stack))

    def _table(self, place: int) -> int:
        """Read the name of a table, and the other name that it gets."""
        frame, token = self._frame, self._tokens[place]
        expected, frame.expects = frame.expects, ""
        if token.kind == WORD and token.upper in BEFORE_NAME and expected == "table":
            frame.expects = expected
            return place + 1
        if token.kind == WORD and token.upper in RESERVED:
            self.is_sure = False
            frame.begins = token.upper in QUERIES
            return place
        name, behind = read_name(self._tokens, place)
        if not name:
            self.is_sure = self.is_sure and (token.kind == STRING or token.upper.startswith("@"))
            return max(behind, place + 1)
        if self._upper(behind - 1) == "." and self._upper(behind) != "*":
            self.is_sure = False
        if expected == "table" and self._upper(behind) == "(" and self._upper(behind + 1) not in HINTS:
            return behind  # a function that yields rows
        alias, place = self._alias(behind, expected)
        self.found.note(self._frame, name, alias, expected)
        self._doubt(name, behind, place)
        return place

    def _alias(self, place: int, expected: str) -> tuple[str, int]:
        has_as = self._upper(place) == "AS"
        if has_as:
            place += 1
        elif expected == "target" and self._frame.verb in ("INSERT", "TRUNCATE", "COPY", "REPLACE", "SELECT"):
            return "", place
        if place < self._count:
            kind, text, upper, _ = self._tokens[place]
            if kind == NAME or (kind == STRING and has_as) or (kind == WORD and upper not in NOT_AN_ALIAS):
                return (text if kind == WORD else text[1:-1]).lower(), place + 1
        return "", place

    def _doubt(self, name: str, behind: int, place: int) -> None:
        """See whether a table's name is a word of a sentence."""
        word = name.lower()
        if word in ARTICLES or (word in SHORT_ARTICLES and place == behind + 1 and self._upper(behind) != "AS"):
            self.is_prose = True
        if place < self._count:
            token = self._tokens[place]
            if token.kind == WORD and token.upper not in NOT_AN_ALIAS and is_known(token.text):
                self.is_sure = False
            if token.kind in (STRING, NUMBER, NAME):
                self.is_prose = True

    def _note_assigned(self, place: int) -> None:
        """In ``SET a.x = 1, b.y = 2`` note a and b."""
        if self._upper(place - 1) in ("SET", ",") and self._upper(place + 3) == "=":
            self._frame.assigned[self._tokens[place].text.strip('"`').lower()] = None
