"""Which remedies apply to a finding, and which is recommended? Two tables, and nothing else decides.

Splitting a table by its columns is not among them yet: nothing says which columns an access uses.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.plan import RemedyKind

MOST_WRITES = 1 / 3
"""The least share of the places that write a table which each of two services must hold to both write most of it."""
MANY_WRITES = 3
"""And the least number of such places."""
MANY_CALLS = 3
"""How many calls the weaker of two directions needs for the two services to call each other a lot."""
MANY_TRANSACTIONS = 3
"""How many transactions two services must share to be held together by them."""
FEW_READS = 3
"""At most so many definitions of other services that read are few."""
MANY_READERS = 3
"""How many other services are many readers."""
MOSTLY = 4
"""Read mostly: at least so many definitions that read for each that writes."""
REPORT_TABLES = 3
"""How many tables of others a service must join to read like a report."""
REPORT_READS = 9
"""How many reading accesses a service must have for each that writes to read like a report."""


class Condition(StrEnum):
    """What is true of a finding, as counted; the guide shows these texts."""

    OTHERS_READ = "another service reads the table"
    OTHERS_WRITE = "another service writes the table itself"
    NOBODY_ELSE_WRITES = "no other service writes the table, nor deletes what its rows hang on"
    TWO_SERVICES = "two services take part, no more"
    BOTH_WRITE_MOST = "two services write it, each at three places and a third of the writing places or more"
    CALL_EACH_OTHER = "the two call each other, at three places or more in either direction"
    ONE_WRITER_OUTSIDE = "the other services write it in one definition only"
    OWNER_WRITES_SO = (
        "the owner has a function that makes the same kind of write, itself writes no other table and is no entry point"
    )
    FEW_READS = "three definitions of other services or fewer read it"
    READ_TOGETHER = "other services read it in one statement with other tables"
    READ_IN_LOOPS = "other services read it in definitions that are called in loops"
    MANY_READERS = "three other services or more read it"
    READ_MOSTLY = "four definitions or more read it for each that writes it, and no code writes it for whoever calls"
    REPORTS = (
        "those who read it read like reports: they write nothing of others and a tenth at most of all they do, use "
        "others' tables more than their own, and join three of them or more in one statement"
    )
    TELLS_ONLY = "the other services never read the rows: they only insert, or delete; or rows go with their own"
    LEAVES_BEHIND = (
        "rows of other services are only inserted, not read and not referred to, or deleted, or go with its own"
    )
    MUST_AGREE = "rows of other services are changed, or are inserted and needed"
    SAME_TABLES = "the two write some table together, each at three places and a third of the writing places or more"
    SEVERAL_TRANSACTIONS = "three transactions or more cross between the same two services"


class Rule(msgspec.Struct, frozen=True):
    """A remedy applies to findings of ``kinds`` where all of ``when`` holds; ``against`` is what speaks against it."""

    remedy: RemedyKind
    kinds: tuple[str, ...]
    when: tuple[Condition, ...]
    against: str


class Choice(msgspec.Struct, frozen=True):
    """The first row for a finding's kind of which all of ``when`` holds and whose remedy applies is recommended."""

    kinds: tuple[str, ...]
    when: tuple[Condition, ...]
    remedy: RemedyKind
    because: str


TABLE = ("shared-table", "direct-access")
TRANSACTION = ("transaction",)

RULES = (
    Rule(
        RemedyKind.MERGE_SERVICES,
        TABLE,
        (Condition.TWO_SERVICES, Condition.OTHERS_WRITE),
        "gives up a border for the sake of one table",
    ),
    Rule(
        RemedyKind.SINGLE_OWNER,
        TABLE,
        (),
        "puts a call in the place of every access, and a request that needs many rows needs an operation for many",
    ),
    Rule(
        RemedyKind.REPLICATE,
        TABLE,
        (Condition.OTHERS_READ,),
        "needs events, and copies that lag behind, for what a call would answer",
    ),
    Rule(
        RemedyKind.SHARED_REPLICA,
        TABLE,
        (Condition.OTHERS_READ, Condition.NOBODY_ELSE_WRITES),
        "keeps the readers bound to the owner's schema; only for the time of the move",
    ),
    Rule(
        RemedyKind.OUTBOX,
        TABLE,
        (Condition.TELLS_ONLY,),
        "lets the rows appear, or go, a moment later",
    ),
    Rule(
        RemedyKind.MOVE_WRITE,
        TABLE,
        (Condition.ONE_WRITER_OUTSIDE, Condition.OWNER_WRITES_SO),
        "helps only as long as others read little of it",
    ),
    Rule(
        RemedyKind.MERGE_SERVICES,
        TRANSACTION,
        (Condition.TWO_SERVICES,),
        "gives up a border for the sake of one transaction",
    ),
    Rule(
        RemedyKind.OUTBOX,
        TRANSACTION,
        (Condition.LEAVES_BEHIND,),
        "lets the rows appear, or go, a moment later",
    ),
    Rule(
        RemedyKind.SAGA,
        TRANSACTION,
        (Condition.MUST_AGREE,),
        "shows states in between, and every step needs its undoing",
    ),
)

CHOICES = (
    Choice(
        TABLE,
        (Condition.BOTH_WRITE_MOST, Condition.CALL_EACH_OTHER),
        RemedyKind.MERGE_SERVICES,
        "both write it and call each other a lot: they are one capability",
    ),
    Choice(
        TABLE,
        (Condition.TELLS_ONLY,),
        RemedyKind.OUTBOX,
        "the others only leave rows behind or delete them, and wait for no answer",
    ),
    Choice(
        TABLE,
        (Condition.ONE_WRITER_OUTSIDE, Condition.OWNER_WRITES_SO, Condition.FEW_READS),
        RemedyKind.MOVE_WRITE,
        "one definition writes past the owner, who makes that write already",
    ),
    Choice(
        TABLE,
        (Condition.OTHERS_WRITE,),
        RemedyKind.SINGLE_OWNER,
        "several write it: one must answer for its rules before anything else helps",
    ),
    Choice(
        TABLE,
        (Condition.REPORTS,),
        RemedyKind.SHARED_REPLICA,
        "only reports read it: a replica frees the owner until they have a store of their own",
    ),
    Choice(
        TABLE,
        (Condition.FEW_READS, Condition.READ_IN_LOOPS),
        RemedyKind.SINGLE_OWNER,
        "few definitions read it, but in loops: an operation of the owner for many rows answers them",
    ),
    Choice(
        TABLE,
        (Condition.FEW_READS,),
        RemedyKind.SINGLE_OWNER,
        "few definitions read it: an operation of the owner answers them",
    ),
    Choice(
        TABLE,
        (Condition.MANY_READERS, Condition.READ_MOSTLY),
        RemedyKind.REPLICATE,
        "many read what few definitions write: copies spare the owner and the readers",
    ),
    Choice(
        TABLE,
        (Condition.READ_TOGETHER,),
        RemedyKind.REPLICATE,
        "it is joined with other tables: calls would fetch row by row what one statement reads",
    ),
    Choice(
        TABLE,
        (Condition.READ_IN_LOOPS,),
        RemedyKind.REPLICATE,
        "it is read in loops: each turn would be a call",
    ),
    Choice(TABLE, (), RemedyKind.SINGLE_OWNER, "the rows have one owner; operations answer those who read them"),
    Choice(
        TRANSACTION,
        (Condition.LEAVES_BEHIND,),
        RemedyKind.OUTBOX,
        "the other rows are only left behind or deleted: nothing here needs them, and both can be repeated",
    ),
    Choice(
        TRANSACTION,
        (Condition.SEVERAL_TRANSACTIONS, Condition.SAME_TABLES, Condition.CALL_EACH_OTHER),
        RemedyKind.MERGE_SERVICES,
        "several transactions and tables that both write hold the two together, and they call each other a lot",
    ),
    Choice(TRANSACTION, (), RemedyKind.SAGA, "several owners change rows that must agree in the end"),
)


def applying(kind: str, holding: frozenset[Condition]) -> tuple[Rule, ...]:
    """Return the rules of the remedies that apply, in the order of the table."""
    return tuple(rule for rule in RULES if kind in rule.kinds and holding.issuperset(rule.when))


def chosen(kind: str, holding: frozenset[Condition], offered: frozenset[RemedyKind]) -> Choice | None:
    """Return the first choice that holds and is offered; None where nothing that is offered has one."""
    rows = (row for row in CHOICES if kind in row.kinds and row.remedy in offered)
    return next((row for row in rows if holding.issuperset(row.when)), None)
