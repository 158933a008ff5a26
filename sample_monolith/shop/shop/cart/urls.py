from __future__ import annotations

from django.urls import path

from shop.cart import views

urlpatterns = [
    path("", views.CartView.as_view(), name="cart"),
    path("voucher/", views.voucher, name="cart-voucher"),
]
