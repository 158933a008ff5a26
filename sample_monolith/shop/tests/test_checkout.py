from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from shop.accounts import services as accounts
from shop.backoffice import services as office_services
from shop.backoffice.models import Subscriber, Voucher
from shop.billing import checkout, invoices
from shop.billing.models import Invoice, Line, Order
from shop.cart import services as carts
from shop.catalog import browse
from shop.catalog.models import Product
from shop.inventory import stock
from shop.inventory.models import StockLevel
from shop.payment import services as payments
from shop.payment.models import Attempt
from shop.shipping import options
from shop.tax import calc
from shop.utils import Declined, DomainError, Invalid

CARD = "4000 0000 0000 1111"


def order_for(user_id: int, sku: str = "TEA-SEN-100", pieces: int = 2, voucher: str = "", gateway: str = "card") -> int:
    cart = carts.open_cart(None, user_id)
    carts.add(cart.pk, sku, pieces)
    return checkout.place(user_id, cart.pk, "parcel", gateway, voucher)


def test_an_order_is_placed_paid_and_picked(ada: int, sencha: int) -> None:
    order_id = order_for(ada)
    order = invoices.load(order_id)
    assert (order.number, order.net_cents, order.tax_cents) == ("A000001", 2 * 890 + 490, 125 + 93)
    assert stock.available(sencha) == 23
    payments.capture(order_id, CARD)
    assert invoices.open_balance(order_id) == 0
    assert stock.pick_waiting() == 1
    level = StockLevel.objects.get(variant_id=sencha)
    assert (level.on_hand, level.reserved) == (23, 0)
    assert Product.objects.get(slug="sencha-uji").sold_count == 2
    assert stock.turnover(sencha) == 2


def test_a_declined_card_may_try_again(ada: int) -> None:
    order_id = order_for(ada)
    with pytest.raises(Declined):
        payments.capture(order_id, "4000 0000 0000 0002")
    assert payments.capture(order_id, CARD).startswith("card/1111/")


def test_a_gift_card_pays_until_it_is_empty(ada: int) -> None:
    payments.capture(order_for(ada, gateway="gift_card"), "gift-5000")
    with pytest.raises(Declined):
        payments.capture(order_for(ada, "TEA-SEN-500", 1, gateway="gift_card"), "gift-5000")


def test_a_voucher_lowers_price_and_tax(ada: int) -> None:
    order = invoices.load(order_for(ada, voucher="WELCOME"))
    assert order.discount_cents == 178
    assert order.tax_cents == 125 - 13 + 93
    assert Voucher.objects.get(code="WELCOME").used == 1


def test_nothing_is_left_of_an_order_that_fails(ada: int, sencha: int) -> None:
    with pytest.raises(DomainError):
        order_for(ada, voucher="NONSENSE")
    assert not Order.objects.exists()
    assert stock.available(sencha) == 25


def test_cancelling_gives_the_goods_free(ada: int, sencha: int) -> None:
    order_id = order_for(ada)
    checkout.cancel(order_id)
    assert stock.available(sencha) == 25
    assert Invoice.objects.get(order_id=order_id).state == "void"
    assert payments.forget_cancelled() == 1
    assert stock.release_cancelled() == 0


def test_guest_cart_joins_the_own_cart(ada: int, sencha: int) -> None:
    own, guest = carts.open_cart(None, ada), carts.open_cart(None)
    carts.add(own.pk, "TEA-SEN-100", 1)
    carts.add(guest.pk, "TEA-SEN-100", 3)
    carts.add(guest.pk, "COF-YIR-250", 1)
    accounts.log_in("ada@example.org", "first-flush-1", guest.token)
    assert {row["sku"]: row["quantity"] for row in carts.shown(own.pk)} == {"TEA-SEN-100": 3, "COF-YIR-250": 1}


def test_a_return_gives_goods_and_money_back(ada: int, sencha: int) -> None:
    order_id = order_for(ada)
    payments.capture(order_id, CARD)
    stock.pick_waiting()
    line = Line.objects.get(order_id=order_id)
    wish = office_services.ask_return(ada, line.pk, 1)
    assert office_services.accept_return(wish) == "G000001"
    assert stock.available(sencha) == 24
    assert invoices.load(order_id).refunded_cents == (2 * 890 + 125) // 2


def test_tax_by_country() -> None:
    assert calc.tax_on(1000, "DE").tax_cents == 190
    assert calc.tax_on(1000, "AT", "reduced").tax_cents == 100
    assert calc.tax_on(1000, "AT", "standard", "ATU12345678").tax_cents == 0
    with pytest.raises(Invalid):
        calc.tax_on(1000, "DE", "luxury")


def test_shipping_by_weight_and_value() -> None:
    assert [one.code for one in options.options_for("DE", "20459", 900, 2000)] == ["parcel", "express"]
    assert options.quote("parcel", "DE", "20459", 900, 9000).cents == 0
    office_services.free_shipping_week(2000)
    assert options.quote("parcel", "DE", "20459", 900, 2000).cents == 0
    with pytest.raises(DomainError):
        options.quote("parcel", "BR", "20040", 900, 2000)


def test_flash_sale_is_seen_at_once(sencha: int) -> None:
    assert browse.price_of(sencha) == 890
    office_services.flash_sale("sencha-uji", 10)
    assert browse.price_of(sencha) == 801
    assert {row["sku"] for row in browse.offers()} == {"TEA-SEN-100", "TEA-SEN-500"}


def test_a_new_customer_is_offered_the_newsletter() -> None:
    accounts.register("bo@example.org", "oolong-2024")
    assert Subscriber.objects.get(email="bo@example.org").source == "registration"
    office_services.write_newsletter("New harvest", "It is here.")
    assert "bo@example.org" in office_services.send_newsletter()


def test_closing_an_account(ada: int) -> None:
    bo = accounts.register("bo@example.org", "oolong-2024")
    carts.open_cart(None, bo)
    accounts.close_account(bo)
    order_for(ada)
    with pytest.raises(DomainError):
        accounts.close_account(ada)


def test_password_reset() -> None:
    token = accounts.ask_reset("ada@example.org")
    assert token is not None
    accounts.reset_password(token, "second-flush-2")
    assert accounts.who_is(accounts.log_in("ada@example.org", "second-flush-2"))


def test_reports(ada: int) -> None:
    order_id = order_for(ada)
    payments.capture(order_id, CARD)
    day = invoices.load(order_id).placed_at.date()
    assert office_services.run_report("sales") == [{"country": "DE", "orders": 1, "net": 2270}]
    assert office_services.run_report("margins")[0]["pieces"] == 2
    assert len(office_services.run_report("vat", day=day.isoformat())) == 1
    assert len(office_services.run_report("dump", app="payment", model="attempt")) == Attempt.objects.count()
    office_services.keep_day(day)
    assert office_services.curve() == [(day.isoformat(), 2488)]


def test_the_night(capsys: pytest.CaptureFixture[str], ada: int) -> None:
    checkout.draft(ada, "parcel", {})
    call_command("nightly")
    call_command("pick_orders")
    assert "drafts: 0" in capsys.readouterr().out


def test_the_whole_way_over_the_web(shopper: Client, office: Client) -> None:
    assert len(shopper.get("/catalog/").json()) == 7
    assert shopper.post("/cart/", {"sku": "COF-ESP-1000", "quantity": 2}).json()["gross"] == "57.57 EUR"
    placed = shopper.post("/orders/", {"shipping": "parcel", "gateway": "card"})
    assert placed.status_code == 201
    order_id = placed.json()["id"]
    assert shopper.post(f"/pay/{order_id}/", {"secret": CARD}).status_code == 200
    assert shopper.get(f"/orders/{order_id}/").json()["open"] == "0.00 EUR"
    assert shopper.post(f"/pay/{order_id}/refund/", {"cents": 100}).status_code == 403
    assert office.post(f"/pay/{order_id}/refund/", {"cents": 100}).status_code == 201
    assert office.get("/orders/book/").status_code == 200
    assert shopper.get("/catalog/house-espresso/").status_code == 200
