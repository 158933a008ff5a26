from __future__ import annotations

from django.urls import path

from shop.inventory import views

urlpatterns = [
    path("<int:variant_id>/", views.level, name="level"),
    path("delivery/", views.delivery, name="delivery"),
    path("count/", views.count, name="count"),
    path("shortages/", views.shortages, name="shortages"),
]
