from __future__ import annotations

from django.urls import path

from shop.shipping import views

urlpatterns = [
    path("options/", views.Options.as_view(), name="options"),
    path("<int:order_id>/send/", views.send, name="send"),
]
