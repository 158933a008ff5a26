from __future__ import annotations

from pathlib import Path

from analyzer.model.options import Options
from trees import understood

MODELS = """
    from django.db import models

    class Order(models.Model):
        class Meta: db_table = "orders"
    class Stock(models.Model):
        class Meta: db_table = "stock"
    class Invoice(models.Model):
        class Meta: db_table = "invoices"
    """

Rows = list[tuple[str, int, str, str]]


def rows(root: Path, files: dict[str, str], options: Options | None = None) -> Rows:
    """Return (qualname, line, tables, kind) of every transaction."""
    result = understood(root, {"shop/__init__.py": "", "shop/models.py": MODELS, **files}, options)
    return [(one.qualname, one.line, ";".join(one.tables), one.kind.value) for one in result.transactions]


def test_blocks_and_decorators_with_what_their_callees_write(tmp_path: Path) -> None:
    text = """
        from django.db import transaction
        from django.db.transaction import atomic
        from shop.models import Invoice, Order, Stock

        def take():
            Stock.objects.update(level=1)

        @transaction.atomic
        def place():
            take()
            Order.objects.create()

        @atomic(using="default")
        def bill():
            Invoice.objects.create()

        def both():
            Invoice.objects.create()
            with transaction.atomic():
                Order.objects.create(stock=take())
                place()
            Invoice.objects.all().delete()
        """
    assert rows(tmp_path, {"shop/services.py": text}) == [
        ("bill", 14, "invoices", "decorator"),
        ("both", 20, "stock;orders", "block"),
        ("place", 9, "stock;orders", "decorator"),
    ]


def test_the_line_that_leads_to_each_write_is_kept(tmp_path: Path) -> None:
    text = """
        from django.db import transaction
        from shop.models import Order, Stock

        def take():
            Stock.objects.update(level=1)

        @transaction.atomic
        def place():
            take()
            Order.objects.create()
        """
    result = understood(tmp_path, {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/services.py": text})
    assert [(one.tables, one.at) for one in result.transactions] == [(("stock", "orders"), (10, 11))]


def test_a_block_inside_another_is_a_part_of_it_and_a_row_of_its_own(tmp_path: Path) -> None:
    text = """
        from django.db import transaction
        from shop.models import Order, Stock

        def place():
            with transaction.atomic():
                Order.objects.create()
                with transaction.atomic():
                    Stock.objects.update(level=1)
        """
    assert rows(tmp_path, {"shop/services.py": text}) == [
        ("place", 6, "orders;stock", "block"),
        ("place", 8, "stock", "block"),
    ]


def test_what_runs_after_the_commit_does_not_count(tmp_path: Path) -> None:
    text = """
        from functools import partial
        from django.db import transaction
        from shop.models import Invoice, Order, Stock

        def bill(order):
            Invoice.objects.create()

        @transaction.atomic
        def place():
            order = Order.objects.create()
            transaction.on_commit(bill)
            transaction.on_commit(partial(bill, order))
            transaction.on_commit(lambda: bill(order))
            transaction.on_commit(lambda: Stock.objects.update(level=1))
        """
    assert rows(tmp_path, {"shop/services.py": text}) == [("place", 9, "orders", "decorator")]


def test_scopes_that_write_nothing_and_an_atomic_of_somebody_else_are_not_listed(tmp_path: Path) -> None:
    text = """
        from django.db import transaction
        from reactor import atomic
        from shop.models import Order

        @transaction.atomic
        def look():
            return Order.objects.filter(pk=1).first()

        @atomic
        def explode():
            Order.objects.create()

        def fizzle(reactor):
            with reactor.atomic():
                Order.objects.create()
        """
    assert rows(tmp_path, {"shop/services.py": text}) == []


def test_house_decorators_and_context_managers_are_known_by_what_they_do(tmp_path: Path) -> None:
    text = """
        import functools
        from contextlib import contextmanager
        from django.db import transaction
        from shop.models import Order, Stock

        def unit_of_work(function):
            @functools.wraps(function)
            def inner(*args, **kwargs):
                with transaction.atomic():
                    return function(*args, **kwargs)
            return inner

        def tried(times):
            def decorate(function):
                def inner(*args):
                    for _ in range(times):
                        with transaction.atomic():
                            return function(*args)
                return inner
            return decorate

        def loud(function):
            def inner(*args):
                with transaction.atomic():
                    Stock.objects.update(level=1)
                return function(*args)
            return inner

        @contextmanager
        def all_or_nothing():
            with transaction.atomic():
                yield

        @contextmanager
        def afterwards():
            with transaction.atomic():
                Stock.objects.update(level=1)
            yield

        @unit_of_work
        def first():
            Order.objects.create()

        @tried(3)
        def second():
            Order.objects.create()

        @loud
        def third():
            Order.objects.create()

        def fourth():
            with all_or_nothing():
                Order.objects.create()

        @all_or_nothing()
        def fifth():
            Order.objects.create()

        def sixth():
            with afterwards():
                Order.objects.create()
        """
    assert rows(tmp_path, {"shop/services.py": text}) == [
        ("afterwards", 37, "stock", "block"),
        ("fifth", 57, "orders", "decorator"),
        ("first", 41, "orders", "decorator"),
        ("fourth", 54, "orders", "block"),
        ("loud.<locals>.inner", 25, "stock", "block"),
        ("second", 45, "orders", "decorator"),
    ]


def test_method_decorator_on_methods_and_classes(tmp_path: Path) -> None:
    text = """
        from django.db import transaction
        from django.utils.decorators import method_decorator
        from django.views import View
        from shop.models import Order, Stock

        class Buy(View):
            @method_decorator(transaction.atomic)
            def post(self, request):
                Order.objects.create()

        @method_decorator(transaction.atomic, name="dispatch")
        class Fill(View):
            def get(self, request):
                return Stock.objects.count()

            def post(self, request):
                Stock.objects.update(level=1)

        @method_decorator(transaction.atomic, name="put")
        class Change(View):
            def post(self, request):
                Stock.objects.update(level=1)
        """
    assert rows(tmp_path, {"shop/views.py": text}) == [
        ("Buy.post", 8, "orders", "decorator"),
        ("Fill.post", 17, "stock", "decorator"),
    ]


def test_each_request_is_a_transaction_where_the_settings_say_so(tmp_path: Path) -> None:
    views = """
        from django.db import transaction
        from django.views import View
        from django.views.generic import CreateView
        from shop.models import Invoice, Order, Stock

        def buy(request):
            Order.objects.create()

        @transaction.non_atomic_requests
        def free(request):
            Order.objects.create()

        def helper():
            Order.objects.create()

        class Fill(View):
            def get(self, request):
                return Stock.objects.count()

            def post(self, request):
                Stock.objects.update(level=1)

        class Bill(CreateView):
            model = Invoice
        """
    urls = """
        from django.contrib.auth.decorators import login_required
        from django.urls import include, path
        from shop import views

        urlpatterns = [
            path("buy", login_required(views.buy)),
            path("free", views.free),
            path("bill", views.Bill.as_view()),
            path("fill", views.Fill.as_view(), name="fill"),
            path("more", include("shop.more")),
        ]
        """
    settings = """
        INSTALLED_APPS = ["shop"]
        DATABASES = {"default": {"ENGINE": "x", "ATOMIC_REQUESTS": %s}}
        """
    files = {"shop/views.py": views, "shop/urls.py": urls}
    assert rows(tmp_path / "on", {**files, "shop/settings.py": settings % True}) == [
        ("Bill", 24, "invoices", "request"),
        ("Fill.post", 21, "stock", "request"),
        ("buy", 7, "orders", "request"),
    ]
    assert rows(tmp_path / "off", {**files, "shop/settings.py": settings % False}) == []


def test_decorators_that_the_user_names(tmp_path: Path) -> None:
    text = """
        from housekit import together
        from shop.models import Order

        @together
        def place():
            Order.objects.create()
        """
    assert rows(tmp_path, {"shop/services.py": text}) == []
    named = Options(jobs=1, transactions=("housekit.together",))
    assert rows(tmp_path, {"shop/services.py": text}, named) == [("place", 5, "orders", "decorator")]


def test_functions_that_call_each_other_in_a_circle(tmp_path: Path) -> None:
    text = """
        from django.db import transaction
        from shop.models import Invoice, Order, Stock

        def even(n):
            Order.objects.create()
            odd(n - 1)

        def odd(n):
            if n:
                even(n - 1)
            Stock.objects.update(level=1)

        @transaction.atomic
        def start():
            odd(3)
            Invoice.objects.create()

        @transaction.atomic
        def other():
            even(3)
        """
    assert rows(tmp_path, {"shop/services.py": text}) == [
        ("other", 19, "orders;stock", "decorator"),
        ("start", 14, "orders;stock;invoices", "decorator"),
    ]
