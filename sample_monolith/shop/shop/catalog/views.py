from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, ListView

from shop.catalog import browse
from shop.catalog.forms import ProductForm, VariantForm
from shop.catalog.models import Category, Product
from shop.http import ApiView, body_of, staff_only, wanted
from shop.utils import Invalid


class ProductList(ApiView):
    def get(self, request: HttpRequest) -> JsonResponse:
        found = browse.teasers(request.GET.get("category"), request.GET.get("q", ""))
        return self.answer([{"slug": row.slug, "title": row.title, "from": row.from_cents} for row in found])

    def post(self, request: HttpRequest) -> JsonResponse:
        staff_only(request)
        form = ProductForm(self.body())
        if not form.is_valid():
            raise Invalid(form.errors.as_text())
        product = form.save()
        return self.answer({"id": product.pk, "slug": product.slug}, status=201)


class ProductPage(DetailView):
    model = Product
    template_name = "catalog/product.html"

    def get_queryset(self) -> QuerySet[Product]:
        return Product.objects.active().select_related("brand").prefetch_related("variants", "categories")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["also"] = browse.also_bought(self.object.pk)
        context["free"] = browse.availability(self.object.slug)
        return context


class CategoryPage(ListView):
    template_name = "catalog/category.html"
    context_object_name = "products"
    paginate_by = 24

    def get_queryset(self) -> QuerySet[Product]:
        category = get_object_or_404(Category, slug=self.kwargs["slug"])
        return category.products.active()


class VariantEntry(ApiView):
    def post(self, request: HttpRequest, slug: str) -> JsonResponse:
        staff_only(request)
        product = get_object_or_404(Product, slug=slug)
        form = VariantForm(self.body())
        if not form.is_valid():
            raise Invalid(form.errors.as_text())
        variant = form.save(commit=False)
        variant.product = product
        variant.save()
        return self.answer({"id": variant.pk}, status=201)

    def delete(self, request: HttpRequest, slug: str) -> JsonResponse:
        staff_only(request)
        browse.remove(slug)
        return self.answer({"removed": slug})


@require_GET
def offers(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"offers": browse.offers(), "menu": browse.menu()})


@require_POST
def reprice(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    sku, cents = wanted(body_of(request), "sku", "cents")
    browse.set_price(sku, int(cents))
    return JsonResponse({"sku": sku, "cents": browse.card_by_sku(sku).price_cents})
