from __future__ import annotations

from django.urls import path

from shop.main import views

urlpatterns = [
    path("", views.home, name="home"),
    path("brands/", views.brands, name="brands"),
    path("gift-card/", views.gift_card, name="gift-card"),
    path("holidays/", views.holidays, name="holidays"),
    path("login-log/<int:user_id>/", views.login_log, name="login-log"),
]
