"""Is what a step of the samples' roadmap says of a transaction what reading their code says?

ridehailing, ``services/trips.py``, ``finish``: the ride is set finished; ``invoicing.issue`` prices it and, before it
writes the invoice, has ``promos.redeem`` take a code; ``invoicing.collect`` writes the payment, and the log is written
last. When promos alone has left, all but ``redeem`` is one process. What it writes before and after the call is one
local transaction each; a failure after ``redeem`` must give the use of the code back.

shop, ``billing/checkout.py``, ``place``: of shipping it only leaves a copy of the address, which nothing in checkout
reads again. So when shipping has left, one event is enough, though all seven services of the transaction need a saga.
"""

from __future__ import annotations

from functools import cache

import pytest

import truth
from analyzer.model.analysis import Analysis
from analyzer.model.decision import Undoing, WorkItem, WorkKind
from analyzer.model.options import Options
from reports.render.formats import render
from reports.render.options import RenderOptions
from reports.views.contracts import contracts_page
from reports.views.portal import service_pages
from reports.views.roadmap import roadmap_page
from reports.views.to_write import to_write
from reports.views.transactions import transactions_page

FINISH = "transaction:ridehailing.services.trips.finish"


@cache
def result(sample: str) -> Analysis:
    return truth.analysed(sample, Options(jobs=1))


def parted(sample: str, service: str) -> WorkItem:
    decision = result(sample).decision
    assert decision is not None
    step = next(one for one in decision.steps if one.service == service)
    (found,) = (one for one in step.items if one.kind is WorkKind.TRANSACTION)
    return found


def test_the_saga_of_the_first_step_is_between_promos_and_the_monolith() -> None:
    item = parted("ridehailing", "promos")
    assert (item.remedy, item.findings) == ("saga with compensations", (FINISH,))
    assert item.making == (
        "step 1 of the monolith: change trips",
        "step 2 of promos: run ridehailing.services.promos.redeem by POST /redemptions/redeem (promo_codes, "
        "redemptions)",
        "step 3 of the monolith: change trips, add to and change invoices, and add to invoice_lines, payments, "
        "trip_events",
        "compensation of step 2 by promos: undo ridehailing.services.promos.redeem (set back what was changed in "
        "promo_codes, and cancel what was added to redemptions)",
        "compensation of step 1 by the monolith: set back what was changed in trips",
    )
    assert item.counted == (("saga", 1), ("saga step", 3), ("compensation", 2), ("call site", 1))
    assert (item.effort_low, item.effort_high) == (6.7, 17.0)  # 3 + 1.5 + 2 + .2, 6 + 4.5 + 6 + .5
    assert item.undoing == (Undoing("promos", "ridehailing.services.promos.redeem", ("promo_codes", "redemptions")),)


def test_a_transaction_that_begins_with_the_one_that_left_goes_on_as_one() -> None:
    """``payouts.run_week`` has tips handed over, and then writes payouts, drivers and messages, which all stay."""
    assert parted("ridehailing", "tips").making == (
        "step 1 of tips: run ridehailing.services.tips.hand_over by POST /tips/hand-over (tips)",
        "step 2 of the monolith: add to payouts, change drivers, and add to messages",
        "compensation of step 1 by tips: undo ridehailing.services.tips.hand_over (set back what was changed in tips)",
    )


def test_what_checkout_leaves_with_shipping_is_told_by_one_event() -> None:
    item = parted("shop", "shipping")
    assert (item.remedy, item.undoing) == ("outbox", ())
    assert item.making == (
        "outbox of the monolith, written in its transaction",
        "event: shipping is to run shop.shipping.options.address_parcel (shipping_address)",
    )
    assert item.counted == (("outbox", 1), ("event", 1), ("consumer", 1), ("call site", 1))


def test_who_left_has_to_write_what_undoes_it() -> None:
    analysis = result("ridehailing")
    (one,) = to_write(analysis)["promos"]
    assert one.undoes is not None
    assert (one.name, one.undoes.name, one.needed) == ("undo redeem", "redeem", ((2, FINISH),))
    page = contracts_page(analysis)
    card = next(card for card in page.cards if card.name == "promos")
    assert (card.across, len(card.to_write)) == (1, 1)  # it is named beside what there is, and not counted with it
    said = "".join(part[1:] for part in card.to_write[0][1])
    assert said == (
        " takes code: str | None, passenger_id: int, gross_cents: int, and what identifies the change; undoes "
        "ridehailing.services.promos.redeem (promo_codes, redemptions)"
    )
    assert page.to_write == sum(len(several) for several in to_write(analysis).values()) == 2
    portal = next(one for one in service_pages(analysis) if one.contract.service == "promos")
    assert [each.name for each in portal.to_write] == ["undo redeem"]


@pytest.mark.parametrize("form", ["html", "portal", "adr", "csv"])
def test_every_output_names_what_is_to_be_written(form: str) -> None:
    made = render(result("ridehailing"), form, RenderOptions(diagrams=False))
    text = b"".join(made.values()).decode() if isinstance(made, dict) else made.decode()
    names = {"csv": "promos=ridehailing.services.promos.redeem", "html": "<code>undo redeem</code>"}
    assert names.get(form, "undo redeem") in text


def test_the_pages_tell_the_step_as_it_is() -> None:
    analysis = result("ridehailing")
    row = next(
        row for row in transactions_page(analysis).transactions.rows if isinstance(row[1], tuple) and FINISH in row[1]
    )
    advice = row[-1]
    assert isinstance(advice, tuple)
    assert ("lstep 2 of the roadmap: ", "tsaga with compensations", "l 6.7–17 person-days") in advice
    card = next(one for one in roadmap_page(analysis).cards if one.step.service == "promos")
    task = next(one for one in card.data if one.task.finding == FINISH)
    assert (task.part, task.task.days) == (1.0, "6.7–17")
    assert task.counted == "1 × saga, 3 × saga step, 2 × compensation, 1 × call site"
