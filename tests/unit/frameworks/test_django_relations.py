from __future__ import annotations

import ast
import textwrap

import pytest

from analyzer.extract.file_facts import file_facts
from analyzer.frameworks.django.relations import Relation, Relations
from analyzer.frameworks.django.schema import DjangoSchema
from analyzer.link.names import Names
from analyzer.link.program import Program
from analyzer.link.schema import Schema

MODELS = """
    from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
    from django.contrib.contenttypes.models import ContentType
    from django.db import models

    class Dated(models.Model):
        maker = models.ForeignKey("Author", null=True, on_delete=models.SET_NULL,
                                  related_name="%(app_label)s_%(class)s_made", related_query_name="made_%(class)s")
        class Meta:
            abstract = True
            default_related_name = "all_%(model_name)ss"

    class Author(models.Model):
        friends = models.ManyToManyField("self")
        follows = models.ManyToManyField("self", symmetrical=False, related_name="followers")
        notes = GenericRelation("Note", related_query_name="author")

    class Book(Dated):
        author = models.ForeignKey(Author, models.PROTECT)
        cover = models.OneToOneField("Cover", on_delete=models.SET(None))
        readers = models.ManyToManyField(Author, through="Loan", related_name="lent", related_query_name="loaned")
        tags = models.ManyToManyField("Tag", related_name="+")

    class Loan(models.Model):
        book = models.ForeignKey(Book, on_delete=models.CASCADE)
        reader = models.ForeignKey(Author, related_name="loans", on_delete=models.DO_NOTHING)

    class Cover(models.Model): ...
    class Tag(models.Model): ...

    class AudioBook(Book):
        length = models.IntegerField()

    class Draft(Book):
        base = models.OneToOneField(Book, parent_link=True, on_delete=models.CASCADE, related_name="drafted")

    class Cheap(Book):
        class Meta:
            proxy = True

    class Note(models.Model):
        about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
        about_id = models.IntegerField()
        about = GenericForeignKey("about_type", "about_id")
    """


class Library:
    def __init__(self, source: str) -> None:
        facts = file_facts(ast.parse(textwrap.dedent(source)), 1)
        self.program = Program([("library.models", "library/models.py", facts)])
        names = Names(self.program)
        self.tables = Schema()
        self.schema = DjangoSchema(names, self.tables)
        self.schema.declare()
        self.relations = Relations(names, self.schema.relations())

    def id(self, name: str) -> int:
        return self.program.by_name[f"library.models.{name}"]

    def seen(self, found: Relation | None) -> tuple[str, str, bool] | None:
        """(model, one or many, whether it leads back) of a relation."""
        if found is None:
            return None
        return self.program.definitions[found.model].head.name, "many" if found.many else "one", found.back

    def cascades(self, name: str) -> set[tuple[str, str, str]]:
        """(model or table, attribute, on_delete) of what changes with an object."""
        return {
            (
                self.tables.tables[one.between].name
                if one.between >= 0
                else self.program.definitions[one.model].head.name,
                one.attribute,
                one.on_delete,
            )
            for one in self.relations.cascades(self.id(name))
        }


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(MODELS)


@pytest.mark.parametrize(
    ("cls", "name", "leads"),
    [
        ("Book", "author", ("Author", "one", False)),
        ("AudioBook", "author", ("Author", "one", False)),
        ("Dated", "maker", ("Author", "one", False)),
        ("Author", "all_books", ("Book", "many", True)),
        ("Author", "library_book_made", ("Book", "many", True)),
        ("Author", "library_audiobook_made", None),
        ("Cover", "all_books", ("Book", "one", True)),
        ("Author", "lent", ("Book", "many", True)),
        ("Author", "loans", ("Loan", "many", True)),
        ("Book", "loan_set", ("Loan", "many", True)),
        ("Cheap", "loan_set", ("Loan", "many", True)),
        ("Tag", "book_set", None),
        ("Author", "author_set", None),
        ("Author", "followers", ("Author", "many", True)),
        ("AudioBook", "book_ptr", ("Book", "one", False)),
        ("Book", "audiobook", ("AudioBook", "one", True)),
        ("Draft", "book_ptr", None),
        ("Draft", "base", ("Book", "one", False)),
        ("Book", "drafted", ("Draft", "one", True)),
        ("Author", "notes", ("Note", "many", False)),
        ("Note", "about", None),
        ("Note", "author", None),
    ],
)
def test_attributes(library: Library, cls: str, name: str, leads: tuple[str, str, bool] | None) -> None:
    assert library.seen(library.relations.find(library.id(cls), name)) == leads


@pytest.mark.parametrize(
    ("cls", "name", "leads"),
    [
        ("Book", "author", ("Author", "one", False)),
        ("Author", "all_books", ("Book", "many", True)),
        ("Author", "made_book", ("Book", "many", True)),
        ("Author", "library_book_made", None),
        ("Author", "loaned", ("Book", "many", True)),
        ("Author", "lent", None),
        ("Book", "loan", ("Loan", "many", True)),
        ("Book", "loan_set", None),
        ("Note", "author", ("Author", "many", True)),
        ("Book", "audiobook", ("AudioBook", "one", True)),
    ],
)
def test_names_between_underscores(library: Library, cls: str, name: str, leads: tuple[str, str, bool] | None) -> None:
    assert library.seen(library.relations.lookup(library.id(cls), name)) == leads


def test_the_model_between_is_known_from_both_sides(library: Library) -> None:
    for cls, name in (("Book", "readers"), ("Author", "lent")):
        found = library.relations.find(library.id(cls), name)
        assert found is not None
        assert (found.through, found.between) == (library.id("Loan"), -1)


def test_what_goes_or_changes_with_an_object(library: Library) -> None:
    of_book = {
        ("Loan", "book", "CASCADE"),
        ("AudioBook", "book_ptr", "CASCADE"),
        ("Draft", "base", "CASCADE"),
        ("library_book_tags", "tags", "CASCADE"),
    }
    assert library.cascades("Book") == of_book
    assert library.cascades("Cheap") == of_book
    assert library.cascades("AudioBook") == of_book | {("Book", "book_ptr", "CASCADE")}
    assert library.cascades("Cover") == {("Book", "cover", "SET")}
    assert library.cascades("Author") == {
        ("Book", "author", "PROTECT"),
        ("Book", "maker", "SET_NULL"),
        ("Note", "notes", "CASCADE"),
        ("library_author_friends", "friends", "CASCADE"),
        ("library_author_follows", "follows", "CASCADE"),
    }


def test_subclasses_with_a_table(library: Library) -> None:
    below = library.schema.concrete_subclasses(library.id("Dated"))
    assert [library.program.definitions[cls].head.name for cls in below] == ["Book", "AudioBook", "Draft"]
    assert library.schema.concrete_subclasses(library.id("Author")) == ()
