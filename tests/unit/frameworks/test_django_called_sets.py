"""Sets of forms behind attributes, lists and dicts of views, and the form that a library has filled."""

from __future__ import annotations

from served import inputs, served

MODELS = """
from django.db import models
class Order(models.Model):
    number = models.CharField(max_length=9)
class Parcel(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    weight = models.IntegerField()
class Link(models.Model):
    other = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="others")
    first = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="firsts")
"""
SETS = """
from django.forms import formset_factory, inlineformset_factory
from app.models import Link, Order, Parcel
Parcels = inlineformset_factory(Order, Parcel, fields=["weight"], can_delete=False)
BaseLinks = inlineformset_factory(Order, Link, fields=[], fk_name="first", can_delete=False, can_order=True)
class Links(BaseLinks):
    def __init__(self, kind, *args, **kwargs):
        super().__init__(*args, **kwargs)
"""
HEADING = """
from django.forms import inlineformset_factory
from django.shortcuts import redirect
from django.views.generic import UpdateView, View
from app.models import Order, Parcel
from app.sets import Links, Parcels
"""
PARCELS = ["form parcel_set-INITIAL_FORMS: integer", "form parcel_set-TOTAL_FORMS: integer"]
PARCELS_WITH_FIELDS = [*PARCELS, "form parcel_set-{n}-id?: integer", "form parcel_set-{n}-weight?: integer"]
LINKS = [
    "form firsts-INITIAL_FORMS: integer",
    "form firsts-TOTAL_FORMS: integer",
    "form firsts-{n}-ORDER?: integer",
    "form firsts-{n}-id?: integer",
]


def program(views: str) -> dict[str, str]:
    """Return a program with a view at one address."""
    urls = "from django.urls import path\nfrom app.views import Edit\nurlpatterns = [path('edit/', Edit.as_view())]\n"
    files = {"app/__init__.py": "", "app/models.py": MODELS, "app/sets.py": SETS, "app/urls.py": urls}
    return {**files, "app/views.py": HEADING + views}


def told(views: str) -> tuple[list[str], tuple[str, ...]]:
    """Return what the address takes with POST, and what is in doubt there."""
    files = program(views)
    return inputs(files)["POST /edit/"], served(files)["POST /edit/"].doubts


def test_an_attribute_of_the_view() -> None:
    views = """
class Edit(View):
    option_set = inlineformset_factory(Order, Parcel, fields=["weight"], can_delete=False)
    Parcels = Parcels
    def __init__(self, **kwargs):
        self.links = Links
    def get(self, request):
        self.option_set(instance=None)
    def post(self, request):
        CALL
        return redirect("/")
"""
    for call in ("option_set", "Parcels"):
        found = told(views.replace("CALL", f"self.{call}(request.POST, request.FILES, instance=1)"))
        assert found == (PARCELS_WITH_FIELDS, ())
    assert told(views.replace("CALL", "self.links(1, data=request.POST)")) == (LINKS, ())
    assert inputs(program(views))["GET /edit/"] == []
    named = told(
        views.replace("CALL", "prefix = request.path\n        self.links(1, data=request.POST, prefix=prefix)")
    )
    assert named[0][0] == "form {prefix}-INITIAL_FORMS: integer"


def test_a_dictionary_that_the_constructor_fills() -> None:
    views = """
class Edit(UpdateView):
    model = Order
    fields = ["number"]
    parcel_set = Parcels
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.sets = {"parcels": self.parcel_set}
        self.sets["links"] = Links
    def form_valid(self, form):
        found = {}
        LOOP
        return redirect("/")
"""
    both = sorted(["form number: string", *PARCELS_WITH_FIELDS, *LINKS])
    loops = (
        "for name, made in self.sets.items():\n            found[name] = made(1, self.request.POST, instance=1)",
        "for made in self.sets.values():\n            made(1, self.request.POST)",
        "found = {name: made(1, data=self.request.POST) for name, made in self.sets.items()}",
        "for made, kind in [(Parcels, 1), (Links, 2)]:\n            made(kind, data=self.request.POST)",
    )
    for loop in loops:
        assert told(views.replace("LOOP", loop)) == (both, ())
    one = views.replace("LOOP", 'self.sets["links"](1, data=self.request.POST)')
    assert told(one) == (sorted(["form number: string", *LINKS]), ())


def test_what_is_not_known_is_in_doubt() -> None:
    views = """
class Edit(View):
    sets = {"parcels": Parcels}
    def post(self, request):
        for made in CHOSEN:
            made(request.POST)
        return redirect("/")
"""
    doubt = ("what is called with the form at app/views.py:12 is chosen at run time",)
    assert told(views.replace("CHOSEN", "registry()")) == ([], doubt)
    assert told(views.replace("CHOSEN", "self.sets.values()")) == (PARCELS_WITH_FIELDS, ())
    chosen = views.replace("for made in CHOSEN:", "if True:").replace("made(", "self.sets[request.path](")
    assert told(chosen) == ([], doubt)


def test_the_form_that_the_library_has_filled() -> None:
    views = """
class Edit(UpdateView):
    model = Order
    fields = ["number"]
    def form_valid(self, form):
        if "save" in form.data:
            return redirect("/")
        return self.kept(form)
    def kept(self, form):
        form.cleaned_data["number"]
        form.instance.data.get("colour")
        form.data.get("again")
        return redirect("/")
"""
    assert told(views)[0] == ["form again?: string", "form number: string", "form save?: string"]
