from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from analyzer.errors import BadInputError
from analyzer.extract.file_facts import file_facts
from analyzer.model.data import RowOperation
from analyzer.model.options import Options
from analyzer.model.packages import PackageClass, PackageEffect, PackageKey, PackageTable
from analyzer.project.package_file import read_packages
from analyzer.project.packages import Packages, import_sites, known_packages, shipped_packages
from trees import understood

SHIPPED = Packages(shipped_packages())
DJANGO = "[[package]]\nname = 'a'\nframework = 'django'\n"
SQLALCHEMY = "[[package]]\nname = 'a'\nframework = 'sqlalchemy'\n"
CLASSES = [one for package in SHIPPED.packages for one in package.classes]


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "packages.toml"
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return file


@pytest.mark.parametrize("framework", ["django", "sqlalchemy"])
def test_every_key_of_the_shipped_file_leads_to_a_table_that_is_known(framework: str) -> None:
    packages = SHIPPED.of(framework)
    models = {one.table.name: SHIPPED.columns(one.name).columns for package in packages for one in package.classes}
    tables = models | {table.name: table.columns for package in packages for table in package.tables}
    stated = [one.table for package in packages for one in package.classes]
    stated += [table for package in packages for table in package.tables]
    for table in stated:
        for key in table.keys:
            special = key.to_column == "id" and key.to_table in ("AUTH_USER_MODEL", "self")
            known = special or key.to_column in tables[key.to_table]
            assert known, (table.name, key)
        for field in table.many:
            assert field.to_table == "AUTH_USER_MODEL" or field.to_table in tables, field
            assert not field.between or field.between in tables, field


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.name)
def test_every_class_of_the_shipped_file_stands_on_known_ones(one: PackageClass) -> None:
    assert all(SHIPPED.find(parent) is not None for parent in one.parents)
    assert one.kind != "model" or SHIPPED.columns(one.name).columns


def test_a_class_has_the_columns_of_its_parents() -> None:
    user = SHIPPED.columns("django.contrib.auth.models.User")
    assert user.name == "auth_user"
    assert user.columns[:2] == ("id", "username")
    assert {"password", "is_superuser"} <= set(user.columns)
    assert [field.column for field in user.many] == ["groups", "user_permissions"]
    item = SHIPPED.columns("taggit.models.TaggedItem")
    assert {(key.column, key.to_table) for key in item.keys} == {
        ("content_type_id", "django_content_type"),
        ("tag_id", "taggit_tag"),
    }


def test_the_users_own_file_adds_to_the_shipped_one_and_beats_it(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        [[package]]
        name = "house"
        framework = "sqlalchemy"
        [[package.model]]
        classes = ["house.models.Account", "house.Account"]
        table = "billing.account"
        columns = ["id", "owner? -> people.person.id", "note?"]
        many = ["tags -> tag via account_tag"]
        """,
    )
    packages = Packages((*shipped_packages(), *read_packages(file)))
    found = packages.find("house.Account")
    assert found is not None
    assert found.table.keys == (PackageKey("owner", "people.person", "id"),)
    assert found.table.many == (PackageKey("tags", "tag", "id", "account_tag"),)
    assert found.table.columns == ("id", "owner", "note")
    assert packages.columns("house.Account").nullable == ("owner", "note")


def test_the_users_own_file_beats_the_shipped_one_in_every_kind_of_entry(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        [[package]]
        name = "django.contrib.auth"
        framework = "django"
        [[package.mixin]]
        classes = ["django.contrib.auth.models.PermissionsMixin"]
        columns = ["is_admin"]
        [[package.function]]
        name = "django.contrib.auth.login"
        does = ["insert house_login"]
        [[package.method]]
        name = "has_perm"
        does = ["select house_right"]
        [[package.field]]
        ending = "TaggableManager"
        kind = "column"
        [[package.history]]
        classes = ["simple_history.models.HistoricalRecords"]
        prefix = "old_"
        [[package]]
        name = "inflection"
        framework = "sqlalchemy"
        [[package.function]]
        name = "inflection.underscore"
        yields = "lower"
        """,
    )
    packages = known_packages(read_packages(file))
    mixin = packages.find("django.contrib.auth.models.PermissionsMixin")
    history = packages.history("simple_history.models.HistoricalRecords")
    assert mixin is not None
    assert history is not None
    assert mixin.table == PackageTable(columns=("is_admin",))
    assert (history.prefix, history.table, history.table_argument) == ("old_", PackageTable(), "")
    assert packages.effects_of_function("django.contrib.auth.login") == (
        PackageEffect(RowOperation.INSERT, ("house_login",)),
    )
    assert packages.effects_of_method("has_perm") == (PackageEffect(RowOperation.SELECT, ("house_right",)),)
    assert packages.field_kind("ClusterTaggableManager") == "column"
    assert packages.function("inflection.underscore") == "lower"
    assert SHIPPED.field_kind("ClusterTaggableManager") == "many"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("mptt.models.MPTTModel", "mptt.models.MPTTModel"),
        ("mptt.MPTTModel", "mptt.models.MPTTModel"),
        ("mptt.models.tree.MPTTModel", "mptt.models.MPTTModel"),
        ("mptt.forms.MPTTModel", ""),
        ("house.mptt.models.MPTTModel", ""),
        ("MPTTModel", ""),
    ],
)
def test_a_class_is_known_where_other_modules_of_its_package_export_it(name: str, found: str) -> None:
    known = SHIPPED.near(name)
    assert (known.name if known is not None else "") == found


@pytest.mark.parametrize("kind", ["functions", "methods"])
def test_effects_use_tables_that_are_known(kind: str) -> None:
    packages = SHIPPED.of("django")
    tables = {one.table.name for package in packages for one in package.classes}
    tables |= {one.name for package in packages for one in package.tables}
    users = {one.column for one in SHIPPED.columns("django.contrib.auth.models.AbstractUser").many}
    for package in packages:
        for one in getattr(package, kind):
            assert one.does
            for table in (table for effect in one.does for table in effect.tables):
                assert table in tables or table.removeprefix("user.") in users, table


def test_imports_of_packages_and_classes_are_found_where_they_stand_first() -> None:
    files = [
        ("a.py", file_facts(ast.parse("from .crm import x\nimport house.crm.models\n"), 2)),
        ("b.py", file_facts(ast.parse("from house.crm.models import Customer\nimport housecraft\n"), 2)),
    ]
    assert import_sites(files, ["house.crm", "house.crm.models.Customer", "craft", "house.billing"]) == {
        "house.crm": ("a.py", 2),
        "house.crm.models.Customer": ("b.py", 1),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[package]\n", "is not valid TOML"),
        ("[[package]]\nname = 'a'\n", "missing required field `framework`"),
        ("[[package]]\nname = 'a'\nframework = 'pony'\n", "framework is django or sqlalchemy, not 'pony'"),
        (
            "[[package]]\nname = 'a'\nframework = 'django'\n[[package.model]]\nclasses = ['a.B']\n",
            "the model a.B needs a table",
        ),
        (
            "[[package]]\nname = 'a'\nframework = 'django'\n[[package.table]]\ntable = 't'\ncolumns = ['x ->']\n",
            "'x ->' is not of the form 'column -> table.column'",
        ),
        ("[[package]]\nname = 'a'\nframework = 'django'\ntables = []\n", "unknown field `tables`"),
        (DJANGO + "[[package.base]]\nclasses = ['a.B']\n", "package a: 'base' is for sqlalchemy only"),
        (
            DJANGO + "[[package.function]]\nname = 'a.f'\nyields = 'lower'\n",
            "package a: 'yields' is for sqlalchemy only",
        ),
        (
            DJANGO + "[[package.function]]\nname = 'a.f'\ndoes = ['upsert t']\n",
            "'upsert t' is not of the form 'select table table'",
        ),
        (DJANGO + "[[package.function]]\nname = 'a.f'\ndoes = ['select']\n", "'select' is not of the form"),
        (DJANGO + "[[package.method]]\nname = 'f'\n", "missing required field `does`"),
        (DJANGO + "[[package.field]]\nending = 'Link'\nkind = 'two'\n", "Invalid enum value 'two'"),
        (DJANGO + "[[package.history]]\nclasses = ['a.H']\n", "missing required field `prefix`"),
        (
            DJANGO + "[[package.mixin]]\nclasses = ['a.B']\nrelations.x = { on_delete = 'CASCADE' }\n",
            "package a: the relation 'x' is neither a key in 'columns' nor in 'many'",
        ),
        (
            DJANGO
            + "[[package.mixin]]\nclasses = ['a.B']\ncolumns = ['x_id -> t.id']\nrelations.x = { on_delete = 'X' }\n",
            "Invalid enum value 'X'",
        ),
        (DJANGO + "[[package.mixin]]\nclasses = ['a.B']\nmethods.all = ['x']\n", "unknown field `all`"),
        (SQLALCHEMY + "label = 'b'\n", "package a: 'label' is for django only"),
        (SQLALCHEMY + "[[package.method]]\nname = 'f'\ndoes = ['select t']\n", "'method' is for django only"),
        (SQLALCHEMY + "[[package.field]]\nending = 'K'\nkind = 'one'\n", "'field' is for django only"),
        (SQLALCHEMY + "[[package.history]]\nclasses = ['a.H']\nprefix = 'h'\n", "'history' is for django only"),
        (SQLALCHEMY + "[[package.function]]\nname = 'a.f'\ndoes = ['select t']\n", "'does' is for django only"),
        (
            SQLALCHEMY + "[[package.mixin]]\nclasses = ['a.B']\nmethods.one = ['x']\n",
            "'methods' is for django only",
        ),
        (
            SQLALCHEMY
            + "[[package.mixin]]\nclasses = ['a.B']\ncolumns = ['x_id -> t.id']\nrelations.x = { one_to_one = true }\n",
            "'relations' is for django only",
        ),
        (
            "[[package]]\nname = 'a'\nframework = 'sqlalchemy'\n[[package.base]]\nclasses = ['a.B']\nnaming = 'odd'\n",
            "Invalid enum value 'odd'",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_packages(written(tmp_path, text))
    assert message in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"cannot read the packages in .*: No such file"):
        understood(tmp_path, {"a.py": "x = 1\n"}, Options(jobs=1, packages="none.toml"))


def test_a_company_package_makes_the_tables_of_the_program_known(tmp_path: Path) -> None:
    files = {
        "seamline-packages.toml": """
            [[package]]
            name = "house"
            framework = "sqlalchemy"
            [[package.base]]
            classes = ["house.db.Base"]
            naming = "snake_case"
            [[package.mixin]]
            classes = ["house.db.Owned"]
            columns = ["owner_id -> house_person.id"]
            [[package.model]]
            classes = ["house.models.Person"]
            parents = ["house.db.Base"]
            table = "house_person"
            columns = ["id", "name"]
            """,
        "models.py": """
            from house.db import Base, Owned
            from house.models import Person
            from sqlalchemy import Column, Integer
            class OrderLine(Owned, Base):
                id = Column(Integer, primary_key=True)
            class Driver(Person):
                licence = Column(Integer)
            """,
    }
    result = understood(tmp_path, files, Options(jobs=1, packages="seamline-packages.toml"))
    assert {table.name: table.columns for table in result.tables} == {
        "order_line": ("id", "owner_id"),
        "house_person": ("licence", "id", "name"),
    }
    assert [(key.table, key.column, key.to_table) for key in result.foreign_keys] == [
        ("order_line", "owner_id", "house_person")
    ]
