"""What is said of why a thing is where it is, on a graph weighed by hand."""

from __future__ import annotations

from pathlib import Path

import msgspec

from analyzer.cluster.cut import KERNEL_CLUSTER, Cut
from analyzer.cluster.why import placements
from analyzer.graph.weighted import Edge, Graph, Node
from analyzer.model.code import (
    CallEdge,
    Certainty,
    Definition,
    DefinitionKind,
    Module,
    ModuleKind,
    ModuleStatus,
    TypeUse,
)
from analyzer.model.data import Access, RowOperation, Table
from analyzer.model.facts import Facts
from analyzer.model.location import Location
from analyzer.model.options import Options, SteeredService
from analyzer.model.placements import EvidencePull, Placement, Reason, Tipping
from analyzer.model.services import KERNEL
from trees import analysed

NAMES = ("bill.charge", "bill.refund", "ship.send", "ship.track")
NODES = (
    *(Node("definition", name) for name in NAMES),
    Node("module", "bill"),
    Node("module", "ship"),
    Node("table", "t"),
)
CHARGE, REFUND, SEND, TRACK, BILL, SHIP, T = range(7)
SERVICES = {NODES[n]: ("billing" if n in (CHARGE, REFUND, BILL, T) else "shipping") for n in range(7)}


def definition(name: str, line: int) -> Definition:
    module, _, qualname = name.partition(".")
    service = SERVICES[Node("definition", name)]
    return Definition(name, DefinitionKind.FUNCTION, module, qualname, f"{module}.py", line, line + 1, service)


def facts(owner: str = "billing") -> Facts:
    empty = dict.fromkeys((field.name for field in msgspec.structs.fields(Facts)), ())
    return Facts(
        **empty
        | {
            "modules": tuple(
                Module(name, f"{name}.py", 9, ModuleKind.CODE, ModuleStatus.PARSED, service=service)
                for name, service in (("bill", "billing"), ("ship", "shipping"))
            ),
            "definitions": tuple(definition(name, 1 + 4 * (n % 2)) for n, name in enumerate(NAMES)),
            "calls": (
                CallEdge("bill.charge", "ship.send", "bill.py", 3, Certainty.LITERAL, False),
                CallEdge("bill.charge", "ship.send", "bill.py", 2, Certainty.LITERAL, False),
                CallEdge("bill.charge", "bill.refund", "bill.py", 4, Certainty.LITERAL, False),
            ),
            "tables": (Table("t", "", "schema.sql", 7, (), "", Certainty.LITERAL, "sql", owner),),
            "accesses": (
                Access("bill.py", "charge", 2, "t", RowOperation.UPDATE, "sql", Certainty.LITERAL, "", "billing"),
                Access(
                    "bill.py", "charge", 1, "t", RowOperation.UPDATE, "sql", Certainty.LITERAL, "", "", generic=True
                ),
            ),
        }
    )


GRAPH = Graph(
    NODES,
    tuple(
        sorted(
            (
                Edge(CHARGE, SEND, "call", 2, 3.0),
                Edge(CHARGE, REFUND, "call", 1, 1.0),
                Edge(CHARGE, BILL, "within", 1, 2.0),
                Edge(CHARGE, T, "write", 1, 4.0),
                Edge(SEND, SHIP, "within", 1, 2.0),
                Edge(TRACK, SHIP, "within", 1, 2.0),
            )
        )
    ),
)
CUT = Cut(
    of_node=(0, 0, 1, 1, 0, 1, 0),
    group_of={0: 0, 1: 1},
    stability=(0.5, 1.0, 0.9, 1.0, 1.0, 1.0, 0.8),
    runner_up=(1, 0, 0, 0, 1, 0, 1),
    margin=(0.25, 1.0, 0.4, 1.0, 0.5, 1.0, 0.6),
)


def found(graph: Graph = GRAPH, cut: Cut = CUT, told: Facts | None = None, **more: object) -> dict[str, Placement]:
    return {one.name: one for one in placements(told or facts(), graph, SERVICES, cut, **more)}  # type: ignore[arg-type]


def test_a_definition_by_hand() -> None:
    assert found()["bill.charge"] == Placement(
        name="bill.charge",
        kind="function",
        service="billing",
        stability=0.5,
        runner_up="shipping",
        margin=0.25,
        pulls=(EvidencePull("write", 0.4, 0.0), EvidencePull("call", 0.1, 0.3), EvidencePull("within", 0.2, 0.0)),
        own=(
            Reason("write", True, "t", 1, 0.4, Location("bill.py", 2)),
            Reason("within", True, "bill", 1, 0.2, Location("bill.py", 1)),
            Reason("call", True, "bill.refund", 1, 0.1, Location("bill.py", 4)),
        ),
        other=(Reason("call", True, "ship.send", 2, 0.3, Location("bill.py", 2)),),
        # 7 to 3: without the write of 4 it is 3 to 3, without the module too 1 to 3; turned, the write makes it 3 to 7
        tipping=Tipping(2, 0.6, 1, 0.4, (("within", 1), ("write", 1))),
    )


def test_a_type_use_is_shown_where_it_stands_first() -> None:
    graph = Graph(NODES, (Edge(CHARGE, SEND, "type_use", 1, 1.0),))
    uses = (TypeUse("bill.charge", "ship.send", "bill.py", 8), TypeUse("bill.charge", "gone", "bill.py", 3))
    told = msgspec.structs.replace(facts(), type_uses=uses)
    assert found(graph, told=told)["ship.send"].other == (
        Reason("type_use", False, "bill.charge", 1, 1.0, Location("bill.py", 8)),
    )


def test_the_other_end_is_pulled_the_other_way() -> None:
    send = found()["ship.send"]
    assert send.other == (Reason("call", False, "bill.charge", 2, 0.6, Location("bill.py", 2)),)
    assert send.tipping == Tipping(0, 0.0, 0, 0.0)
    assert found()["ship.track"].tipping is None


def test_a_module_is_pulled_by_what_leaves_it_and_as_stable_as_its_definitions() -> None:
    bill = found()["bill"]
    assert (bill.kind, bill.service, bill.runner_up) == ("module", "billing", "shipping")
    assert bill.stability == round((0.5 + 1 + 1) / 3, 3)
    assert bill.pulls == (EvidencePull("write", round(4 / 7, 3), 0.0), EvidencePull("call", 0.0, round(3 / 7, 3)))
    assert bill.margin == round(1 / 7, 3)


def test_a_table_follows_its_owner() -> None:
    assert found()["t"].stability == 0.8
    moved = found(told=facts(owner="shipping"))["t"]
    assert (moved.service, moved.stability, moved.runner_up) == ("shipping", 0.2, "billing")
    assert moved.tipping is None
    assert moved.other == (Reason("write", False, "bill.charge", 1, 1.0, Location("bill.py", 2)),)


def test_the_shared_kernel_pulls_nothing_and_says_who_needs_it() -> None:
    cut = msgspec.structs.replace(CUT, of_node=(0, KERNEL_CLUSTER, 1, 1, 0, 1, 0))
    services = SERVICES | {NODES[REFUND]: KERNEL}
    told = {one.name: one for one in placements(facts(), GRAPH, services, cut)}
    assert (told["bill.refund"].service, told["bill.refund"].runner_up) == (KERNEL, "billing")
    assert told["bill.charge"].own[-1].kind == "within"
    assert told["bill.charge"].pulls[-1] == EvidencePull("within", round(2 / 9, 3), 0.0)


def test_what_was_placed_by_hand_is_marked() -> None:
    told = found(by_hand=(NODES[CHARGE],))
    assert [name for name, one in told.items() if one.by_hand] == ["bill.charge"]


def test_edges_without_a_fact_stand_where_their_ends_do() -> None:
    graph = Graph(NODES, (Edge(CHARGE, SEND, "co_change", 1, 1.0),))
    assert found(graph)["bill.charge"].other[0].at == Location("bill.py", 1)


TREE = {
    "bill.py": "import ship\n\ndef charge():\n    ship.send()\n\ndef refund():\n    charge()\n",
    "ship.py": "def send():\n    return track()\n\ndef track():\n    return send()\n",
    "texts.py": "def shown(): ...\n",
}


def test_an_analysis_explains_all_that_has_a_service(tmp_path: Path) -> None:
    result = analysed(
        tmp_path, TREE, Options(jobs=1, shared_kernel=("texts",), service=(SteeredService("b", ("bill",)),))
    )
    told = {(one.kind, one.name): one for one in result.placements}
    assert sorted(told) == [
        *(("function", name) for name in ("bill.charge", "bill.refund", "ship.send", "ship.track", "texts.shown")),
        *(("module", name) for name in ("bill", "ship", "texts")),
    ]
    assert (told["function", "bill.charge"].service, told["function", "bill.charge"].by_hand) == ("b", True)
    assert (told["module", "texts"].service, told["function", "texts.shown"].service) == (KERNEL, KERNEL)
    service = {one.name: one.service for one in (*result.definitions, *result.modules)}
    assert all(one.service == service[one.name] for one in result.placements)
