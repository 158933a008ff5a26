"""How much does a finding cost a cut? One table for all kinds, by what makes each worse."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from analyzer.model.finding import Severity

_HIGH, _MEDIUM, _LOW = Severity


class Circumstance(StrEnum):
    """What makes a finding worse or better."""

    READ = "read"
    WRITE = "write"
    TRANSACTION = "in a transaction"
    LOOP = "in a loop"
    WIDE = "three services or more"
    OFTEN = "from two places or more"


class SeverityRow(msgspec.Struct, frozen=True):
    """The severity of one kind under each circumstance, None where it changes nothing; ``write`` says of what."""

    kind: str
    read: Severity
    write: Severity | None = None
    transaction: Severity | None = None
    loop: Severity | None = None
    wide: Severity | None = None
    often: Severity | None = None
    note: str = ""


SEVERITIES = (
    SeverityRow("shared-table", _MEDIUM, _HIGH, note="write: a second service writes it"),
    SeverityRow("direct-access", _LOW, _MEDIUM, _HIGH, _MEDIUM, note="in a transaction: of a write"),
    SeverityRow("foreign-key", _MEDIUM),
    SeverityRow("many-to-many", _MEDIUM),
    SeverityRow("join", _MEDIUM, wide=_HIGH),
    SeverityRow("transaction", _LOW, _MEDIUM, wide=_HIGH, note="write: more than rows added to logs of others"),
    SeverityRow("cascade", _MEDIUM, wide=_HIGH),
    SeverityRow("signal-write", _MEDIUM, wide=_HIGH),
    SeverityRow(
        "call-cycle",
        _MEDIUM,
        transaction=_HIGH,
        loop=_HIGH,
        wide=_HIGH,
        often=_HIGH,
        note="from two places or more: each way",
    ),
    SeverityRow("call-in-loop", _MEDIUM, transaction=_HIGH, wide=_HIGH),
    SeverityRow("chatty-entry-point", _MEDIUM, loop=_HIGH),
    SeverityRow("synchronous-chain", _LOW, wide=_MEDIUM, note="three services or more: wait behind the first"),
    SeverityRow("live-object", _MEDIUM, transaction=_HIGH, note="in a transaction: a session or connection is passed"),
    SeverityRow("shared-queue", _LOW, _MEDIUM, note="write: a second service publishes"),
    SeverityRow("shared-topic", _LOW, _MEDIUM, note="write: a second service publishes"),
    SeverityRow("shared-cache", _LOW, _MEDIUM, note="write: a second service writes"),
    SeverityRow("shared-file", _MEDIUM, _HIGH, note="write: a second service writes"),
    SeverityRow("shared-bucket", _MEDIUM, _HIGH, note="write: a second service writes"),
    SeverityRow("shared-index", _MEDIUM, _HIGH, note="write: a second service writes"),
    SeverityRow("shared-state", _HIGH),
    SeverityRow("inheritance", _LOW, _MEDIUM, wide=_HIGH, note="write: of fewer than four other services"),
    SeverityRow("module-to-split", _LOW, wide=_MEDIUM),
    SeverityRow("kernel-too-large", _MEDIUM),
    SeverityRow("unowned-table", _LOW, _MEDIUM),
    SeverityRow("dead-table", _LOW),
    SeverityRow("unreached-code", _LOW),
    SeverityRow("bypassed-interface", _LOW, _MEDIUM),
    SeverityRow("blast-radius", _LOW, wide=_MEDIUM, note="three services or more: lose entry points"),
)
"""Where several circumstances hold the worst counts; ``read`` is what a kind costs at least."""

_ROWS = {row.kind: row for row in SEVERITIES}


def severity(kind: str, circumstances: Iterable[Circumstance] = ()) -> Severity:
    """Return the severity of a finding of a kind under all the circumstances that hold."""
    row = _ROWS[kind]
    by = {
        Circumstance.READ: row.read,
        Circumstance.WRITE: row.write,
        Circumstance.TRANSACTION: row.transaction,
        Circumstance.LOOP: row.loop,
        Circumstance.WIDE: row.wide,
        Circumstance.OFTEN: row.often,
    }
    holding = [by[one] for one in {Circumstance.READ, *circumstances}]
    return min((one for one in holding if one is not None), key=lambda one: one.rank)
