from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import ListView

from shop.billing import checkout, invoices
from shop.billing.models import Order
from shop.cart import services as carts
from shop.http import ApiView, cart_token_of, staff_only, user_id_of, wanted
from shop.shipping import options
from shop.utils import as_money


class Orders(ApiView):
    def get(self, request: HttpRequest) -> JsonResponse:
        mine = Order.objects.of(user_id_of(request)).prefetch_related("lines")
        return self.answer([_shown(order) for order in mine])

    def post(self, request: HttpRequest) -> JsonResponse:
        user_id = user_id_of(request)
        shipping, gateway = wanted(self.body(), "shipping", "gateway")
        cart = carts.open_cart(cart_token_of(request), user_id)
        order_id = checkout.place(user_id, cart.pk, shipping, gateway, cart.voucher_code)
        return self.answer(_shown(invoices.load(order_id)), status=201)

    def delete(self, request: HttpRequest, order_id: int) -> JsonResponse:
        order = get_object_or_404(Order, pk=order_id, user_id=user_id_of(request))
        checkout.cancel(order.pk)
        return self.answer({"cancelled": order.number})


def _shown(order: Order) -> dict[str, Any]:
    return {
        "id": order.pk,
        "number": order.number,
        "state": order.state,
        "gross": as_money(order.gross_cents),
        "lines": [f"{line.quantity} x {line.name}" for line in order.lines.all()],
    }


class OrderBook(ListView):
    """The printed book of the day for the office."""

    template_name = "billing/book.html"
    context_object_name = "orders"

    def get_queryset(self) -> QuerySet[Order]:
        staff_only(self.request)
        return Order.objects.exclude(state="draft").select_related("user").prefetch_related("lines__variant")


@require_GET
def one(request: HttpRequest, order_id: int) -> JsonResponse:
    order = get_object_or_404(Order, pk=order_id, user_id=user_id_of(request))
    balance = invoices.open_balance(order.pk)
    return JsonResponse(_shown(order) | {"open": as_money(balance), "tracking": options.tracking_of(order.pk)})


@require_POST
def draft(request: HttpRequest, user_id: int) -> JsonResponse:
    staff_only(request)
    body = ApiView(request=request).body()
    shipping, articles = wanted(body, "shipping", "articles")
    order_id = checkout.draft(user_id, shipping, {int(key): int(value) for key, value in articles.items()})
    return JsonResponse({"id": order_id}, status=201)
