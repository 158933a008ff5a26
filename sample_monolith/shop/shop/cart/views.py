from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from shop.cart import services
from shop.cart.models import Cart
from shop.http import CART_COOKIE, ApiView, body_of, cart_token_of, wanted
from shop.utils import as_money, check_quantity


def _cart(request: HttpRequest) -> Cart:
    return services.open_cart(cart_token_of(request), getattr(request, "user_id", None))


def _shown(cart: Cart, status: int = 200) -> JsonResponse:
    totals = services.totals(cart.pk, settings.HOME_COUNTRY)
    payload = {
        "token": cart.token,
        "lines": services.shown(cart.pk),
        "net": as_money(totals.net_cents),
        "gross": as_money(totals.net_cents + totals.tax_cents),
    }
    answer = JsonResponse(payload, status=status)
    answer.set_cookie(CART_COOKIE, cart.token, samesite="Lax")
    return answer


class CartView(ApiView):
    def get(self, request: HttpRequest) -> JsonResponse:
        return _shown(_cart(request))

    def post(self, request: HttpRequest) -> JsonResponse:
        payload = self.body()
        (sku,) = wanted(payload, "sku")
        cart = _cart(request)
        services.add(cart.pk, sku, check_quantity(payload.get("quantity", 1)))
        return _shown(cart, 201)

    def patch(self, request: HttpRequest) -> JsonResponse:
        sku, quantity = wanted(self.body(), "sku", "quantity")
        cart = _cart(request)
        services.change(cart.pk, sku, check_quantity(quantity))
        return _shown(cart)


@require_POST
def voucher(request: HttpRequest) -> JsonResponse:
    (code,) = wanted(body_of(request), "code")
    cart = _cart(request)
    services.keep_voucher(cart.pk, code)
    return _shown(cart)
