from __future__ import annotations

from django.urls import path

from shop.payment import views

urlpatterns = [
    path("<int:order_id>/", views.pay, name="pay"),
    path("<int:order_id>/refund/", views.give_back, name="refund"),
]
