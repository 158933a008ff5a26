"""Small analyses, built by hand, whose figures a reader can check."""

from __future__ import annotations

from couplings import findings, mandate, place, remedies, scorecard
from decided import decision
from owed import contracts

from analyzer.model.analysis import (
    SCHEMA_VERSION,
    Analysis,
    Count,
    Coverage,
    EdgeWeight,
    Partition,
    PartitionRow,
    Project,
    Snippet,
    SourceRoot,
)
from analyzer.model.code import (
    CallEdge,
    Certainty,
    Definition,
    DefinitionKind,
    Import,
    ImportKind,
    Module,
    ModuleKind,
    ModuleStatus,
)
from analyzer.model.data import (
    Access,
    ForeignKey,
    RowOperation,
    Table,
    TableStatement,
    Transaction,
    TransactionKind,
    Unresolved,
)
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.options import Options
from analyzer.model.resources import ResourceKind, ResourceOperation, ResourceUse
from analyzer.model.services import (
    KernelMember,
    ModuleToSplit,
    Pull,
    Service,
    ServiceEdge,
    Sharing,
    SplitPart,
    TableOwnership,
    Word,
)

HOSTILE = "</script><img src=x onerror=alert(1)>"


def module(name: str, service: str = "", status: ModuleStatus = ModuleStatus.PARSED, reason: str = "") -> Module:
    """Make a module whose path follows from its name."""
    path = name.replace(".", "/") + ".py"
    kind = ModuleKind.TEST if status is ModuleStatus.SKIPPED else ModuleKind.CODE
    return Module(name, path, 40, kind, status, reason, service, service)


def function(module_name: str, name: str, service: str, line: int = 1) -> Definition:
    """Make a function of ten lines."""
    path = module_name.replace(".", "/") + ".py"
    full = f"{module_name}.{name}"
    return Definition(full, DefinitionKind.FUNCTION, module_name, name, path, line, line + 9, service)


def service(name: str, definitions: int = 2, tables: tuple[str, ...] = (), words: tuple[Word, ...] = ()) -> Service:
    """Make a service with middling figures."""
    return Service(name, name, words, definitions, 1, definitions * 10, tables, 1, 1, 0.75, 0.5, 0.8, 0.9)


def table(name: str, owner: str = "", path: str = "shop/models.py", line: int = 1) -> Table:
    """Make a mapped table with a key and a name."""
    model = f"shop.models.{name.title()}"
    return Table(name, model, path, line, ("id", "name"), "default", Certainty.LITERAL, "django", owner)


def access(where: str, what: str, operation: RowOperation, by: str, qualname: str = "run") -> Access:
    """Make an access; ``where`` is ``path:line``."""
    path, _, line = where.rpartition(":")
    return Access(path, qualname, int(line), what, operation, "django", Certainty.TYPED, "default", by)


def coverage(unread: int = 0) -> Coverage:
    """Make a coverage: 20 files of which 4 are skipped, 90 of 100 calls and 9 of 10 accesses resolved."""
    return Coverage(20, 16 - unread, 1, unread, 4, 640, 60, 30, 10, (Count("untyped receiver", 10),), 9, 1)


PARTITION = Partition(
    "Leiden on a weighted graph of definitions and tables.",
    0,
    1.0,
    (EdgeWeight("call", 1.0, 5, "one definition calls another"), EdgeWeight("write", 4.0, 4, "changes rows")),
    (
        PartitionRow("ours", 3, 0.5, 0.412, 0.05, 0.25, 2.0, 0.1, 0.6, 0.9, 0.75, 0.5),
        PartitionRow("all in one", 1, 1.0, 0.0, 0.04, 0.0, 0.0, 0.0, 1.0, None, 1.0, None),
    ),
)

EMPTY = Analysis(
    schema_version=SCHEMA_VERSION,
    version="0.1.0",
    project=Project("empty", (), (), ()),
    options=Options(),
    coverage=Coverage(0, 0, 0, 0, 0, 0, 0, 0, 0, (), 0, 0),
    modules=(),
    definitions=(),
    imports=(),
    calls=(),
    tables=(),
    foreign_keys=(),
    accesses=(),
    statements=(),
    transactions=(),
    resources=(),
    entry_points=(),
    unresolved=(),
    services=(),
    service_edges=(),
    pulls=(),
    partition=Partition("", 0, 1.0, (), ()),
    findings=(),
    snippets=(),
)


def shop() -> Analysis:
    """Build a shop of three services: billing and shipping both write ``orders``, which catalog only reads."""
    read, insert, update = RowOperation.SELECT, RowOperation.INSERT, RowOperation.UPDATE
    bill, ship, view = "shop/billing.py", "shop/shipping.py", "shop/catalog.py"
    return Analysis(
        schema_version=SCHEMA_VERSION,
        version="0.1.0",
        project=Project("shop", (SourceRoot(".", "holds setup.py"),), ("django",), ("AUTH_USER_MODEL is auth.User",)),
        options=Options(seed=7, exclude=("**/legacy/**",), jobs=3),
        coverage=coverage(unread=1),
        modules=(
            module("shop.billing", "billing"),
            module("shop.shipping", "shipping"),
            module("shop.catalog", "catalog"),
            module("shop.money", "shared kernel"),
            module("shop.broken", status=ModuleStatus.UNREAD, reason="NUL byte in line 3"),
            module("shop.test_billing", status=ModuleStatus.SKIPPED, reason="a test"),
        ),
        kernel=(
            KernelMember("shop.money.Rate", "class", "shop.money", Sharing.COPY, ("billing",), 1, 9),
            KernelMember("shop.money.rounded", "function", "shop.money", Sharing.COPY, ("billing", "shipping"), 3, 4),
            KernelMember("shop.options", "module", "shop.options", Sharing.LIBRARY, ("catalog",), 30, 70),
        ),
        definitions=(
            function("shop.billing", "charge", "billing"),
            function("shop.billing", "refund", "billing", 20),
            function("shop.shipping", "send", "shipping"),
            function("shop.catalog", "browse", "catalog"),
        ),
        imports=(Import("shop.billing", "shop.shipping", bill, 1, ImportKind.MODULE),),
        calls=(
            CallEdge("shop.billing.charge", "shop.shipping.send", bill, 5, Certainty.LITERAL, False),
            CallEdge("shop.shipping.send", "shop.billing.refund", ship, 8, Certainty.TYPED, True),
        ),
        tables=(table("orders", "billing"), table("parcels", "shipping", line=9), table("ghosts", "", line=30)),
        foreign_keys=(ForeignKey("parcels", "order_id", "orders", "id", "shop/models.py", 12),),
        accesses=(
            access(f"{bill}:6", "orders", insert, "billing", "charge"),
            access(f"{bill}:7", "orders", read, "billing", "charge"),
            access(f"{ship}:4", "orders", update, "shipping", "send"),
            access(f"{view}:3", "orders", read, "catalog", "browse"),
            access(f"{ship}:5", "parcels", insert, "shipping", "send"),
        ),
        statements=(TableStatement(ship, "send", 4, ("orders", "parcels"), "join"),),
        transactions=(Transaction(ship, "send", 3, TransactionKind.BLOCK, ("parcels", "orders"), (4, 5)),),
        resources=(
            ResourceUse(
                ResourceKind.QUEUE, "parcels", ResourceOperation.PUBLISH, bill, "charge", 8, "celery", "billing"
            ),
            ResourceUse(
                ResourceKind.QUEUE, "parcels", ResourceOperation.CONSUME, ship, "send", 2, "celery", "shipping"
            ),
            ResourceUse(ResourceKind.CACHE, "price:*", ResourceOperation.READ, view, "browse", 5, "django", "catalog"),
        ),
        entry_points=(
            EntryPoint(EntryKind.CLI, "refund", "shop.billing.refund", bill, 20, "click", "billing"),
            EntryPoint(EntryKind.HTTP, "POST /orders", "shop.billing.charge", bill, 4, "flask", "billing"),
        ),
        unresolved=(Unresolved("sql", "SELECT * FROM {}", view, 9, "the table name is computed"),),
        services=(
            service("billing", 2, ("orders",), (Word("invoice", 2, 0), Word("charge", 1, 1))),
            service("shipping", 1, ("parcels",)),
            service("catalog", 1),
        ),
        service_edges=(
            ServiceEdge("billing", "shipping", 1, 1, 0, 0, 0, 0, (place(bill, 1), place(bill, 5))),
            ServiceEdge("shipping", "billing", 1, 0, 0, 0, 1, 1, (place(ship, 4), place(ship, 8))),
            ServiceEdge("catalog", "billing", 0, 0, 0, 1, 0, 0, (place(view, 3),)),
        ),
        pulls=(
            Pull("shop.shipping", "shipping", 0.5, "billing", 0.4),
            Pull("shop.billing", "billing", 0.8, "shipping", 0.2),
        ),
        partition=PARTITION,
        findings=findings(),
        remedies=remedies(),
        mandate=mandate(),
        scorecard=scorecard(),
        decision=decision(),
        contracts=contracts(),
        snippets=(Snippet(place(ship, 4), "Order.objects.filter(id=1).update(sent=True)"),),
        ownership=(
            TableOwnership("orders", "billing", 0.6, "shipping", 0.3, contested=True),
            TableOwnership("parcels", "shipping", 1.0, "", 0.0, contested=False),
            TableOwnership("ghosts", "", 0.0, "", 0.0, contested=False),
        ),
        modules_to_split=(
            ModuleToSplit(
                "shop.billing",
                bill,
                (SplitPart("billing", 2, 20, ((1, 10), (21, 30))), SplitPart("shipping", 1, 6, ((12, 17),))),
            ),
        ),
    )
