from __future__ import annotations

from django import forms

from shop.catalog.models import Product, Variant


class ProductForm(forms.ModelForm):
    class Meta:
        model = Product
        fields = ("title", "slug", "description", "brand", "tax_class", "categories")


class VariantForm(forms.ModelForm):
    class Meta:
        model = Variant
        fields = ("sku", "label", "price_cents", "grams")

    def clean_sku(self) -> str:
        sku = self.cleaned_data["sku"].strip().upper()
        if not sku.replace("-", "").isalnum():
            raise forms.ValidationError("letters, digits and dashes only")
        return sku
