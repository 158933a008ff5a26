"""What does a finding of each kind say besides its message: the writes, the steps, the users?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import assert_never

from analyzer.model.code_findings import InheritanceAcross, KernelTooLarge, SplitModule, UnreachedCode
from analyzer.model.data_findings import (
    BypassedInterface,
    CascadeAcross,
    DeadTable,
    DirectAccess,
    ForeignKeyAcross,
    JoinAcross,
    ManyToMany,
    OrderedWrite,
    SharedTable,
    SignalWrite,
    TableUse,
    TransactionAcross,
    UnownedTable,
)
from analyzer.model.finding import Part
from analyzer.model.findings import AboutCode, AboutRunning, AboutTables, Finding
from analyzer.model.live_values import LiveValue
from analyzer.model.run_findings import (
    BlastRadius,
    CallCycle,
    CallInLoop,
    ChattyEntryPoint,
    LiveObject,
    ResourceUsers,
    SharedQueue,
    SharedResource,
    SharedTopic,
    SynchronousChain,
)
from analyzer.model.services import SplitPart
from reports.views.rich import (
    Block,
    Line,
    block,
    code,
    counted,
    joined,
    of,
    part,
    place,
    places,
    service,
    soft,
    table,
    text,
)

Lines = tuple[str, Sequence[Line]]
_RANGES = 6


def detail(finding: Finding, owners: Mapping[str, str]) -> Block:
    """Say what the kind of finding says of its own; ``owners`` holds the owner of each table."""
    if isinstance(finding, AboutTables):
        summary, lines = _about_tables(finding, owners)
    elif isinstance(finding, AboutRunning):
        summary, lines = _about_running(finding)
    else:
        summary, lines = _about_code(finding)
    return block(summary, lines)


def ordered_writes(finding: TransactionAcross) -> tuple[Line, ...]:
    """Number what a transaction writes in its order; neighbours of one owner at one place go together."""
    runs = [list(run) for _, run in groupby(finding.writes, key=lambda one: (one.owner, one.at))]
    return tuple(_written(number, run) for number, run in enumerate(runs, 1))


def _written(number: int, run: list[OrderedWrite]) -> Line:
    tables = joined(table(one.table) for one in run)
    return (text(f"{number}. "), *tables, *of(run[0].owner), text(" "), place(run[0].at))


def _about_tables(finding: AboutTables, owners: Mapping[str, str]) -> Lines:
    match finding:
        case SharedTable() | DirectAccess():
            return "Uses by service", _uses(finding.uses, finding.owner)
        case ForeignKeyAcross():
            key = (code(f"{finding.table}.{finding.column}"), *of(owners.get(finding.table, "")))
            return "The key", [
                (*key, text(" refers to "), table(finding.to_table), *of(owners.get(finding.to_table, "")))
            ]
        case ManyToMany():
            return "Its ends", [part(one, is_table=True) for one in finding.ends]
        case JoinAcross():
            how = ((soft(f"by {', '.join(finding.how)}"),),) if finding.how else ()
            return "Tables used together", [*(part(one, is_table=True) for one in finding.tables), *how]
        case TransactionAcross():
            return "Order of writes", ordered_writes(finding)
        case CascadeAcross():
            deleted = (text("deletes rows of "), *joined(map(table, finding.deleted)))
            return "What goes with it", [deleted, *_tables("with them go rows of ", finding.tables)]
        case SignalWrite():
            return "What it does", _signal(finding)
        case BypassedInterface():
            asked = [(code(one.name), text(" is called by "), service(one.service)) for one in finding.interface]
            return "The interface, and who passes by", [*asked, *_uses(finding.uses, finding.owner)]
        case UnownedTable():
            return "", ()
        case DeadTable():
            return "Declared as", [(code(finding.model),)] if finding.model else ()
        case _:
            assert_never(finding)


def _about_running(finding: AboutRunning) -> Lines:
    match finding:
        case CallCycle():
            return "Steps", [
                (service(caller), text(" to "), service(callee), soft(f" {counted(calls, 'call')}"))
                for caller, callee, calls in finding.calls
            ]
        case CallInLoop():
            return "What it calls", [part(one) for one in finding.callees]
        case LiveObject():
            handed = [_handed(one) for one in finding.values]
            return "What is handed over", [*handed, *((text("called by "), *part(one)) for one in finding.callers)]
        case ChattyEntryPoint():
            named = (soft(f"entered as {', '.join(finding.names)}"),) if finding.names else ()
            made = (text(f"{counted(finding.calls, 'call')} of:"),)
            return "Calls before it answers", [named, made, *(part(one) for one in finding.callees)]
        case SynchronousChain():
            steps = [(text(f"{number}. "), *part(one)) for number, one in enumerate(finding.steps, 1)]
            return "Steps", [*steps, (soft(f"{counted(finding.depth, 'border')} in a row"),)]
        case BlastRadius():
            return "Entry points lost", [
                (service(name), text(f" loses {lost:,} of {whole:,}")) for name, lost, whole in finding.lost
            ]
        case SharedResource():
            verbs = ("publishes", "consumes") if isinstance(finding, SharedQueue | SharedTopic) else ("writes", "reads")
            return "Users", [_users(one, *verbs) for one in finding.uses]
        case _:
            assert_never(finding)


def _about_code(finding: AboutCode) -> Lines:
    match finding:
        case InheritanceAcross():
            label = "What derives from it" if finding.heirs else "Its bases"
            return label, [part(one) for one in (*finding.bases, *finding.heirs)]
        case SplitModule():
            return "Whose it is", [_split(one) for one in finding.parts]
        case KernelTooLarge():
            share = f"{finding.share * 100:.0f} % of all lines"
            return "Its size", [
                (text(f"{counted(finding.definitions, 'definition')}, {counted(finding.lines, 'line')}, {share}"),)
            ]
        case UnreachedCode():
            return "Definitions", [(code(name),) for name in finding.definitions]
        case _:
            assert_never(finding)


def _uses(uses: Sequence[TableUse], owner: str) -> list[Line]:
    return [
        (
            service(use.service),
            *((soft(" (owner)"),) * (use.service == owner)),
            text(f" {_counts(use)}"),
            *places(use.evidence),
        )
        for use in uses
    ]


def _handed(value: LiveValue) -> Line:
    taken = (text("takes "), code(value.name), text(": ")) if value.name else (text("returns "),)
    return (*taken, text(f"{value.what.value} "), code(value.type), text(" "), place(f"{value.path}:{value.line}"))


def _users(use: ResourceUsers, writes: str, reads: str) -> Line:
    done = ", ".join(
        f"{verb} at {counted(number, 'place')}" for number, verb in ((use.writes, writes), (use.reads, reads)) if number
    )
    return (service(use.service), text(f" {done}"), *places(use.evidence))


def _counts(use: TableUse) -> str:
    told = ", ".join(counted(number, word) for number, word in ((use.reads, "read"), (use.writes, "write")) if number)
    if not use.along:
        return told
    return f"{told}, {'all' if use.along == use.writes else f'{use.along:,}'} along with rows deleted elsewhere"


def _tables(words: str, tables: Sequence[Part]) -> list[Line]:
    return [(text(words), *part(one, is_table=True)) for one in tables]


def _signal(finding: SignalWrite) -> list[Line]:
    handled = (text("handles "), *joined(map(code, finding.signals))) if finding.signals else ()
    fired = (text("fired by "), *joined(map(service, finding.senders))) if finding.senders else ()
    return [handled, fired, *_tables("writes ", finding.tables)]


def _split(one: SplitPart) -> Line:
    ranges = ", ".join(f"{first}-{last}" for first, last in one.ranges[:_RANGES])
    more = f" and {len(one.ranges) - _RANGES} more" if len(one.ranges) > _RANGES else ""
    sizes = f" {counted(one.definitions, 'definition')}, {counted(one.lines, 'line')}"
    return (service(one.service), text(sizes), *((soft(f" (lines {ranges}{more})"),) if ranges else ()))
