from __future__ import annotations

from django.urls import path

from shop.accounts import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("forgotten/", views.ask_reset, name="forgotten"),
    path("reset/", views.reset, name="reset"),
    path("me/", views.Me.as_view(), name="me"),
    path("addresses/", views.Addresses.as_view(), name="addresses"),
]
