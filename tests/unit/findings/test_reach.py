"""What is behind an entry point: by hand, and against a plain walk."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.circles import circles
from analyzer.findings.chains import longest_chains
from analyzer.findings.gathering import gathered
from analyzer.findings.reach import Reach
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.facts import Inheritance
from analyzer.model.resources import ResourceKind, ResourceOperation, ResourceUse
from analyzer.model.services import KERNEL
from cuts import Cut, service_of

NAMES = [f"{service}.{name}" for service in ("a", "b", "c", "kernel") for name in ("f", "g")]
CALLS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.booleans()), max_size=14)


def behind(cut: Cut, entry: str) -> tuple[str, ...]:
    reach = cut.busy().evidence().reach
    return reach.services_behind(next(one for one in reach.entries if one.definition == entry))


def crossed(cut: Cut, entry: str) -> list[tuple[str, bool]]:
    reach = cut.busy().evidence().reach
    found = reach.crossings(next(one for one in reach.entries if one.definition == entry))
    return sorted((one.call.callee, one.repeated) for one in found)


def crossed_as_it_is(cut: Cut) -> tuple[str, ...]:
    reach = cut.entry("shop.order").evidence().reach
    return reach.services_behind(reach.entries[0])


def test_what_is_called_further_on_is_behind_too() -> None:
    cut = Cut().call("shop.order", "stock.take").call("stock.take", "mail.tell").entry("shop.order")
    assert behind(cut, "shop.order") == ("mail", "stock")


def test_what_the_kernel_calls_is_called_by_who_calls_the_kernel() -> None:
    cut = Cut().call("shop.order", "kernel.run").call("kernel.run", "mail.tell").entry("shop.order")
    assert behind(cut, "shop.order") == ("mail",)
    assert crossed(cut, "shop.order") == [("mail.tell", False)]


def test_calls_of_another_service_are_not_its_own() -> None:
    cut = Cut().call("shop.order", "stock.take").call("stock.take", "mail.tell").entry("shop.order")
    assert crossed(cut, "shop.order") == [("stock.take", False)]


def test_a_loop_on_the_way_repeats_what_is_called_in_it() -> None:
    cut = Cut().call("shop.order", "shop.line", loop=True).call("shop.line", "stock.take")
    cut.call("shop.order", "mail.tell", 2).call("shop.order", "stock.open", 3, loop=True).entry("shop.order")
    assert crossed(cut, "shop.order") == [("mail.tell", False), ("stock.open", True), ("stock.take", True)]


@pytest.mark.parametrize("kind", ["task", "consumer"])
def test_nobody_waits_for_what_is_published(kind: str) -> None:
    cut = Cut().call("shop.order", "mail.tell", 7).entry("shop.order").entry("mail.tell", kind)
    assert behind(cut, "shop.order") == ("mail",)
    place = ("shop.py", "order", 7, "celery")
    cut.resources.append(ResourceUse(ResourceKind.QUEUE, "mail", ResourceOperation.PUBLISH, *place))
    assert behind(cut, "shop.order") == ()


def test_a_signal_is_a_message() -> None:
    cut = Cut().call("shop.order", "mail.tell").entry("shop.order").entry("mail.tell", "signal")
    assert behind(cut, "shop.order") == ()
    assert [one.definition for one in cut.busy().evidence().reach.entries] == ["shop.order"]


def test_what_uses_no_data_is_done_where_its_code_is() -> None:
    cut = Cut().call("shop.order", "stock.round").call("stock.round", "stock.half").entry("shop.order")
    assert crossed_as_it_is(cut) == ()
    assert crossed_as_it_is(cut.use("stock.half", "read", "setting", "HALF")) == ()
    assert crossed_as_it_is(cut.access("stock.half", "select", "stock")) == ("stock",)
    assert crossed_as_it_is(Cut().call("shop.order", "stock.log").use("stock.log", "write", "file", "log")) == (
        "stock",
    )


def test_what_runs_the_queries_of_its_callers_is_not_asked() -> None:
    cut = Cut().call("shop.order", "stock.count").entry("shop.order").access("stock.count", "select", "stock")
    cut.accesses[:] = [msgspec.structs.replace(one, generic=True) for one in cut.accesses]
    assert crossed_as_it_is(cut) == ()


def test_what_is_guessed_is_not_followed() -> None:
    assert behind(Cut().call("shop.order", "mail.tell", certainty="guessed").entry("shop.order"), "shop.order") == ()


def test_a_call_that_may_go_to_several_services_is_not_followed() -> None:
    cut = Cut().call("shop.order", "card.Way.pay").call("shop.order", "cash.Way.pay").entry("shop.order")
    assert behind(cut, "shop.order") == ()


def test_a_wrapper_calls_only_what_the_caller_means() -> None:
    cut = Cut().call("shop.order", "kernel.timed").call("kernel.timed", "mail.tell").entry("shop.order")
    cut.call("shop.order", "stock.take")
    cut.calls[-1] = CallEdge("shop.order", "stock.take", "shop.py", 2, Certainty.TYPED, False, "kernel.timed")
    assert behind(cut, "shop.order") == ("stock",)


def test_a_base_class_does_not_call_all_its_subclasses() -> None:
    cut = Cut().call("shop.order", "kernel.Job.run").call("kernel.Job.run", "mail.Send.work").entry("shop.order")
    cut.inherits.append(Inheritance("mail.Send", "kernel.Job", "mail.py", 1))
    assert behind(cut, "shop.order") == ()


@pytest.mark.parametrize("callee", ["stock.Item.__init__", "stock.Item.__str__", "stock.Item", "stock.Item.price"])
def test_objects_of_another_service_are_no_service_to_ask(callee: str) -> None:
    cut = Cut().call("shop.order", callee).derive("stock.Item", "kernel.Thing").entry("shop.order")
    facts = msgspec.structs.replace(cut.busy().facts(), properties=("stock.Item.price",))
    reach = Reach(facts, {name: service_of(name) for name in cut.definitions})
    assert reach.calls == {}


def test_an_object_that_is_called_is_asked() -> None:
    assert behind(Cut().call("shop.order", "stock.Item.__call__").entry("shop.order"), "shop.order") == ("stock",)


def test_who_inherits_a_method_asks_nobody() -> None:
    cut = Cut().call("shop.order", "stock.Base.save").entry("shop.order").derive("shop.Order", "shop.Row")
    assert behind(cut, "shop.order") == ("stock",)
    assert behind(cut.derive("shop.Row", "stock.Base"), "shop.order") == ()


def test_of_a_class_its_own_methods_run() -> None:
    cut = Cut().call("shop.Page.get", "stock.take").derive("shop.Page", "kernel.View").entry("shop.Page")
    assert behind(cut, "shop.Page") == ("stock",)


@given(CALLS)
def test_bits_say_what_a_plain_walk_says(calls: list[tuple[str, str, bool]]) -> None:
    edges: dict[str, list[str]] = {}
    for caller, callee, _ in calls:
        edges.setdefault(caller, []).append(callee)
    bit = {name: 1 << place for place, name in enumerate(NAMES)}
    fewer = {name: callees[::2] for name, callees in edges.items()}
    order = list(circles(NAMES, lambda name: edges.get(name, ()), frozenset()))
    for some in (edges, fewer):
        found = gathered(order, some, lambda name: bit[name])
        for name in NAMES:
            assert {one for one in NAMES if found[name] & bit[one]} == walked(name, some)


@given(CALLS)
def test_rows_are_paths_without_repetition(calls: list[tuple[str, str, bool]]) -> None:
    cut = Cut(*NAMES)
    for line, (caller, callee, loop) in enumerate(calls, 1):
        cut.call(caller, callee, line, loop=loop)
    for name in NAMES:
        cut.entry(name)
    facts = cut.busy().facts()
    reach = Reach(facts, {name: service_of(name) for name in NAMES})
    edges = {caller: [call.callee for call in made] for caller, made in reach.calls.items()}
    for name, chain in longest_chains(reach).items():
        services = [step.service for step in chain]
        assert len(services) == len(set(services))
        assert KERNEL not in services
        here = name
        for step in chain:
            assert step.definition in walked(here, edges)
            assert service_of(step.definition) == step.service
            here = step.definition


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=10))
def test_where_services_call_one_way_the_longest_row_is_found(pairs: list[tuple[int, int]]) -> None:
    calls = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    cut = Cut(*(f"s{number}.f" for number in range(6)))
    for line, (caller, callee) in enumerate(calls, 1):
        cut.call(f"s{caller}.f", f"s{callee}.f", line)
    for number in range(6):
        cut.entry(f"s{number}.f")
    facts = cut.busy().facts()
    chains = longest_chains(Reach(facts, {name: service_of(name) for name in cut.definitions}))
    longest = [1] * 6
    for number in reversed(range(6)):
        longest[number] += max((longest[callee] for caller, callee in calls if caller == number), default=0)
    for number in range(6):
        assert len(chains.get(f"s{number}.f", ("",))) == longest[number]


def test_reach_takes_facts_as_they_are_placed() -> None:
    facts = msgspec.structs.replace(Cut("shop.order").facts(), entry_points=())
    assert Reach(facts, {}).entries == ()


def walked(start: str, edges: dict[str, list[str]]) -> set[str]:
    found, pending = {start}, [start]
    while pending:
        for callee in edges.get(pending.pop(), []):
            if callee not in found:
                found.add(callee)
                pending.append(callee)
    return found
