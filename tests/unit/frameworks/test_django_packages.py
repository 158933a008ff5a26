"""What packages.toml tells of Django's companions reaches the schema and the accesses of a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.model.facts import Facts
from analyzer.model.options import Options
from analyzer.model.packages import PackageClass
from analyzer.project.packages import Packages, shipped_packages
from trees import accesses, understood

SHIPPED = Packages(shipped_packages())
CLASSES = [one for package in SHIPPED.of("django") for one in package.classes]
METHODS = [
    (one, word, method)
    for one in CLASSES
    for word in ("many", "one", "select", "insert", "update", "delete")
    for method in getattr(one.methods, word)
]


def program(root: Path, models: str, use: str = "", own: str = "", settings: str = "") -> Facts:
    files = {
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_settings')\n",
        "site_settings.py": f"INSTALLED_APPS = ['shop']\n{settings}\n",
        "shop/__init__.py": "",
        "shop/models.py": f"from django.db import models\n{models}",
        "shop/use.py": use,
        "own.toml": own,
    }
    return understood(root, files, Options(jobs=1, packages="own.toml"))


def by(result: Facts, name: str) -> set[str]:
    return {f"{operation} {table}" for qualname, table, operation in accesses(result) if qualname == name}


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.name)
def test_every_class_is_a_base_of_models(tmp_path: Path, one: PackageClass) -> None:
    module, _, name = one.name.rpartition(".")
    result = program(tmp_path, f"from {module} import {name}\nclass Thing({name}):\n    extra = models.TextField()\n")
    told = SHIPPED.columns(one.name)
    table = next(table for table in result.tables if table.name == "shop_thing")
    keys = {key.column: key.to_table for key in result.foreign_keys if key.table == "shop_thing"}
    if one.kind == "model":
        assert set(table.columns) == {f"{name.lower()}_ptr_id", "extra"}
        assert keys == {f"{name.lower()}_ptr_id": one.table.name}
    else:
        special = {"AUTH_USER_MODEL": "auth_user", "self": "shop_thing"}
        assert set(table.columns) - {"id"} == {*told.columns, "extra"} - {"id"}
        assert keys == {key.column: special.get(key.to_table, key.to_table) for key in told.keys}
        assert {f"shop_thing_{field.column}" for field in told.many} <= {table.name for table in result.tables}


@pytest.mark.parametrize("one", [one for one in CLASSES if one.kind == "model"], ids=lambda one: one.name)
def test_every_model_has_its_table_where_it_is_used(tmp_path: Path, one: PackageClass) -> None:
    module, _, name = one.name.rpartition(".")
    use = f"from {module} import {name}\ndef count():\n    return {name}.objects.count()\n"
    result = program(tmp_path, "class Thing(models.Model): ...\n", use)
    assert by(result, "count") == {f"select {one.table.name}"}
    table = next(table for table in result.tables if table.name == one.table.name)
    assert (table.columns, table.certainty.value) == (SHIPPED.columns(one.name).columns, "implicit")
    assert table.model in {other.name for other in CLASSES if other.table.name == one.table.name}


@pytest.mark.parametrize(("one", "word", "method"), METHODS, ids=lambda one: getattr(one, "name", one))
def test_every_method_that_a_base_hands_down(tmp_path: Path, one: PackageClass, word: str, method: str) -> None:
    module, _, name = one.name.rpartition(".")
    models = f"from {module} import {name}\nclass Thing({name}):\n    extra = models.TextField()\n"
    use = f"""
        from shop.models import Thing
        def act(thing: Thing):
            thing.{method}()
        def many(thing: Thing):
            thing.{method}().update(extra="")
        def one(thing: Thing):
            thing.{method}().delete()
        """
    result = program(tmp_path, models, use)
    if word == "many":
        assert "update shop_thing" in by(result, "many")
    elif word == "one":
        assert "delete shop_thing" in by(result, "one")
    else:
        assert f"{word} shop_thing" in by(result, "act")


@pytest.mark.parametrize(
    "one", [one for package in SHIPPED.of("django") for one in package.functions], ids=lambda one: one.name
)
def test_every_function_does_what_is_told(tmp_path: Path, one: object) -> None:
    name = one.name  # type: ignore[attr-defined]
    module, _, last = name.rpartition(".")
    use = f"from {module} import {last}\ndef act(request):\n    {last}(request)\n"
    result = program(tmp_path, "class Thing(models.Model): ...\n", use)
    told = one.does  # type: ignore[attr-defined]
    assert by(result, "act") == {f"{effect.operation.value} {table}" for effect in told for table in effect.tables}


@pytest.mark.parametrize(
    "one", [one for package in SHIPPED.of("django") for one in package.methods], ids=lambda o: o.name
)
def test_every_method_known_by_its_name(tmp_path: Path, one: object) -> None:
    use = f"from django.contrib.auth.models import User\ndef act(person: User):\n    person.{one.name}('x')\n"  # type: ignore[attr-defined]
    result = program(tmp_path, "class Thing(models.Model): ...\n", use)
    between = {"user.groups": "auth_user_groups", "user.user_permissions": "auth_user_user_permissions"}
    told = {table for effect in one.does for table in effect.tables}  # type: ignore[attr-defined]
    assert by(result, "act") == {f"select {between.get(table, table)}" for table in told}


def test_kinds_of_fields(tmp_path: Path) -> None:
    models = """
from modelcluster.fields import ParentalKey
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.models import ItemBase, TagBase
class Page(models.Model):
    tags = ClusterTaggableManager(through="shop.PageTag")
class Topic(TagBase): ...
class PageTag(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE)
    content_object = ParentalKey(Page, related_name="tagged")
"""
    use = """
        from shop.models import Page
        def topics(page: Page):
            return page.tags.count()
        """
    result = program(tmp_path, models, use)
    keys = {(key.column, key.to_table) for key in result.foreign_keys if key.table == "shop_pagetag"}
    assert keys == {("tag_id", "shop_topic"), ("content_object_id", "shop_page")}
    assert by(result, "topics") == {"select shop_topic", "select shop_pagetag"}


def test_relations_of_models_without_source(tmp_path: Path) -> None:
    use = """
        from django.contrib.auth.models import Group, Permission, User
        def members(group: Group):
            return group.user_set.count()
        def rights():
            return Permission.objects.filter(content_type__model="x", group__user__email="y").exists()
        def granted(user: User):
            return user.user_permissions.count()
        def dropped(group: Group):
            group.delete()
        """
    result = program(tmp_path, "class Thing(models.Model): ...\n", use)
    assert by(result, "members") == {"select auth_user", "select auth_user_groups"}
    assert by(result, "rights") >= {"select auth_permission", "select django_content_type", "select auth_group"}
    assert by(result, "granted") == {"select auth_permission", "select auth_user_user_permissions"}
    assert by(result, "dropped") == {"delete auth_group", "delete auth_group_permissions", "delete auth_user_groups"}


def test_the_tables_of_a_user_model_that_another_stands_in_for_are_not_there(tmp_path: Path) -> None:
    models = """
from django.contrib.auth.models import AbstractUser
class Clerk(AbstractUser): ...
"""
    use = """
        from django.contrib.auth.models import Group
        from rest_framework.authtoken.models import Token
        from shop.models import Clerk
        def dropped(group: Group):
            group.delete()
        def token(clerk: Clerk):
            return clerk.auth_token.key
        """
    result = program(tmp_path, models, use, settings="AUTH_USER_MODEL = 'shop.Clerk'")
    assert by(result, "dropped") == {"delete auth_group", "delete auth_group_permissions", "delete shop_clerk_groups"}
    assert by(result, "token") == {"select authtoken_token"}
    keys = {(key.table, key.column, key.to_table) for key in result.foreign_keys}
    assert ("authtoken_token", "user_id", "shop_clerk") in keys


def test_tables_of_packages_are_left_out_unless_something_uses_them(tmp_path: Path) -> None:
    models = """
from django.contrib.auth.models import Group
class Thing(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE)
"""
    result = program(tmp_path, models, settings="INSTALLED_APPS += ['django.contrib.admin', 'waffle']")
    assert {table.name for table in result.tables} == {"shop_thing"}
    assert {(key.column, key.to_table) for key in result.foreign_keys} == {("group_id", "auth_group")}


def test_keys_of_bases_lead_to_models_of_the_program_and_to_tables_that_nothing_tells_of(tmp_path: Path) -> None:
    own = """
        [[package]]
        name = "house"
        framework = "django"
        [[package.mixin]]
        classes = ["house.models.Filed"]
        columns = ["shelf -> shop_shelf.code", "drawer_id -> house_drawer.id"]
        relations.shelf = { on_delete = "SET_NULL", one_to_one = true }
        """
    models = """
from house.models import Filed
class Shelf(models.Model):
    code = models.TextField(primary_key=True)
class Paper(Filed): ...
"""
    use = """
        from shop.models import Shelf
        def paper(shelf: Shelf):
            return shelf.paper
        def drop(shelf: Shelf):
            shelf.delete()
        """
    result = program(tmp_path, models, use, own)
    keys = {(key.column, key.to_table, key.to_column) for key in result.foreign_keys}
    assert keys == {("shelf", "shop_shelf", "code"), ("drawer_id", "house_drawer", "id")}
    assert by(result, "paper") == {"select shop_paper"}
    assert by(result, "drop") == {"delete shop_shelf", "update shop_paper"}
