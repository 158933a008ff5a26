"""A large analysis of made-up names, to hold sizes and counts against their budgets."""

from __future__ import annotations

import random
from collections import defaultdict

import msgspec
from couplings import place
from example import HOSTILE, access, coverage, function, module, service, shop, table
from plans import plan

from analyzer.model.analysis import Analysis
from analyzer.model.code import CallEdge, Certainty, Definition, Module, ModuleStatus
from analyzer.model.contracts import Border, Caller, Contract, Failure, Operation
from analyzer.model.data import Access, RowOperation, Table, TransactionKind, Unresolved
from analyzer.model.data_findings import OrderedWrite, SharedTable, TableUse, TransactionAcross
from analyzer.model.finding import Part, Severity
from analyzer.model.findings import Finding
from analyzer.model.interfaces import Result
from analyzer.model.plan import Mandate, MandateCheck, Principle, Remedy, RemedyKind, Score
from analyzer.model.run_findings import CallInLoop, SynchronousChain
from analyzer.model.services import Pull, Service, ServiceEdge
from contracts_by_hand import INTEGER, STRING, operation, taken

_WORDS = [
    "order",
    "invoice",
    "parcel",
    "refund",
    "stock",
    "price",
    "tax",
    "user",
    "mail",
    "route",
    "driver",
    "vehicle",
    "shift",
    "ledger",
    "card",
    "quote",
]


def large(services: int = 200, tables: int = 5_000, modules: int = 20_000, calls: int = 120_000) -> Analysis:
    """Build an analysis of the given size; every run gives the same."""
    chance = random.Random(1)
    names = [f"{_WORDS[i % 16]} {_WORDS[i // 16 % 16]} {i}" for i in range(services)]
    code = _modules(chance, names, modules)
    definitions = [function(m.name, f"handle_{_WORDS[i % 16]}", m.service) for i, m in enumerate(code)]
    declared = [
        table(f"{_WORDS[i % 16]}_{i}", chance.choice(names), f"app/models/m{i % 400}.py", i) for i in range(tables)
    ]
    accesses = _accesses(chance, definitions, declared, 4 * tables)
    findings = _findings(accesses, declared)
    remedies = _remedies(findings)
    return msgspec.structs.replace(
        shop(),
        coverage=coverage(unread=5),
        modules=(
            *code,
            *(module(f"app.old.m{i}", status=ModuleStatus.UNREAD, reason="NUL byte") for i in range(2_000)),
        ),
        definitions=tuple(definitions),
        calls=_calls(chance, definitions, calls),
        tables=tuple(declared),
        accesses=accesses,
        services=_services(names, modules // services, declared),
        service_edges=_edges(chance, names),
        pulls=tuple(Pull(m.name, m.service, 0.5, chance.choice(names), chance.random() * 0.5) for m in code[::4]),
        findings=findings,
        remedies=remedies,
        decision=plan(names, remedies),
        mandate=_mandate(names, findings),
        scorecard=_scores(names),
        contracts=_contracts(chance, names),
        snippets=(),
        unresolved=tuple(
            Unresolved(
                "access", f"session.query({_WORDS[i % 16]})", f"app/m{i % 900}.py", i, "receiver of unknown type"
            )
            for i in range(20_000)
        ),
    )


def hostile() -> Analysis:
    """Rename everything in the shop that a source can name."""
    text = msgspec.json.encode(shop())
    for word in (b"billing", b"orders", b"charge"):
        text = text.replace(word, HOSTILE.encode())
    return msgspec.json.decode(text, type=Analysis)


def _modules(chance: random.Random, names: list[str], number: int) -> list[Module]:
    return [
        module(f"app.{chance.choice(_WORDS)}.{_WORDS[i % 16]}.part_{i}", names[i % len(names)]) for i in range(number)
    ]


def _services(names: list[str], definitions: int, tables: list[Table]) -> tuple[Service, ...]:
    """Put the services into seven groups in turn."""
    made = (service(name, definitions, _owned(tables, name)) for name in names)
    return tuple(msgspec.structs.replace(one, group=names[index % 7]) for index, one in enumerate(made))


def _owned(tables: list[Table], name: str) -> tuple[str, ...]:
    return tuple(sorted(t.name for t in tables if t.owner == name))


def _accesses(
    chance: random.Random, definitions: list[Definition], tables: list[Table], number: int
) -> tuple[Access, ...]:
    made = []
    for index in range(number):
        by, what = chance.choice(definitions), tables[index % len(tables)]
        operation = RowOperation.UPDATE if index % 3 == 0 else RowOperation.SELECT
        made.append(access(f"{by.path}:{index % 300 + 1}", what.name, operation, by.service, by.qualname))
    return tuple(made)


def _calls(chance: random.Random, definitions: list[Definition], number: int) -> tuple[CallEdge, ...]:
    pairs = ((chance.choice(definitions), chance.choice(definitions)) for _ in range(number))
    return tuple(CallEdge(a.name, b.name, a.path, 7, Certainty.TYPED, False) for a, b in pairs)


def _edges(chance: random.Random, names: list[str]) -> tuple[ServiceEdge, ...]:
    return tuple(
        ServiceEdge(name, other, chance.randint(1, 40), 2, 0, 3, 1, 0, (place(f"app/{name}.py".replace(" ", "_"), 3),))
        for name in names
        for other in sorted(chance.sample(names, min(12, len(names))))
        if other != name
    )


def _findings(accesses: tuple[Access, ...], tables: list[Table]) -> tuple[Finding, ...]:
    used: defaultdict[str, defaultdict[str, list[Access]]] = defaultdict(lambda: defaultdict(list))
    for one in accesses:
        used[one.table][one.service].append(one)
    shared = tuple(_shared(t, used[t.name]) for t in tables if t.name in used)
    return (*shared, *_about_running(accesses))


def _shared(table: Table, by_service: dict[str, list[Access]]) -> SharedTable:
    places = sorted({(one.path, one.line) for several in by_service.values() for one in several})
    uses = tuple(
        TableUse(
            name,
            sum(not one.operation.writes for one in several),
            sum(one.operation.writes for one in several),
            tuple(sorted({place(one.path, one.line) for one in several})),
        )
        for name, several in sorted(by_service.items())
    )
    return SharedTable(
        subject=table.name,
        severity=Severity.HIGH,
        certainty=Certainty.TYPED,
        services=tuple(sorted(by_service)),
        message=f"{table.name} is written by several services.",
        evidence=tuple(place(*where) for where in places),
        owner=table.owner,
        uses=uses,
    )


def _about_running(accesses: tuple[Access, ...]) -> tuple[Finding, ...]:
    """A transaction, a chain and a call in a loop for each of the first accesses that have a qualname of their own."""
    made: list[Finding] = []
    for index, one in enumerate(accesses[:400]):
        other = accesses[-index - 1]
        name, parts = f"app.part_{index}.handle", (Part(f"f{index}", one.service), Part(f"g{index}", other.service))
        said = {
            "severity": Severity.MEDIUM,
            "certainty": Certainty.TYPED,
            "services": tuple(sorted({one.service, other.service})),
            "evidence": (place(one.path, one.line), place(other.path, other.line)),
        }
        writes = tuple(OrderedWrite(each.table, each.service, place(each.path, each.line)) for each in (one, other))
        made += (
            TransactionAcross(
                **said,
                subject=name,
                message=f"{name} writes two.",
                definition=name,
                transaction=TransactionKind.BLOCK,
                writes=writes,
            ),
            SynchronousChain(**said, subject=name, message=f"{name} waits for others.", steps=parts),
            CallInLoop(**said, subject=name, message=f"{name} calls in a loop.", caller=name, callees=parts),
        )
    return tuple(made)


def _remedies(findings: tuple[Finding, ...]) -> tuple[Remedy, ...]:
    kinds = (RemedyKind.SINGLE_OWNER, RemedyKind.REPLICATE, RemedyKind.MERGE_SERVICES)
    return tuple(
        Remedy(
            finding.id,
            kind,
            kind is RemedyKind.SINGLE_OWNER,
            f"{finding.subject} has {len(finding.evidence)} places in {len(finding.services)} services.",
            finding.evidence,
            "readers see changes later than today",
            1.0 + len(finding.evidence),
            2.5 * len(finding.evidence),
            (f"an operation that reads {finding.subject}",),
        )
        for finding in findings
        if finding.kind in ("shared-table", "transaction")
        for kind in kinds
    )


def _mandate(names: list[str], findings: tuple[Finding, ...]) -> tuple[MandateCheck, ...]:
    return tuple(
        MandateCheck(
            name,
            check,
            (index + order) % 3 == 0,
            f"{order} of {index} go past an interface.",
            tuple(one.id for one in findings[index : index + 6]) * bool((index + order) % 3),
            findings[index].evidence,
        )
        for index, name in enumerate(names)
        for order, check in enumerate(Mandate)
    )


def _contracts(chance: random.Random, names: list[str]) -> tuple[Contract, ...]:
    """Figures of several digits, and behind them twenty operations of each service."""
    return tuple(
        Contract(
            name,
            tuple(_operation(chance, names, index, number) for number in range(20)),
            (),
            (),
            Border(20 + index, 3, 1_000 + index, 150, 1.5, 12, 10, 7),
        )
        for index, name in enumerate(names)
    )


def _operation(chance: random.Random, names: list[str], index: int, number: int) -> Operation:
    """An operation that several others call, takes a row, and fails now and then."""
    word, other = chance.choice(_WORDS), chance.choice(_WORDS)
    callers = tuple(
        Caller(f"app.{other}.handle_{word}", service, f"app/{other}/part_{line}.py", line, line % 9 == 0, line % 7 == 0)
        for service, line in ((chance.choice(names), chance.randint(1, 900)) for _ in range(3))
    )
    live = "entity" if number % 2 else ""
    return operation(
        f"{word}_{other}_{number}",
        "POST",
        f"/{word}/{{id}}/{other}-{number}",
        (taken("id", INTEGER), taken(other, STRING, live=live, instead="its key" if live else "")),
        service=names[index],
        at=place(f"app/{word}/part_{index}.py", number * 30 + 1),
        result=Result(STRING),
        failures=(Failure(f"app.errors.{word.title()}Missing", 404, "named so", f"no {word}"),) * (number % 3 == 0),
        reads=(f"{word}_{number}",),
        callers=callers,
        confidence=chance.randint(50, 100) / 100,
    )


def _scores(names: list[str]) -> tuple[Score, ...]:
    return tuple(
        Score(name, principle, 0.5, 1, 2, "what is its own ÷ all", "more", (place("app/a.py", index),))
        for index, name in enumerate(names)
        for principle in Principle
    )
