"""What addresses of Django take and give: strings of Python, answers worked out by hand."""

from __future__ import annotations

from analyzer.frameworks.django.plugin import Django
from analyzer.link.flow import Flow
from analyzer.link.schema import Schema
from analyzer.model.interfaces import Place
from analyzer.model.shapes import DataType
from analyzer.progress import Progress
from asked import everything
from served import inputs, served, shape
from trees import linked

MODELS = """
from django.db import models
class Status(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
class Order(models.Model):
    number = models.CharField(max_length=9)
    status = models.CharField(choices=Status.choices, default=Status.OPEN)
    total = models.DecimalField(null=True, blank=True)
    made = models.DateTimeField(auto_now_add=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)
class Parcel(models.Model):
    key = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
"""


def found_types(files: dict[str, str]) -> dict[str, DataType]:
    """Return the data types of a program, by their last names."""
    found = everything(linked(files)).data_types
    return {one.definition.rpartition(".")[2]: one for one in found}


def fields(one: DataType) -> list[str]:
    """Return the fields of a data type as texts."""
    return [
        f"{field.name}{'' if field.required else '?'}: {shape(field.shape)}{' read only' if field.read_only else ''}"
        for field in one.fields
    ]


def program(views: str, urls: str) -> dict[str, str]:
    """Return a program with one app."""
    heading = "from django.urls import path, re_path\nfrom app import views\n"
    return {"app/__init__.py": "", "app/models.py": MODELS, "app/views.py": views, "app/urls.py": heading + urls}


def test_parts_of_addresses() -> None:
    views = """
from django.http import JsonResponse
def show(request, number, slug, key):
    return JsonResponse({"a": 1}, status=201)
def old(request, year, page): ...
"""
    urls = r"""
urlpatterns = [
    path("o/<int:number>/<slug:slug>/<uuid:key>/", views.show),
    re_path(r"^old/(\w+)/(\d+)/$", views.old),
    re_path(r"^new/(?P<year>[0-9]{4})/(?P<page>\w+)/$", views.old),
]
"""
    assert inputs(program(views, urls)) == {
        "GET /o/<int:number>/<slug:slug>/<uuid:key>/": [
            "path key: string(uuid)",
            "path number: integer",
            "path slug: string",
        ],
        "GET /old/<var>/<var>/": ["path page: string", "path year: string"],
        "GET /new/<year>/<page>/": ["path page: string", "path year: integer"],
    }
    assert served(program(views, urls))["GET /o/<int:number>/<slug:slug>/<uuid:key>/"].statuses == (201,)


def test_parts_of_requests() -> None:
    views = """
import json
from django.http import JsonResponse
def show(request):
    page = int(request.GET.get("page", 1))
    data = json.loads(request.body)
    token = request.META["HTTP_X_TOKEN"]
    address = request.META.get("REMOTE_ADDR")
    if request.method == "POST":
        return JsonResponse({"name": data["name"], "file": request.FILES["scan"].name, "a": request.POST["a"]})
    return JsonResponse([], safe=False)
"""
    found = inputs(program(views, 'urlpatterns = [path("show/", views.show)]'))
    assert found["GET /show/"] == ["header X-Token: string", "query page?: integer = 1"]
    assert found["POST /show/"] == [
        "body name: unknown",
        "file scan: binary",
        "form a: string",
        "header X-Token: string",
        "query page?: integer = 1",
    ]


def test_forms_of_views() -> None:
    views = """
from django import forms
from django.shortcuts import redirect, render
from django.views.generic import CreateView, FormView, ListView
from app.models import Order, Status
class ContactForm(forms.Form):
    name = forms.CharField(initial="you")
    scan = forms.FileField(required=False)
    status = forms.ChoiceField(choices=Status.choices)
    orders = forms.ModelMultipleChoiceField(queryset=Order.objects.all(), required=False)
class OrderForm(forms.ModelForm):
    class Meta:
        model = Order
        exclude = ["parent"]
class SearchForm(forms.Form):
    q = forms.CharField(required=False)
class Contact(FormView):
    form_class = ContactForm
class Create(CreateView):
    form_class = OrderForm
class Quick(CreateView):
    model = Order
    fields = ["number"]
class Orders(ListView):
    model = Order
    form_class = SearchForm
    def get_queryset(self):
        form = self.form_class(self.request.GET)
        return super().get_queryset()
def edit(request):
    form = ContactForm(request.POST or None)
    if form.is_valid():
        return redirect("/")
    return render(request, "edit.html")
"""
    urls = """
urlpatterns = [
    path("contact/", views.Contact.as_view()), path("create/", views.Create.as_view()),
    path("quick/", views.Quick.as_view()), path("orders/", views.Orders.as_view()), path("edit/", views.edit),
]
"""
    files = program(views, urls)
    found = inputs(files)
    contact = [
        "file scan?: binary",
        'form name: string = "you"',
        "form orders?: array[integer]",
        'form status: constants("open" | "done")',
    ]
    assert found["POST /contact/"] == contact
    assert found["GET /contact/"] == []
    assert found["POST /create/"] == [
        "form number: string",
        'form status: constants("open" | "done") = Status.OPEN',
        "form total?: string(decimal) | null",
    ]
    assert found["POST /quick/"] == ["form number: string"]
    assert found["GET /orders/"] == ["query q?: string"]
    told = served(files)
    assert told["GET /contact/"].result.written == "HTML page"
    assert told["POST /contact/"].statuses == (200, 302)
    assert fields(found_types(files)["OrderForm"]) == [
        "number: string",
        'status: constants("open" | "done")',
        "total?: string(decimal) | null",
    ]


def test_form_of_the_request_on_a_function() -> None:
    views = """
from django import forms
from django.shortcuts import redirect, render
class ContactForm(forms.Form):
    name = forms.CharField()
def edit(request):
    if request.method == "POST":
        form = ContactForm(request.user, request.POST)
        return redirect("/")
    return render(request, "edit.html")
"""
    files = program(views, 'urlpatterns = [path("edit/", views.edit)]')
    assert inputs(files)["POST /edit/"] == ["form name: string"]
    assert inputs(files)["GET /edit/"] == []
    assert served(files)["GET /edit/"].statuses == (200,)
    assert served(files)["POST /edit/"].statuses == (302,)


def test_fields_that_a_form_makes_of_itself() -> None:
    views = """
from django import forms
from app.models import Order
class OrderForm(forms.ModelForm):
    number = None
    note = forms.CharField()
    class Meta:
        model = Order
        fields = ["status"]
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["note"]
"""
    found = found_types(program(views, "urlpatterns = []"))["OrderForm"]
    assert [one.name for one in found.fields] == ["status", "note"]
    assert not found.whole


def test_what_as_view_is_given_rules_out_branches() -> None:
    views = """
from django.http import HttpResponse
from django.views import View
class Base(View):
    preview = False
    def get_context(self):
        return self.request.COOKIES["a"]
    def post(self, request):
        if not self.preview:
            return HttpResponse(status=400)
        return HttpResponse(request.POST["code"])
class Heir(Base):
    def get_context(self):
        return self.request.COOKIES["b"]
"""
    urls = """
urlpatterns = [
    path("plain/", views.Base.as_view()), path("preview/", views.Heir.as_view(preview=True)),
]
"""
    found = inputs(program(views, urls))
    assert found["POST /plain/"] == []
    assert found["POST /preview/"] == ["form code: string"]


def test_inherited_methods_are_read_for_what_each_heir_overrides() -> None:
    views = """
from django.http import JsonResponse
from django.views import View
class Base(View):
    field = "x"
    def key(self):
        return self.request.GET["a"]
    def get(self, request):
        return JsonResponse({"a": self.key(), "b": request.GET[self.field]})
class Same(Base): ...
class Other(Base):
    field = "y"
    def key(self):
        return self.request.GET["b"]
"""
    urls = """
urlpatterns = [path("s/", views.Same.as_view()), path("o/", views.Other.as_view()), path("b/", views.Base.as_view())]
"""
    found = inputs(program(views, urls))
    assert found["GET /b/"] == found["GET /s/"] == ["query a: string", "query x: string"]
    assert found["GET /o/"] == ["query b: string", "query y: string"]


def test_fields_that_a_form_may_take_away_need_not_be_sent() -> None:
    views = """
from django import forms
from django.views.generic import FormView
class ReviewForm(forms.Form):
    title = forms.CharField()
    name = forms.CharField(required=True)
    email = forms.EmailField()
    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if user and user.is_authenticated:
            del self.fields["name"]
            self.fields.pop("email", None)
class Review(FormView):
    form_class = ReviewForm
"""
    found = inputs(program(views, 'urlpatterns = [path("review/", views.Review.as_view())]'))
    assert found["POST /review/"] == ["form email?: string(email)", "form name?: string", "form title: string"]


def test_a_form_made_by_hand_of_a_class_that_is_one_of_several_loaded() -> None:
    views = """
from django import forms
from django.shortcuts import redirect
from django.views.generic import View
from app.models import Order
class Vote(forms.Form):
    delta = forms.IntegerField()
    def __init__(self, order, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
class Other(forms.Form):
    text = forms.CharField()
OtherForm, VoteForm = Other, Vote
class AddVote(View):
    def post(self, request, pk):
        order = Order.objects.get(pk=pk)
        form = VoteForm(order, request.user, request.POST)
        return redirect("/")
"""
    found = inputs(program(views, 'urlpatterns = [path("vote/<int:pk>/", views.AddVote.as_view())]'))
    assert found["POST /vote/<int:pk>/"] == ["form delta: integer", "path pk: integer"]


def test_forms_that_are_given_a_dict_of_arguments() -> None:
    views = """
from django import forms
from django.shortcuts import redirect
from django.views.generic import TemplateView
class Enter(forms.Form):
    name = forms.CharField()
class Join(forms.Form):
    mail = forms.EmailField()
class Line(forms.Form):
    amount = forms.IntegerField()
class Account(TemplateView):
    enter_prefix, join_prefix = "enter", "join"
    enter_class = Enter
    def post(self, request):
        if "enter" in request.POST:
            return self.enter()
        return self.join()
    def enter_form(self, bound=False):
        return self.enter_class(**self.enter_arguments(bound))
    def enter_arguments(self, bound):
        kwargs = {}
        kwargs["prefix"] = self.enter_prefix
        if bound:
            kwargs.update({"data": self.request.POST})
        return kwargs
    def enter(self):
        form = self.enter_form(bound=True)
        return redirect("/")
    def join(self):
        form = Join(prefix=self.join_prefix, data=self.request.POST)
        many = [Line(self.request.POST, prefix=f"line-{one}") for one in range(4)]
        return redirect("/")
"""
    found = inputs(program(views, 'urlpatterns = [path("account/", views.Account.as_view())]'))
    assert found["GET /account/"] == []
    assert found["POST /account/"] == [
        "form enter-name?: string",
        "form enter?: string",
        "form join-mail?: string(email)",
        "form {prefix}-amount?: integer",
    ]


def test_names_of_what_is_read_that_are_constants_of_a_loaded_class() -> None:
    views = """
from django.views.generic import ListView
from app.models import Order
class Words:
    POPUP = "_popup"
def load():
    return Words
Loaded = load()
class Popup:
    @property
    def is_popup(self):
        return self.request.GET.get(Loaded.POPUP, self.request.POST.get(Loaded.POPUP))
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.is_popup:
            context["popup"] = self.is_popup
        return context
class Orders(Popup, ListView):
    model = Order
"""
    found = inputs(program(views, 'urlpatterns = [path("orders/", views.Orders.as_view())]'))
    assert found["GET /orders/"] == ["query _popup?: string"]


def test_a_search_view_fills_its_form_from_the_query() -> None:
    views = """
from django import forms
from haystack.forms import FacetedSearchForm
from haystack.generic_views import FacetedSearchView, SearchView
class Browse(FacetedSearchForm):
    sort = forms.ChoiceField(required=False)
class Browsing(FacetedSearchView):
    form_class = Browse
    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)
class Search(SearchView): ...
class Own(SearchView):
    def get(self, request, *args, **kwargs):
        return None
"""
    urls = """
urlpatterns = [
    path("browse/", views.Browsing.as_view()), path("search/", views.Search.as_view()),
    path("own/", views.Own.as_view()),
]
"""
    found = inputs(program(views, urls))
    assert found["GET /browse/"] == ["query q?: string", "query selected_facets?: array[string]", "query sort?: string"]
    assert found["GET /search/"] == ["query models?: array[string]", "query q?: string"]
    assert found["GET /own/"] == []


def test_a_form_of_the_query_in_a_method_that_the_handler_calls() -> None:
    views = """
from django import forms
from django.shortcuts import redirect
from django.views.generic import ListView
from app.models import Order
class SearchForm(forms.Form):
    word = forms.CharField(required=False)
class Orders(ListView):
    model = Order
    def get_queryset(self):
        form = SearchForm(self.request.GET)
        return super().get_queryset()
    def chosen(self):
        return self.get_queryset().filter(pk__in=self.request.POST.getlist("chosen"))
    def post(self, request):
        self.chosen().delete()
        return redirect("/")
    def put(self, request):
        return redirect("/")
"""
    found = inputs(program(views, 'urlpatterns = [path("orders/", views.Orders.as_view())]'))
    assert "query word?: string" in found["POST /orders/"]
    assert found["PUT /orders/"] == []


def test_fields_that_a_form_makes_required() -> None:
    views = """
from django import forms
from django.views.generic import CreateView
from app.models import Order
class OrderForm(forms.ModelForm):
    late = forms.BooleanField(required=False)
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["total"].required = True
        if "number" in self.fields:
            self.fields["number"].required = False
        if self.instance.pk:
            self.fields["late"].required = True
    class Meta:
        model = Order
        fields = ["number", "total"]
class Create(CreateView):
    form_class = OrderForm
"""
    found = inputs(program(views, 'urlpatterns = [path("create/", views.Create.as_view())]'))
    assert found["POST /create/"] == [
        "form late?: boolean",
        "form number?: string",
        "form total: string(decimal) | null",
    ]


VIEWS = """
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView, UpdateView, View
from app.models import Order
class Edit(UpdateView):
    model = Order
    fields = ["number"]
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)
    def process(self, form): ...
    form_valid = form_invalid = process
    def helper(self): ...
class Orders(ListView):
    model = Order
    paginate_by = 20
    def get_queryset(self):
        return super().get_queryset()
class Shown(ListView):
    model = Order
class Own(DetailView):
    model = Order
    def get(self, request, pk):
        return self.get_object()
    def get_context_data(self, **kwargs): ...
class Chosen(DetailView):
    def get_object(self, queryset=None):
        return None
class Plain(View):
    def setup(self, request, *args, **kwargs): ...
    def get(self, request): ...
    def get_object(self): ...
"""
ADDRESSES = """
urlpatterns = [
    path("edit/<int:pk>/", views.Edit.as_view()), path("orders/", views.Orders.as_view()),
    path("shown/", views.Shown.as_view()), path("own/<int:pk>/", views.Own.as_view()),
    path("chosen/", views.Chosen.as_view()), path("plain/", views.Plain.as_view()),
]
"""


def test_what_of_a_view_runs_for_a_request() -> None:
    found = served(program(VIEWS, ADDRESSES))
    runs = {name: sorted(each.removeprefix("app.views.") for each in one.runs) for name, one in found.items()}
    assert runs["GET /edit/<int:pk>/"] == ["Edit.dispatch"]
    assert runs["POST /edit/<int:pk>/"] == ["Edit.dispatch", "Edit.process"]
    assert runs["GET /orders/"] == ["Orders.get_queryset"]
    assert runs["GET /own/<int:pk>/"] == []
    assert runs["GET /chosen/"] == ["Chosen.get_object"]
    assert runs["GET /plain/"] == ["Plain.setup"]
    assert {name: one.generic for name, one in found.items() if name.startswith("GET")} == {
        "GET /edit/<int:pk>/": True,
        "GET /orders/": True,
        "GET /shown/": True,
        "GET /own/<int:pk>/": False,
        "GET /chosen/": True,
        "GET /plain/": False,
    }


def test_what_the_library_raises_of_a_view() -> None:
    found = served(program(VIEWS, ADDRESSES))
    missing = sorted(name for name, one in found.items() if one.fails == ("django.http.Http404",))
    assert missing == ["GET /edit/<int:pk>/", "GET /orders/", "GET /own/<int:pk>/", "POST /edit/<int:pk>/"]
    assert {one.fails for name, one in found.items() if name not in missing} == {()}
    assert inputs(program(VIEWS, ADDRESSES))["GET /orders/"] == ["query page?: string"]
    assert inputs(program(VIEWS, ADDRESSES))["GET /shown/"] == []


def test_branches_that_the_address_rules_out() -> None:
    views = """
from django.views.generic import FormView
class Step(FormView):
    update = False
    late = False
    seen = True
    def dispatch(self, request, *args, **kwargs):
        if self.update:
            one(request)
            if request:
                two(request)
        if self.late:
            three(request)
        if self.seen:
            four(request)
        return super().dispatch(request)
    def form_valid(self, form):
        self.late = True
"""
    urls = 'urlpatterns = [path("new/", views.Step.as_view()), path("old/", views.Step.as_view(update=True))]'
    found = served(program(views, urls))
    assert found["GET /new/"].ruled_out == (("app.views.Step.dispatch", 9, 11),)
    assert found["GET /old/"].ruled_out == ()


def test_a_form_that_is_filled_from_the_query() -> None:
    views = """
from django import forms
from django.views.generic import FormView
class Period(forms.Form):
    since = forms.DateField(required=False)
class Stats(FormView):
    form_class = Period
    def get(self, request, *args, **kwargs):
        return self.post(request, *args, **kwargs)
    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs["data"] = self.request.GET
        return kwargs
    def form_valid(self, form):
        return self.render_to_response({})
"""
    files = program(views, 'urlpatterns = [path("stats/", views.Stats.as_view())]')
    assert inputs(files)["GET /stats/"] == ["query since?: string(date)"]
    assert inputs(files)["POST /stats/"] == ["query since?: string(date)"]
    assert served(files)["POST /stats/"].statuses == (200,)


def test_forms_whose_fields_are_a_library_s() -> None:
    views = """
from django import forms
from django.views.generic import CreateView
from library.models import Page
from treebeard.forms import movenodeform_factory
from app.models import Order
Base = movenodeform_factory(Order, fields=["number"])
class Node(Base): ...
class PageForm(forms.ModelForm):
    url = forms.CharField(required=False)
    class Meta:
        model = Page
        fields = ("title", "url")
class Nodes(CreateView):
    form_class = Node
class Pages(CreateView):
    form_class = PageForm
"""
    urls = 'urlpatterns = [path("nodes/", views.Nodes.as_view()), path("pages/", views.Pages.as_view())]'
    found = inputs(program(views, urls))
    assert found["POST /nodes/"] == ["form _position: string", "form _ref_node_id?: string", "form number: string"]
    assert found["POST /pages/"] == ["form title: unknown", "form url?: string"]


def test_a_set_of_forms() -> None:
    views = """
from django import forms
from extra_views import ModelFormSetView
from app.models import Order
class LineForm(forms.ModelForm):
    late = forms.BooleanField(required=False)
    class Meta:
        model = Order
        fields = ["number"]
class Lines(ModelFormSetView):
    model = Order
    form_class = LineForm
    def formset_valid(self, formset): ...
class Saved(Lines):
    def get_formset_kwargs(self):
        kwargs = super().get_formset_kwargs()
        kwargs["prefix"] = "saved"
        return kwargs
"""
    urls = 'urlpatterns = [path("lines/", views.Lines.as_view()), path("saved/", views.Saved.as_view())]'
    files = program(views, urls)
    found = inputs(files)
    assert found["POST /lines/"] == [
        "form form-INITIAL_FORMS: integer",
        "form form-TOTAL_FORMS: integer",
        "form form-{n}-id?: integer",
        "form form-{n}-late?: boolean",
        "form form-{n}-number?: string",
    ]
    assert found["POST /saved/"][0] == "form saved-INITIAL_FORMS: integer"
    assert served(files)["POST /lines/"].runs == ("app.views.Lines.formset_valid",)
    assert found["GET /lines/"] == []


PAIRS = """
class Shelf(models.Model):
    code = models.CharField(primary_key=True, max_length=9)
    papers = models.ManyToManyField("Paper")
class Paper(models.Model):
    key = models.UUIDField(primary_key=True)
    scan = models.FileField(null=True)
    shelves = models.ManyToManyField(Shelf)
class Cover(models.Model):
    paper = models.OneToOneField(Paper, primary_key=True, on_delete=models.CASCADE)
    others = models.ManyToManyField("self")
"""
MADE_OF_PAIRS = """
from django.views.generic import CreateView
from django import forms
from app.models import Cover, Paper, Shelf
class PaperForm(forms.ModelForm):
    class Meta:
        model = Paper
        fields = ["scan", "shelves"]
class OnShelf(CreateView):
    model = Shelf
    fields = ["papers"]
class OnPaper(CreateView):
    form_class = PaperForm
class OnCover(CreateView):
    model = Cover
    fields = ["paper", "others"]
"""


def test_a_form_takes_the_file_itself_and_keys_that_lead_to_each_other_are_known() -> None:
    found = inputs(pairs())
    assert found["POST /paper/"] == ["file scan: binary", "form shelves: array[string]"]
    assert found["POST /shelf/"] == ["form papers: array[string(uuid)]"]
    assert found["POST /cover/"] == ["form others: array[string(uuid)]", "form paper: string(uuid)"]


def test_what_is_served_is_the_same_before_types_were_asked_for() -> None:
    first, last = _django(), _django()
    before = sorted(first.served())
    types = sorted(first.data_types())
    assert sorted(last.data_types()) == types
    assert sorted(last.served()) == before
    assert any(part.place is Place.FILE for one in before for part in one.inputs)


def pairs() -> dict[str, str]:
    """Return models whose keys lead to each other, behind forms."""
    lines = [f'path("{one.lower()}/", views.On{one}.as_view())' for one in ("Shelf", "Paper", "Cover")]
    files = program(MADE_OF_PAIRS, f"urlpatterns = [{', '.join(lines)}]")
    return files | {"app/models.py": MODELS + PAIRS}


def _django() -> Django:
    """Return the plug-in after types have flowed, asked for nothing but entry points."""
    names = linked(pairs())
    framework = Django(names, Schema())
    framework.declare()
    flow = Flow(names, [framework])
    flow.run(Progress().step)
    list(framework.entry_points())
    return framework


HAND_MADE_SETS = """
from django import forms
from django.forms import formset_factory, inlineformset_factory, modelformset_factory
from django.shortcuts import render
from django.views.generic import View
from app.models import Order, Parcel
class NoteForm(forms.Form):
    text = forms.CharField()
Notes = formset_factory(NoteForm, extra=2)
BaseParcels = inlineformset_factory(Order, Parcel, fields=["order"])
class Parcels(BaseParcels):
    pass
def notes(request):
    if request.method == "POST":
        found = Notes(request.POST, prefix="note")
    return render(request, "a.html")
def orders(request):
    Orders = modelformset_factory(Order, fields=["number"], can_delete=True)
    found = Orders(data=request.POST or None, files=request.FILES or None)
    return render(request, "a.html")
class OfOrder(View):
    def lines(self):
        return Parcels(self.request.POST if self.request.method == "POST" else None)
    def get(self, request):
        return render(request, "a.html")
    def post(self, request):
        self.lines().save()
        return render(request, "a.html")
def plain(request):
    found = Notes()
    return render(request, "a.html")
"""


def test_sets_of_forms_that_views_make_by_hand() -> None:
    lines = [f'path("{one}/", views.{one})' for one in ("notes", "orders", "plain")]
    found = inputs(program(HAND_MADE_SETS, f'urlpatterns = [{", ".join(lines)}, path("of/", views.OfOrder.as_view())]'))
    assert found["POST /notes/"] == [
        "form note-INITIAL_FORMS: integer",
        "form note-TOTAL_FORMS: integer",
        "form note-{n}-text?: string",
    ]
    assert found["GET /notes/"] == found["GET /plain/"] == found["GET /of/"] == []
    assert found["POST /orders/"] == [
        "form form-INITIAL_FORMS: integer",
        "form form-TOTAL_FORMS: integer",
        "form form-{n}-DELETE?: boolean",
        "form form-{n}-id?: integer",
        "form form-{n}-number?: string",
    ]
    assert found["POST /of/"] == [
        "form parcel_set-INITIAL_FORMS: integer",
        "form parcel_set-TOTAL_FORMS: integer",
        "form parcel_set-{n}-DELETE?: boolean",
        "form parcel_set-{n}-id?: string(uuid)",
        "form parcel_set-{n}-order?: integer",
    ]


def test_a_handler_that_does_not_ask_the_library_reads_what_it_asks_for() -> None:
    views = """
from django.http import HttpResponse
from django.views.generic import FormView, ListView
class Orders(ListView):
    def dispatch(self, request):
        request.GET["shop"]
        return super().dispatch(request)
    def render_to_response(self, context):
        self.request.GET.get("format")
    def post(self, request):
        request.POST.get("suspend")
        return HttpResponse()
class Edit(FormView):
    def get_form_kwargs(self):
        self.request.GET.get("kind")
    def get_context_data(self):
        self.request.GET.get("tab")
    def post(self, request):
        return self.check(self.get_form())
    def check(self, form):
        return HttpResponse()
class Search(Edit):
    def dispatch(self, request):
        self.form = self.get_form()
        return super().dispatch(request)
    def post(self, request):
        return HttpResponse()
"""
    urls = """
urlpatterns = [
    path("orders/", views.Orders.as_view()), path("edit/", views.Edit.as_view()), path("s/", views.Search.as_view()),
]
"""
    found = inputs(program(views, urls))
    assert found["GET /orders/"] == ["query format?: string", "query shop: string"]
    assert found["POST /orders/"] == ["form suspend?: string", "query shop: string"]
    assert found["GET /edit/"] == ["query kind?: string", "query tab?: string"]
    assert found["POST /edit/"] == found["POST /s/"] == ["query kind?: string"]


def test_a_name_that_is_translated_is_the_one_that_is_written() -> None:
    views = """
from django.utils.translation import gettext as _
def listing(request):
    return request.GET.get(_("page"), 1)
"""
    files = program(views, 'urlpatterns = [path("list/", views.listing)]')
    assert inputs(files)["GET /list/"] == ["query page?: integer = 1"]


def test_responses_of_failure_that_a_view_returns() -> None:
    views = """
from django import http
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.generic import FormView
from rest_framework import status
from rest_framework.response import Response
class Late(HttpResponse):
    status_code = 410
def strangers(view, page="no.html", code=403):
    def check(request):
        if not request.user.is_authenticated:
            return view(request)
        return render(request, page, status=code)
    return check
@strangers
def show(request):
    response = JsonResponse({"error": "no such"}, status=404)
    return response if request.GET else Late()
class Edit(FormView):
    def dispatch(self, request):
        if request.user:
            return http.HttpResponseForbidden("not you")
        return super().dispatch(request)
    def form_valid(self, form):
        return self.answer(status.HTTP_409_CONFLICT)
    def answer(self, code=200):
        return Response({}, code)
"""
    urls = """
urlpatterns = [
    path("show/", views.show), path("edit/", views.Edit.as_view()), path("a/", views.strangers(views.Edit.as_view())),
]
"""
    told = {
        name: [(each.status, each.exception, each.message) for each in one.refused]
        for name, one in served(program(views, urls)).items()
    }
    stranger = (403, "http.HTTPStatus.FORBIDDEN", "")
    denied = (403, "django.http.HttpResponseForbidden", "not you")
    assert told["GET /show/"] == [
        (404, "http.HTTPStatus.NOT_FOUND", "no such"), (410, "app.views.Late", ""), stranger
    ]  # fmt: skip
    assert told["GET /edit/"] == [denied]
    assert told["POST /edit/"] == [denied, (409, "http.HTTPStatus.CONFLICT", "")]
    assert stranger in told["GET /a/"]
