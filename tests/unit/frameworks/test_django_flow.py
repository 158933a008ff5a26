"""What Django code does beyond ``Model.objects.filter()``: worked out by hand from Django's documentation."""

from __future__ import annotations

from pathlib import Path

from analyzer.model.code import Certainty
from analyzer.model.facts import Facts
from trees import understood

MODELS = """
    from django.conf import settings
    from django.db import models

    class ShelfQuerySet(models.QuerySet):
        def open(self):
            return self.filter(closed=False)

        def with_books(self):
            return self.open().prefetch_related("books")

    class ShelfManager(models.Manager):
        def get_queryset(self):
            return ShelfQuerySet(self.model, using=self._db)

        def first_open(self):
            return self.get_queryset().open().first()

    class Shelf(models.Model):
        objects = ShelfManager()

    class Author(models.Model):
        name = models.TextField()

    class Book(models.Model):
        shelf = models.ForeignKey(Shelf, related_name="books", on_delete=models.CASCADE)
        authors = models.ManyToManyField(Author, through="Credit")
        heir = models.ForeignKey(Author, null=True, related_name="inherited", on_delete=models.SET_NULL)

    class Credit(models.Model):
        book = models.ForeignKey(Book, on_delete=models.CASCADE)
        author = models.ForeignKey(Author, on_delete=models.PROTECT)

    class Loan(models.Model):
        book = models.ForeignKey(Book, on_delete=models.CASCADE)
        reader = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="loans", on_delete=models.CASCADE)

    class Paper(models.Model):
        title = models.TextField()

        class Meta:
            abstract = True

        def publish(self):
            self.save()

    class Letter(Paper): ...
    class Memo(Paper): ...
"""
Found = set[tuple[str, str, str, str]]


def library(tmp_path: Path, use: str, **more: str) -> Facts:
    files = {"library/__init__.py": "", "library/models.py": MODELS, "library/use.py": use, "manage.py": ""}
    return understood(tmp_path, files | {f"library/{name}.py": text for name, text in more.items()})


def found(result: Facts) -> Found:
    """(qualname, table without its app, operation, certainty) of every access."""
    return {
        (one.qualname, one.table.removeprefix("library_"), one.operation.value, one.certainty.value)
        for one in result.accesses
    }


def by_table(result: Facts, qualname: str) -> set[str]:
    return {f"{operation} {table}" for name, table, operation, _ in found(result) if name == qualname}


def test_methods_of_the_projects_managers_and_querysets_are_followed(tmp_path: Path) -> None:
    use = """
        from library.models import Shelf

        def chain():
            return Shelf.objects.open().count()

        def made_by_the_manager():
            shelf = Shelf.objects.first_open()
            return shelf.books.count()
        """
    result = library(tmp_path, use)
    assert by_table(result, "ShelfQuerySet.open") == {"select shelf"}
    assert by_table(result, "ShelfQuerySet.with_books") == {"select shelf", "select book"}
    assert by_table(result, "chain") == {"select shelf"}
    assert by_table(result, "made_by_the_manager") == {"select book"}  # the manager runs its query itself


def test_a_plain_many_to_many_manager_counts_in_the_table_between(tmp_path: Path) -> None:
    use = """
        from django.db import models
        from library.models import Author, Book, Shelf

        class Fair(models.Model):
            guests = models.ManyToManyField(Author)
            shelves = models.ManyToManyField(Shelf)

        def counted(fair: Fair):
            return fair.guests.exists() or fair.guests.count()

        def of_a_query(fair: Fair):
            return fair.guests.all().exists()

        def filtered(fair: Fair):
            return fair.guests.filter(name="Ann").count()

        def by_its_own_manager(fair: Fair):
            return fair.shelves.count()

        def through_a_model(book: Book):
            return book.authors.count()
        """
    result = library(tmp_path, use)
    assert by_table(result, "counted") == {"select fair_guests"}
    assert by_table(result, "of_a_query") == {"select fair_guests", "select author"}
    assert by_table(result, "filtered") == {"select fair_guests", "select author"}
    assert by_table(result, "by_its_own_manager") == {"select fair_shelves", "select shelf"}
    assert by_table(result, "through_a_model") == {"select credit"}


def test_paths_join_tables_as_far_as_they_must(tmp_path: Path) -> None:
    use = """
        from django.db.models import Count, Exists, F, OuterRef, Q
        from library.models import Author, Book, Loan, Shelf

        def key_only(pk):
            return Book.objects.filter(shelf=pk, shelf__id__in=[1]).count()

        def joined():
            return Book.objects.filter(shelf__closed=False).count()

        def back():
            return Shelf.objects.filter(books__heir__name="Ann").count()

        def through():
            return Book.objects.filter(authors__name="Ann").count()

        def in_expressions():
            open = Q(book__shelf__closed=False) | ~Q(reader=1)
            return Loan.objects.filter(open).annotate(n=Count("book__credit")).count()

        def waiting(strict):
            wanted = Q(shelf__closed=False)
            if strict:
                wanted |= Q(authors__name="Ann")
            return Book.objects.exclude(wanted).count()

        def inner():
            return Shelf.objects.filter(Exists(Book.objects.filter(shelf=OuterRef("pk")))).count()

        def ordered():
            return list(Book.objects.order_by("-heir__name").values_list("shelf__id", flat=True))

        def eager():
            return Book.objects.select_related("shelf", "heir").prefetch_related("authors").first()
        """
    result = library(tmp_path, use)
    statements = {
        one.qualname: tuple(name.removeprefix("library_") for name in one.tables)
        for one in result.statements
        if one.line == max(other.line for other in result.statements if other.qualname == one.qualname)
    }
    assert "key_only" not in statements
    assert statements["joined"] == ("book", "shelf")
    assert statements["back"] == ("author", "book", "shelf")
    assert statements["through"] == ("author", "book", "credit")
    assert statements["in_expressions"] == ("book", "credit", "loan", "shelf")
    assert statements["waiting"] == ("author", "book", "credit", "shelf")
    assert statements["inner"] == ("book", "shelf")
    assert statements["ordered"] == ("author", "book")
    assert statements["eager"] == ("author", "book", "shelf")
    how = {one.qualname: one.how for one in result.statements}
    assert (how["joined"], how["inner"], how["eager"]) == ("join", "subquery", "eager")
    assert by_table(result, "eager") == {"select book", "select shelf", "select author", "select credit"}


def test_reading_relations_and_running_querysets_of_others_are_accesses(tmp_path: Path) -> None:
    use = """
        from library.models import Book, Loan

        def late():
            return Book.objects.filter(heir=None).prefetch_related("loan_set")

        def run():
            for book in late():
                print(book)

        def lazy(loan: Loan):
            return loan.book.shelf_id

        def unpacked():
            if late():
                return len(late())
        """
    result = library(tmp_path, use)
    assert by_table(result, "run") == {"select book", "select loan"}
    assert ("lazy", "book", "select", "relation") in found(result)
    assert "select shelf" not in by_table(result, "lazy")  # the key stands in the row itself
    assert by_table(result, "unpacked") == {"select book", "select loan"}


def test_what_goes_with_a_deleted_object(tmp_path: Path) -> None:
    use = """
        from library.models import Author, Shelf

        def clear(shelf: Shelf):
            shelf.delete()

        def forget():
            Author.objects.filter(name="").delete()
        """
    cascaded = {one for one in found(library(tmp_path, use)) if one[3] == Certainty.CASCADE.value}
    assert {one[1:3] for one in cascaded if one[0] == "clear"} == {
        *(("book", "select"), ("book", "delete"), ("credit", "select"), ("credit", "delete")),
        *(("loan", "select"), ("loan", "delete")),
    }
    assert {one[1:3] for one in cascaded if one[0] == "forget"} == {("book", "update"), ("credit", "select")}


def test_nothing_goes_along_where_the_code_has_looked(tmp_path: Path) -> None:
    use = """
        from library.models import Author, Book, Shelf

        def inside(shelf: Shelf):
            if shelf.id and not shelf.books.exists():
                shelf.delete()

        def otherwise(shelf: Shelf):
            if shelf.books.all().exists() or shelf.id:
                print(shelf)
            else:
                shelf.delete()

        def before(shelf: Shelf):
            if shelf.books.count() > 0:
                raise ValueError
            shelf.delete()

        def counted(shelf: Shelf):
            if shelf.books.count() == 0:
                shelf.delete()
        """
    result = found(library(tmp_path, use))
    assert {one for one in result if one[3] == Certainty.CASCADE.value} == {
        (name, "book", "select", "cascade") for name in ("inside", "otherwise", "before", "counted")
    }
    assert {one[0] for one in result if one[1:3] == ("shelf", "delete")} == {"inside", "otherwise", "before", "counted"}


def test_what_hangs_on_an_object_goes_along_where_the_code_has_looked_for_other_things(tmp_path: Path) -> None:
    use = """
        from library.models import Author, Book, Shelf

        def some(shelf: Shelf):
            if not shelf.books.filter(heir=None).exists():
                shelf.delete()

        def any_of_two(shelf: Shelf):
            if not shelf.books.exists() or shelf.id:
                shelf.delete()

        def full(shelf: Shelf):
            if shelf.books.exists():
                print(shelf)
            shelf.delete()

        def another(shelf: Shelf):
            if not shelf.books.exists():
                shelf = Shelf.objects.get(id=1)
                shelf.delete()

        def of_another(shelf: Shelf, other: Shelf):
            if not other.books.exists():
                shelf.delete()

        def at_its_author(book: Book):
            if not book.credit_set.exists():
                book.delete()
        """
    result = found(library(tmp_path, use))
    gone = {one[0] for one in result if one[1:] == ("book", "delete", "cascade")}
    assert gone == {"some", "any_of_two", "full", "another", "of_another"}
    assert {one[1:3] for one in result if one[0] == "at_its_author" and one[3] == "cascade"} == {
        *(("credit", "select"), ("loan", "select"), ("loan", "delete")),
    }


def test_what_runs_the_deletion_of_a_class_above_has_looked_too(tmp_path: Path) -> None:
    use = """
        from django.db import models
        from django.shortcuts import redirect
        from django.views.generic import DeleteView
        from library.models import Shelf

        class Wall(models.Model):
            def delete(self, *args, **kwargs):
                if self.doors.exists():
                    raise ValueError
                return super().delete(*args, **kwargs)

        class Door(models.Model):
            wall = models.ForeignKey(Wall, related_name="doors", on_delete=models.CASCADE)

        class Window(models.Model):
            wall = models.ForeignKey(Wall, related_name="windows", on_delete=models.CASCADE)

        class Clear(DeleteView):
            model = Shelf

            def dispatch(self, request, *args, **kwargs):
                shelf = self.get_object()
                if shelf.books.exists():
                    return redirect("shelf")
                return super().dispatch(request, *args, **kwargs)

        class Kept(DeleteView):
            model = Shelf

            def form_valid(self, form):
                if not self.object.books.count():
                    return super().form_valid(form)
                return redirect("shelf")

        class Gone(DeleteView):
            model = Shelf

            def form_valid(self, form):
                print(self.object.books.count())
                return super().form_valid(form)
        """
    result = found(library(tmp_path, use))
    assert {one[:2] for one in result if one[2:] == ("delete", "cascade")} == {
        *(("Wall.delete", "window"), ("Gone.form_valid", "book"), ("Gone.form_valid", "credit")),
        ("Gone.form_valid", "loan"),
    }
    gone = {one[0] for one in result if one[1:3] == ("shelf", "delete")}
    assert gone >= {"Clear.dispatch", "Kept.form_valid", "Gone.form_valid"}


def test_a_manager_that_leaves_some_out_shows_nothing(tmp_path: Path) -> None:
    use = """
        from django.db import models

        class OpenDoors(models.Manager):
            def get_queryset(self):
                return super().get_queryset().filter(closed=False)

        class Wall(models.Model): ...

        class Door(models.Model):
            wall = models.ForeignKey(Wall, related_name="doors", on_delete=models.CASCADE)
            objects = OpenDoors()

        class Window(models.Model):
            wall = models.ForeignKey(Wall, related_name="windows", on_delete=models.CASCADE)

        def tear(wall: Wall):
            if not wall.doors.exists() and not wall.windows.exists():
                wall.delete()
        """
    assert {one[1] for one in found(library(tmp_path, use)) if one[2:] == ("delete", "cascade")} == {"door"}


def test_abstract_models_run_for_each_of_their_models(tmp_path: Path) -> None:
    result = library(tmp_path, "")
    assert by_table(result, "Paper.publish") == {"update letter", "update memo"}


def test_models_without_source_have_relations_and_tables(tmp_path: Path) -> None:
    use = """
        from django.contrib.auth import get_user_model, login
        from django.contrib.auth.models import Group

        def mine(request):
            return request.user.loans.count()

        def users():
            return get_user_model().objects.filter(loans__book__heir=None).count()

        def groups():
            return Group.objects.filter(name="clerks").exists()

        def enter(request, user):
            login(request, user)
        """
    result = library(tmp_path, use)
    assert by_table(result, "mine") == {"select loan"}
    assert by_table(result, "users") == {"select auth_user", "select loan", "select book"}
    assert by_table(result, "groups") == {"select auth_group"}
    assert by_table(result, "enter") == {"select django_session", "insert django_session", "delete django_session"}
    assert {one[3] for one in found(result) if one[0] == "enter"} == {"guessed"}


def test_names_of_parameters_are_the_last_and_guessed_evidence(tmp_path: Path) -> None:
    use = """
        from library.models import Book

        def named(book):
            book.delete()
            return book.shelf.closed

        def given(book):
            return book.strip()

        def caller():
            return given("a title")

        def typed(author: Book):
            author.save()
        """
    result = library(tmp_path, use)
    assert {one[3] for one in found(result) if one[0] == "named"} == {"guessed"}
    assert by_table(result, "given") == set()
    assert by_table(result, "typed") == {"update book"}


def test_generic_views_forms_and_their_models(tmp_path: Path) -> None:
    views = """
        from django import forms
        from django.views.generic import CreateView, DeleteView, ListView, UpdateView
        from library.models import Author, Book

        class AuthorForm(forms.ModelForm):
            class Meta:
                model = Author
                fields = ["name"]

            def save(self, commit=True):
                return super().save(commit)

        class Authors(ListView):
            def get_queryset(self):
                return Author.objects.filter(book__shelf=None)

            def get_context_data(self, **kwargs):
                return super().get_context_data(count=1, **kwargs)

        class NewAuthor(CreateView):
            form_class = AuthorForm

            def form_valid(self, form):
                form.instance.book_set.count()
                return super().form_valid(form)

        class EditBook(UpdateView):
            model = Book

        class Gone(DeleteView):
            queryset = Author.objects.all()

            def get_success_url(self):
                return self.object.name or self.get_object().inherited.count()
        """
    result = library(tmp_path, "", views=views)
    assert by_table(result, "AuthorForm.save") == {"insert author", "update author"}
    assert by_table(result, "Authors.get_context_data") == {"select author", "select book", "select credit"}
    assert by_table(result, "NewAuthor.form_valid") == {"select credit", "insert author"}
    assert by_table(result, "EditBook") == {"select book", "update book"}
    assert by_table(result, "NewAuthor") == {"insert author"}
    assert by_table(result, "Gone.get_success_url") == {"select author", "select book"}
    assert {one[3] for one in found(result) if one[0] == "EditBook"} == {"implicit"}


def test_what_a_view_asks_its_queryset_for_is_its_object_whatever_model_it_declares(tmp_path: Path) -> None:
    views = """
        from django.shortcuts import get_object_or_404
        from django.views.generic import CreateView, DeleteView, UpdateView
        from library.models import Author, Book, Loan, Shelf

        class LoanGone(DeleteView):
            model = Book

            def dispatch(self, request, *args, **kwargs):
                self.book = get_object_or_404(Book, pk=kwargs["book"])
                return super().dispatch(request, *args, **kwargs)

            def get_queryset(self):
                return self.book.loan_set.all()

        class Seen:
            def get_queryset(self):
                return Loan.objects.all() if self.of_loans else super().get_queryset()

        class ShelfGone(Seen, DeleteView):
            queryset = Shelf.objects.all()

        class OpenBook(DeleteView):
            model = Book

            def get_queryset(self):
                return super().get_queryset().filter(shelf__closed=False)

        class EditShelf(UpdateView):
            model = Book

            def get_object(self, queryset=None):
                return get_object_or_404(Shelf, pk=1)

        class NewBook(CreateView):
            model = Book

            def get_queryset(self):
                return Author.objects.all()
        """
    result = library(tmp_path, "", views=views)
    assert by_table(result, "LoanGone") == {"select loan", "delete loan"}
    assert "delete loan" in by_table(result, "LoanGone.dispatch")
    assert not by_table(result, "LoanGone.dispatch") & {"delete book", "delete credit"}
    assert by_table(result, "ShelfGone") == {"select shelf", "delete shelf"}
    assert by_table(result, "OpenBook") == {"select book", "delete book"}
    assert by_table(result, "EditShelf") == {"select shelf", "update shelf"}
    assert by_table(result, "NewBook") == {"insert book"}


def test_classes_loaded_by_two_texts_and_models_by_their_label(tmp_path: Path) -> None:
    use = """
        from shop.loading import load, loads
        from django.apps import apps

        Base = apps.get_model("library", "Book")
        Helper, Other = loads("library.helpers", ["Helper", "Other"])

        class Special(Base):
            class Meta:
                proxy = True

            def where(self):
                return self.shelf.closed

        def indirect():
            return load("library.helpers", "Helper")().run()

        def several():
            return Helper().run()
        """
    helpers = """
        from library.models import Shelf

        class Helper:
            def run(self):
                return Shelf.objects.count()

        class Other: ...
        """
    result = library(tmp_path, use, helpers=helpers)
    assert by_table(result, "Special.where") == {"select shelf"}
    called = {(call.caller, call.callee) for call in result.calls}
    assert ("library.use.indirect", "library.helpers.Helper.run") in called
    assert ("library.use.several", "library.helpers.Helper.run") in called


def test_tree_packages_hand_methods_to_models(tmp_path: Path) -> None:
    use = """
        from django.db import models
        from treebeard.mp_tree import MP_Node

        class Category(MP_Node):
            name = models.TextField()

            def crumbs(self):
                return [one.name for one in self.get_ancestors()]

        def grow(category: Category):
            category.add_child(name="x")
        """
    result = library(tmp_path, use)
    assert by_table(result, "Category.crumbs") == {"select category"}
    assert by_table(result, "grow") == {"insert category", "update category"}


def test_receivers_of_signals_get_objects_of_their_sender(tmp_path: Path) -> None:
    use = """
        from django.db.models.signals import post_delete, post_save
        from django.dispatch import receiver
        from library.models import Book, Loan

        @receiver([post_save, post_delete], sender=Loan)
        def count(sender, instance, **kwargs):
            sender.objects.filter(book=instance.book).count()

        def tidy(instance, **kwargs):
            instance.shelf.save()

        post_delete.connect(tidy, sender="library.Book")
        """
    result = library(tmp_path, use)
    assert by_table(result, "count") == {"select loan", "select book"}
    assert by_table(result, "tidy") == {"select shelf", "update shelf"}


def test_saving_and_deleting_reaches_the_receivers_of_signals(tmp_path: Path) -> None:
    use = """
        from django.db.models.signals import post_delete, post_save
        from django.dispatch import receiver
        from library.models import Author, Book, Loan

        @receiver(post_save, sender=Loan)
        def greet(sender, instance, created, **kwargs):
            if created:
                Author.objects.create(name="new")

        @receiver(post_save, sender=Loan)
        def count(sender, instance, **kwargs):
            Author.objects.count()

        @receiver(post_delete, sender=Loan)
        def part(sender, instance, **kwargs):
            Author.objects.count()

        def new(book: Book):
            Loan(book=book).save()

        def change(pk):
            loan = Loan.objects.get(pk=pk)
            loan.save()

        def bulk():
            Loan.objects.filter(book=None).update(reader=1)

        def away(loan: Loan):
            loan.delete()
        """
    result = library(tmp_path, use)
    reached = {
        (call.caller.rpartition(".")[2], call.callee.rpartition(".")[2])
        for call in result.calls
        if call.through.startswith("django.")
    }
    assert reached == {("new", "greet"), ("new", "count"), ("change", "count"), ("away", "part")}


def test_bases_that_a_function_of_the_project_returns(tmp_path: Path) -> None:
    use = """
        from django.db import models
        from library import settings

        def page_base():
            if settings.PLAIN:
                return None
            from django.db.models import Model
            return Model

        class Page(page_base()):
            title = models.TextField()

        def count():
            return Page.objects.count()
        """
    result = library(tmp_path, use, settings="PLAIN = False")
    assert by_table(result, "count") == {"select page"}
