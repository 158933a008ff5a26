from __future__ import annotations

from pathlib import Path

from analyzer.model.code import Certainty
from trees import accesses, analysed, understood

MODELS = """
    from django.conf import settings
    from django.db import models

    class Dated(models.Model):
        created = models.DateTimeField()
        class Meta:
            abstract = True

    class Customer(Dated):
        name = models.CharField(max_length=20)
        account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Order(Dated):
        customer = models.ForeignKey("Customer", on_delete=models.CASCADE)
        parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, db_column="up")
        tags = models.ManyToManyField("catalog.Tag")
        watchers = models.ManyToManyField(Customer, through="Watch")
        swapped = models.ForeignKey(get_model_name("catalog", "Tag"), on_delete=models.CASCADE)
        paid = models.Manager()

    class Watch(models.Model):
        order = models.ForeignKey(Order, on_delete=models.CASCADE)
        class Meta:
            db_table = "watching"

    class BigOrder(Order):
        class Meta:
            proxy = True

    class Gift(Order):
        text = models.TextField()
    """
FILES = {
    "sales/__init__.py": "",
    "sales/apps.py": "from django.apps import AppConfig as A\nclass C(A):\n    name = 'sales'\n    label = 'selling'\n",
    "sales/models.py": MODELS,
    "catalog/__init__.py": "",
    "catalog/models.py": "from django.db import models\nclass Tag(models.Model):\n    word = models.CharField()\n",
}


def test_tables_by_label_option_and_inheritance(tmp_path: Path) -> None:
    result = understood(tmp_path, FILES)
    assert {table.name: table.columns for table in result.tables} == {
        "catalog_tag": ("id", "word"),
        "selling_customer": ("id", "name", "account_id", "created"),
        "selling_gift": ("order_ptr_id", "text"),
        "selling_order": ("id", "customer_id", "up", "swapped_id", "created"),
        "selling_order_tags": ("id", "order_id", "tag_id"),
        "watching": ("id", "order_id"),
    }


def test_keys_by_name_class_self_and_setting(tmp_path: Path) -> None:
    result = understood(tmp_path, FILES)
    assert {(key.table, key.column, key.to_table) for key in result.foreign_keys} == {
        ("selling_customer", "account_id", "auth_user"),
        ("selling_gift", "order_ptr_id", "selling_order"),
        ("selling_order", "customer_id", "selling_customer"),
        ("selling_order", "swapped_id", "catalog_tag"),
        ("selling_order", "up", "selling_order"),
        ("selling_order_tags", "order_id", "selling_order"),
        ("selling_order_tags", "tag_id", "catalog_tag"),
        ("watching", "order_id", "selling_order"),
    }


def test_managers_shortcuts_and_objects(tmp_path: Path) -> None:
    use = """
        from django.shortcuts import get_object_or_404
        from sales.models import Customer, Order, BigOrder

        def listed(): return Order.objects.filter(customer=1).order_by("id")
        def made(): return Customer.objects.create(name="x")
        def either(): return Customer.objects.get_or_create(name="x")
        def wiped(): Order.objects.filter(customer=1).delete()
        def changed(): Order.objects.filter(customer=1).update(customer=2)
        def custom(): return Order.paid.all()
        def page(pk): return get_object_or_404(Order, pk=pk)
        def proxied(): return BigOrder.objects.count()
        def saved(pk):
            order = Order.objects.get(pk=pk)
            order.save()
        def fresh():
            Customer(name="y").save()
        def gone():
            for order in Order.objects.all():
                order.delete()
        """
    result = understood(tmp_path, FILES | {"use.py": use})
    written = [one for one in result.accesses if one.certainty is not Certainty.CASCADE]
    assert {(one.qualname, one.table, one.operation.value) for one in written} == {
        ("listed", "selling_order", "select"),
        ("made", "selling_customer", "insert"),
        ("either", "selling_customer", "select"),
        ("either", "selling_customer", "insert"),
        ("wiped", "selling_order", "delete"),
        ("changed", "selling_order", "update"),
        ("custom", "selling_order", "select"),
        ("page", "selling_order", "select"),
        ("proxied", "selling_order", "select"),
        ("saved", "selling_order", "select"),
        ("saved", "selling_order", "update"),
        ("fresh", "selling_customer", "insert"),
        ("gone", "selling_order", "select"),
        ("gone", "selling_order", "delete"),
    }


def test_models_loaded_by_name(tmp_path: Path) -> None:
    use = """
        from django.apps import apps
        Tag = apps.get_model("catalog", "Tag")
        def f(): return Tag.objects.all()
        def g(): return apps.get_model("selling.Order").objects.first()
        """
    result = understood(tmp_path, FILES | {"use.py": use})
    assert accesses(result) == {("f", "catalog_tag", "select"), ("g", "selling_order", "select")}


def test_a_form_and_a_plain_class_of_a_models_name_are_no_models(tmp_path: Path) -> None:
    use = """
        from django import forms
        class Order:
            objects = []
        class OrderForm(forms.Form):
            name = forms.CharField()
        def f(): return Order.objects.count()
        """
    result = understood(tmp_path, FILES | {"use.py": use})
    assert accesses(result) == set()
    assert "use_orderform" not in {table.name for table in result.tables}


def test_of_two_configurations_of_an_app_the_installed_one_names_it(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/settings.py": "INSTALLED_APPS = ['shop.sales.apps.Live']\nAUTH_USER_MODEL = 'selling.Clerk'\n",
        "shop/sales/__init__.py": "",
        "shop/sales/apps.py": """
            from django.apps import AppConfig
            class Draft(AppConfig):
                name = "shop.sales"
                label = "draft"
            class Live(AppConfig):
                name = "shop.sales"
                label = "selling"
        """,
        "shop/sales/models.py": """
            from django.conf import settings
            from django.db import models
            class Clerk(models.Model): ...
            class Note(models.Model):
                author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
        """,
    }
    result = analysed(tmp_path, files)
    assert {table.name for table in result.tables} == {"selling_clerk", "selling_note"}
    assert [(key.table, key.to_table) for key in result.foreign_keys] == [("selling_note", "selling_clerk")]
    assert [(one.module, one.chosen) for one in result.project.settings] == [("shop.settings", True)]


def test_relations_lead_to_objects_and_managers_from_either_side(tmp_path: Path) -> None:
    models = """
        from django.db import models

        class AbstractShelf(models.Model):
            class Meta:
                abstract = True

            def titles(self):
                return self.books.filter(lent=False)

        class Shelf(AbstractShelf):
            name = models.TextField()

        class Author(models.Model):
            name = models.TextField()

        class Book(models.Model):
            shelf = models.ForeignKey(Shelf, related_name="books", on_delete=models.CASCADE)
            authors = models.ManyToManyField(Author)
            cover = models.OneToOneField("Cover", on_delete=models.CASCADE)
            draft = models.ForeignKey(Author, related_name="+", on_delete=models.CASCADE)

        class Cover(models.Model):
            colour = models.TextField()
        """
    use = """
        from library.models import Author, Book, Cover

        def move(pk):
            book = Book.objects.get(pk=pk)
            book.shelf.save()

        def credit(book: Book, author):
            book.authors.add(author)

        def drop(cover: Cover):
            cover.book.delete()

        def written(author: Author):
            return author.book_set.count()
        """
    result = understood(
        tmp_path, {"library/__init__.py": "", "library/models.py": models, "library/use.py": use, "manage.py": ""}
    )
    assert accesses(result) == {
        ("AbstractShelf.titles", "library_book", "select"),
        ("move", "library_book", "select"),
        ("move", "library_shelf", "select"),
        ("move", "library_shelf", "update"),
        ("credit", "library_book_authors", "select"),
        ("credit", "library_book_authors", "insert"),
        ("drop", "library_book", "select"),
        ("drop", "library_book", "delete"),
        ("drop", "library_book_authors", "delete"),
        ("written", "library_book_authors", "select"),
    }
    relation = {access.qualname for access in result.accesses if access.certainty.value == "relation"}
    assert relation == {"AbstractShelf.titles", "move", "credit", "drop", "written"}
