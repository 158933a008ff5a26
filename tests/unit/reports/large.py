"""A large analysis of made-up names, to hold sizes and counts against their budgets."""

from __future__ import annotations

import random

import msgspec
from example import HOSTILE, access, coverage, function, module, place, service, shop, table

from analyzer.model.analysis import Analysis
from analyzer.model.code import CallEdge, Certainty, Definition, Module, ModuleStatus
from analyzer.model.data import Access, RowOperation, Table, Unresolved
from analyzer.model.data_findings import SharedTable
from analyzer.model.finding import Severity
from analyzer.model.services import Pull, ServiceEdge

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
        services=tuple(service(name, modules // services, _owned(declared, name)) for name in names),
        service_edges=_edges(chance, names),
        pulls=tuple(Pull(m.name, m.service, 0.5, chance.choice(names), chance.random() * 0.5) for m in code[::4]),
        findings=_findings(accesses, declared),
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


def _findings(accesses: tuple[Access, ...], tables: list[Table]) -> tuple[SharedTable, ...]:
    places: dict[str, set[tuple[str, int]]] = {}
    services: dict[str, set[str]] = {}
    for one in accesses:
        places.setdefault(one.table, set()).add((one.path, one.line))
        services.setdefault(one.table, set()).add(one.service)
    return tuple(
        SharedTable(
            subject=t.name,
            severity=Severity.HIGH,
            certainty=Certainty.TYPED,
            services=tuple(sorted(services[t.name])),
            message=f"{t.name} is written by several services.",
            evidence=tuple(place(*where) for where in sorted(places[t.name])),
            owner=t.owner,
            uses=(),
        )
        for t in tables
        if t.name in services
    )
