from __future__ import annotations

from django.urls import path

from shop.billing import views

urlpatterns = [
    path("", views.Orders.as_view(), name="orders"),
    path("book/", views.OrderBook.as_view(), name="order-book"),
    path("<int:order_id>/", views.one, name="order"),
    path("<int:order_id>/cancel/", views.Orders.as_view(), name="cancel-order"),
    path("draft/<int:user_id>/", views.draft, name="draft-order"),
]
