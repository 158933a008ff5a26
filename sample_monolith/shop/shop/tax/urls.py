from __future__ import annotations

from django.urls import path

from shop.tax import views

urlpatterns = [
    path("", views.rates, name="rates"),
    path("change/", views.change, name="change-rate"),
]
