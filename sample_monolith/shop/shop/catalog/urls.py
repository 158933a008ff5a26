from __future__ import annotations

from django.urls import path

from shop.catalog import views

urlpatterns = [
    path("", views.ProductList.as_view(), name="products"),
    path("offers/", views.offers, name="offers"),
    path("reprice/", views.reprice, name="reprice"),
    path("in/<slug:slug>/", views.CategoryPage.as_view(), name="category"),
    path("<slug:slug>/", views.ProductPage.as_view(), name="product"),
    path("<slug:slug>/variants/", views.VariantEntry.as_view(), name="variants"),
]
