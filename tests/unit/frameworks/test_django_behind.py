"""Which methods of a program Django runs behind what is called: strings of Python, answers worked out by hand."""

from __future__ import annotations

from analyzer.interpret import interpret
from analyzer.progress import Progress
from served import served
from trees import linked

MODELS = """
from django.db import models
class Base(models.Model):
    class Meta:
        abstract = True
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
class Order(Base):
    number = models.CharField(max_length=9)
    def delete(self, *args, **kwargs):
        super().delete(*args, **kwargs)
class Plain(models.Model):
    name = models.CharField(max_length=9)
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
"""
VIEWS = """
from django import forms
from django.views.generic import CreateView, DeleteView, FormView, UpdateView
from rest_framework import generics, serializers
from app.models import Line, Order, Plain
class OrderForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["number"]
class OwnForm(OrderForm):
    def save(self, commit=True):
        return super().save(commit)
class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["number"]
    def update(self, instance, validated_data):
        return instance
    def create(self, validated_data):
        return Order.objects.create(**validated_data)
class Create(CreateView):
    form_class = OwnForm
class Quick(CreateView):
    model = Order
    fields = ["number"]
class Update(UpdateView):
    model = Order
    form_class = OrderForm
    def form_valid(self, form):
        return super().form_valid(form)
class Delete(DeleteView):
    model = Order
class Ask(FormView):
    form_class = OwnForm
class Api(generics.CreateAPIView):
    serializer_class = OrderSerializer
def make(request):
    Order.objects.create(number="1")
def ask(request, order):
    order = Order.objects.get(pk=1)
    order.lines.get_or_create()
def many(request):
    Order.objects.bulk_create([])
    Order.objects.filter(number="1").update(number="2")
    Plain.objects.create(name="1")
    OrderForm(request.POST).save(commit=False)
def form(request):
    OrderForm(request.POST).save()
def serializer(request):
    OrderSerializer(data=request.data).save()
"""
URLS = """
from django.urls import path
from app import views
urlpatterns = [
    path("create/", views.Create.as_view()), path("quick/", views.Quick.as_view()),
    path("update/<int:pk>/", views.Update.as_view()), path("delete/<int:pk>/", views.Delete.as_view()),
    path("ask/", views.Ask.as_view()), path("api/", views.Api.as_view()),
]
"""
FILES = {"app/__init__.py": "", "app/models.py": MODELS, "app/views.py": VIEWS, "app/urls.py": URLS}


def test_what_runs_behind_calls() -> None:
    found = interpret(linked(FILES), Progress()).interfaces.behind
    assert {(one.definition.removeprefix("app."), one.callee.removeprefix("app.")) for one in found} == {
        ("views.make", "models.Base.save"),
        ("views.ask", "models.Line.save"),
        ("views.form", "models.Base.save"),
        ("views.OwnForm.save", "models.Base.save"),
        ("views.serializer", "views.OrderSerializer.create"),
        ("views.serializer", "views.OrderSerializer.update"),
        ("views.OrderSerializer.create", "models.Base.save"),
        ("views.Update.form_valid", "models.Base.save"),
    }


def test_what_runs_behind_requests_that_the_library_answers() -> None:
    found = served(FILES)
    assert {name: one.behind for name, one in found.items() if one.behind} == {
        "POST /create/": ("app.views.OwnForm.save",),
        "POST /quick/": ("app.models.Base.save",),
        "POST /delete/<int:pk>/": ("app.models.Order.delete",),
        "POST /api/": ("app.views.OrderSerializer.create",),
    }
