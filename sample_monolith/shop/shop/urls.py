from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("catalog/", include("shop.catalog.urls")),
    path("cart/", include("shop.cart.urls")),
    path("tax/", include("shop.tax.urls")),
    path("shipping/", include("shop.shipping.urls")),
    path("orders/", include("shop.billing.urls")),
    path("pay/", include("shop.payment.urls")),
    path("stock/", include("shop.inventory.urls")),
    path("account/", include("shop.accounts.urls")),
    path("office/", include("shop.backoffice.urls")),
    path("", include("shop.main.urls")),
]
