"""What Django and its companions pass to the methods that they call, and which model a class works on."""

from __future__ import annotations

from pathlib import Path

from trees import accesses, understood

MODELS = """
    from django.db import models

    class Author(models.Model):
        name = models.TextField()

    class Book(models.Model):
        author = models.ForeignKey(Author, related_name="books", on_delete=models.CASCADE)
"""


def library(tmp_path: Path, use: str) -> dict[str, set[str]]:
    """Return the accesses of each definition of ``use``: {"operation table"}."""
    files = {"library/__init__.py": "", "library/models.py": MODELS, "library/use.py": use, "manage.py": ""}
    found: dict[str, set[str]] = {}
    for name, table, operation in sorted(accesses(understood(tmp_path, files))):
        found.setdefault(name, set()).add(f"{operation} {table.removeprefix('library_')}")
    return found


def test_admin_classes_work_on_what_they_are_registered_for(tmp_path: Path) -> None:
    use = """
        from django.contrib import admin
        from django.contrib.auth.models import User
        from library.models import Author, Book

        def close(modeladmin, request, queryset):
            queryset.update(name="")

        class Famous(admin.SimpleListFilter):
            def queryset(self, request, queryset):
                return queryset.filter(books__isnull=False)

        @admin.register(Author)
        class AuthorAdmin(admin.ModelAdmin):
            actions = [close]
            list_display = ["books"]
            list_filter = ["name", Famous]

            def books(self, obj):
                return obj.books.count()

            def save_model(self, request, obj, form, change):
                author = form.save(commit=False)
                author.save()

            def delete_queryset(self, request, queryset):
                for one in queryset:
                    one.delete()

        class ReaderAdmin(admin.ModelAdmin):
            def touch(self, request, obj):
                obj.save()

        admin.site.register(User, ReaderAdmin)
        """
    found = library(tmp_path, use)
    crud = {f"{operation} author" for operation in ("select", "insert", "update", "delete")}
    assert found["AuthorAdmin"] == crud
    assert found["AuthorAdmin.books"] == {"select book"}
    assert found["AuthorAdmin.save_model"] == {"update author"}
    assert found["AuthorAdmin.delete_queryset"] == {"select author", "delete author", "select book", "delete book"}
    assert found["Famous.queryset"] == {"select author", "select book"}
    assert found["close"] == {"update author"}
    assert found["ReaderAdmin.touch"] == {"update auth_user"}


def test_filters_serializers_and_types_work_on_the_model_of_their_meta(tmp_path: Path) -> None:
    use = """
        import django_filters
        from graphene_django import DjangoObjectType
        from rest_framework import serializers
        from library.models import Author, Book

        def by_name(qs, name, value):
            return qs.filter(author__name=value)

        class BookFilter(django_filters.FilterSet):
            name = django_filters.CharFilter(method=by_name)

            class Meta:
                model = Book

            def filter_open(self, queryset, name, value):
                return queryset.exclude(author=value)

        class AuthorSerializer(serializers.ModelSerializer):
            class Meta:
                model = Author

            def get_books(self, obj):
                return obj.books.count()

        class AuthorType(DjangoObjectType):
            class Meta:
                model = Author

            def resolve_books(self, info):
                return self.books.all()
        """
    found = library(tmp_path, use)
    assert found["by_name"] == {"select book", "select author"}
    assert found["BookFilter.filter_open"] == {"select book"}
    assert found["AuthorSerializer.get_books"] == {"select book"}
    assert found["AuthorType.resolve_books"] == {"select book"}


def test_forms_and_formsets_that_django_makes(tmp_path: Path) -> None:
    use = """
        from django.forms import inlineformset_factory, modelform_factory
        from library.models import Author, Book

        Lines = inlineformset_factory(Author, Book, fields=["author"])

        def save_all(data):
            Lines(data).save()

        def save_each(data):
            for book in Lines(data).save(commit=False):
                book.save()

        def save_one(data):
            form = modelform_factory(Author)(data)
            if form.is_valid():
                return form.save()
        """
    found = library(tmp_path, use)
    assert found["save_all"] == {"insert book", "update book", "delete book"}
    assert found["save_each"] == {"update book"}
    assert found["save_one"] == {"insert author", "update author"}


def test_local_names_speak_of_models_where_nothing_else_does(tmp_path: Path) -> None:
    use = """
        from somewhere import fetch

        def publish(key):
            book = fetch(key)
            book.save()

        def replace(key):
            old_book = fetch(key)
            has_author = fetch(key)
            form = fetch(key)
            return old_book.author, has_author.books.count(), form.save()

        def shown(key):
            book = str(key)
            book.save()
        """
    assert library(tmp_path, use) == {"publish": {"update book"}, "replace": {"select author"}}


def test_models_by_way_of_meta_through_and_classes_outside(tmp_path: Path) -> None:
    use = """
        from django import forms
        from django.contrib.auth.models import User
        from django.contrib.contenttypes.models import ContentType
        from library.models import Author, Book

        class BookForm(forms.ModelForm):
            class Meta:
                model = Book

            def others(self):
                return self._meta.model.objects.exclude(pk=self.instance.pk)

        def by_meta():
            return Author._meta.default_manager.count()

        def register(name):
            user = User.objects.create_user(name)
            user.save()
            user.groups.clear()

        def made(name):
            User(username=name).delete()

        def of_any_model(value):
            kind = ContentType.objects.get_for_model(value)
            kind.get_object_for_this_type(pk=1).delete()
        """
    found = library(tmp_path, use)
    assert found["BookForm.others"] == {"select book"}
    assert found["by_meta"] == {"select author"}
    assert found["register"] == {"insert auth_user", "update auth_user", "delete auth_user_groups"}
    assert "delete auth_user" in found["made"]
    assert found["of_any_model"] == {"select django_content_type"}


def test_what_surely_is_a_model_but_which_is_unknown_is_said(tmp_path: Path) -> None:
    use = """
        from library.models import Book

        def touch(model, unknown):
            for one in model.objects.all():
                one.touch()
            unknown.save()
            return Book.objects.count()
        """
    files = {"library/__init__.py": "", "library/models.py": MODELS, "library/use.py": use, "manage.py": ""}
    result = understood(tmp_path, files)
    gaps = [(one.what, one.line, one.reason) for one in result.unresolved if one.kind == "access"]
    assert gaps == [("model.objects.all", 5, "which model this is, is only known at run time")]


def test_what_is_chosen_in_forms_is_loaded_and_its_tables_between_are_written(tmp_path: Path) -> None:
    use = """
        from django import forms
        from library.models import Author, Book

        class PickForm(forms.Form):
            author = forms.ModelChoiceField(queryset=Author.objects.all())
            books = forms.ModelMultipleChoiceField(Book.objects.all())

        class BookForm(forms.ModelForm):
            class Meta:
                model = Book
                fields = ["author", "tags"]

        def check(data):
            return PickForm(data).is_valid()

        def use(data):
            form = PickForm(data)
            form.cleaned_data["author"].delete()
            return form.cleaned_data["books"].count()

        def keep(data):
            form = BookForm(data)
            form.save()
        """
    models = MODELS.replace("    class Book", "    class Tag(models.Model): ...\n\n    class Book", 1)
    models += "        tags = models.ManyToManyField(Tag)\n"
    files = {"library/__init__.py": "", "library/models.py": models, "library/use.py": use, "manage.py": ""}
    rows = {(name, f"{operation} {table}") for name, table, operation in accesses(understood(tmp_path, files))}
    of = {name: {what.replace("library_", "") for who, what in rows if who == name} for name, _ in rows}
    assert of["check"] == {"select author", "select book"}
    assert {"delete author", "select book"} <= of["use"]
    between = {f"{operation} book_tags" for operation in ("select", "insert", "delete")}
    assert of["keep"] == {"insert book", "update book"} | between


def test_whose_permissions_are_asked_for(tmp_path: Path) -> None:
    use = """
        from django.conf import settings
        from rest_framework.request import Request

        def view(request: Request):
            request.user.delete()

        def may(person):
            return person.has_perm("x")
        """
    own = """
        from django.db import models

        class Member(models.Model):
            def has_perm(self, name):
                return True
        """
    files = {"library/__init__.py": "", "library/models.py": MODELS, "library/use.py": use, "manage.py": ""}
    rows = accesses(understood(tmp_path / "outside", files))
    assert ("view", "auth_user", "delete") in rows
    assert ("may", "auth_permission", "select") in rows
    settings = {"manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n"}
    settings["settings.py"] = "INSTALLED_APPS = ['library', 'member']\nAUTH_USER_MODEL = 'member.Member'\n"
    inside = files | settings | {"member/__init__.py": "", "member/models.py": own}
    rows = accesses(understood(tmp_path / "inside", inside))
    assert ("view", "member_member", "delete") in rows
    assert not [one for one in rows if one[0] == "may"]


def test_a_query_that_is_passed_says_more_than_the_class_of_all_queries(tmp_path: Path) -> None:
    use = """
        from django.db.models import QuerySet
        from library.models import Author, Book

        def count(rows: QuerySet, name: str):
            return rows.count()

        class Emptied:
            def __init__(self, rows: QuerySet):
                self.rows = rows

            def run(self):
                self.rows.model.objects.update(name="")

        def books(request):
            return count(Book.objects.filter(author=1), Author.objects.filter(name="a"))

        def authors(request):
            Emptied(Author.objects.filter(name="a")).run()
    """
    found = library(tmp_path, use)
    assert found["count"] == {"select book"}
    assert found["Emptied.run"] == {"update author"}


def test_authentication_backends_of_the_project_answer_what_a_user_may_do(tmp_path: Path) -> None:
    backends = """
        from django.contrib.auth.backends import ModelBackend
        from library.models import Author

        class Grants(ModelBackend):
            def get_all_permissions(self, user, obj=None):
                return set(Author.objects.values_list("name"))

        class ByMail(ModelBackend):
            def authenticate(self, request, mail=None):
                return None
        """
    use = """
        def may(person):
            return person.has_perms(["x"])

        def groups(person):
            return person.get_group_permissions()
        """
    start = {"manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\n"}
    files = start | {"library/__init__.py": "", "library/models.py": MODELS, "library/use.py": use}
    files["library/backends.py"] = backends
    text = "INSTALLED_APPS = ['library']\nAUTHENTICATION_BACKENDS = ['library.backends.Grants'{}]\n"
    rows = accesses(understood(tmp_path / "own", files | {"settings.py": text.format("")}))
    asked = ("auth_group", "auth_permission")
    assert {(name, table) for name, table, _ in rows if table in asked} == {("groups", table) for table in asked}
    beside = text.format(", 'library.backends.ByMail'")
    rows = accesses(understood(tmp_path / "beside", files | {"settings.py": beside}))
    assert {name for name, table, _ in rows if table == "auth_permission"} == {"may", "groups"}


def test_a_view_that_only_narrows_what_a_library_gives_works_on_no_model_of_an_heir(tmp_path: Path) -> None:
    use = """
        from django.shortcuts import get_object_or_404
        from rest_framework.viewsets import ModelViewSet
        from library.models import Author, Book

        class Narrowing(ModelViewSet):
            def get_queryset(self):
                queryset = super().get_queryset()
                return queryset.filter(pk__gt=1)

            def get_object(self):
                queryset = self.get_queryset()
                return get_object_or_404(queryset, pk=1)

        class Authors(Narrowing):
            queryset = Author.objects.all()

            def get_queryset(self):
                return super().get_queryset().order_by("name")

        class Writing(ModelViewSet):
            def get_queryset(self):
                return Book.objects.all()

        class Fewer(Writing):
            def get_queryset(self):
                return super().get_queryset().filter(pk__gt=1)
        """
    heirs = "".join(
        f"\n        class Books{n}(Narrowing):\n            queryset = Book.objects.all()\n" for n in range(8)
    )
    found = library(tmp_path, use + heirs)
    assert "Narrowing" not in found
    assert "update author" in found["Authors"]
    assert "update book" in found["Fewer"]
