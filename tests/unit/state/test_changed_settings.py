from __future__ import annotations

from pathlib import Path

from analyzer.model.resources import ResourceKind
from analyzer.state.collect import State
from trees import linked, understood

Row = tuple[str, str, str, str]


def rows(files: dict[str, str]) -> set[Row]:
    """Return (name, operation, path, framework) of every use of a setting; no call says what runs at import."""
    found = State(linked(files), ()).uses()
    return {
        (one.name, one.operation.value, one.path, one.framework) for one in found if one.kind is ResourceKind.SETTING
    }


def test_a_module_of_settings_that_a_function_writes_and_another_reads() -> None:
    files = {
        "app/config.py": "LIMIT = 3\nREAD_ONLY = 4\nWRITTEN_ONLY = 5\n_cache = {}",
        "app/desk.py": """
            from app import config
            def change():
                config.LIMIT = 5
                config.WRITTEN_ONLY = 5
                config._cache["a"] = config.READ_ONLY
            """,
        "app/work.py": "from app.config import LIMIT, READ_ONLY\ndef run(): return LIMIT, READ_ONLY",
    }
    assert rows(files) == {
        ("app.config.LIMIT", "write", "app/desk.py", "python"),
        ("app.config.LIMIT", "read", "app/work.py", "python"),
    }
    state = {use.name for use in State(linked(files), ()).uses() if use.kind is ResourceKind.STATE}
    assert state == {"app.config._cache"}


def test_a_setting_that_only_its_writer_reads_is_no_coupling() -> None:
    files = {
        "settings.py": "LIMIT = 3",
        "m.py": "import settings\ndef change():\n    old = settings.LIMIT\n    settings.LIMIT = old + 1\n",
    }
    assert rows(files) == set()


def test_the_settings_of_django_bear_the_name_of_the_chosen_module(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/base.py": "FEE = 1\nOTHER = 2",
        "shop/settings.py": "from shop.base import *\nINSTALLED_APPS = ['shop']\nLIMIT = 3\nNAMES = []",
        "shop/desk.py": """
            from django.conf import settings
            def change():
                settings.LIMIT = 5
                settings.NAMES.append("a")
                setattr(settings, "FEE", settings.OTHER)
            """,
        "shop/direct.py": "from shop import settings\ndef run(): return settings.LIMIT",
        "shop/work.py": """
            from django import conf
            from django.conf import settings as chosen
            def run(): return chosen.LIMIT, chosen.OTHER
            def more(): return getattr(chosen, "FEE", 1), chosen.NAMES[0]
            """,
    }
    found = {
        (one.name, one.operation.value, one.qualname, one.path, one.framework)
        for one in understood(tmp_path, files).resources
    }
    assert found == {
        ("shop.settings.LIMIT", "write", "change", "shop/desk.py", "django"),
        ("shop.settings.NAMES", "write", "change", "shop/desk.py", "django"),
        ("shop.settings.FEE", "write", "change", "shop/desk.py", "django"),
        ("shop.settings.LIMIT", "read", "run", "shop/direct.py", "python"),
        ("shop.settings.LIMIT", "read", "run", "shop/work.py", "django"),
        ("shop.settings.FEE", "read", "more", "shop/work.py", "django"),
        ("shop.settings.NAMES", "read", "more", "shop/work.py", "django"),
    }


def test_variables_of_the_environment() -> None:
    files = {
        "names.py": "MODE = 'MODE_NAME'",
        "writes.py": """
            import os
            from os import environ as env
            from names import MODE
            def change(key):
                os.environ["A"] = "1"
                env["B"] = "1"
                os.putenv("C", "1")
                os.environ[MODE] = "1"
                os.environ.setdefault("D", "1")
                os.environ.update({"E": "1"}, F="1")
                os.environ[key] = "1"
                del os.environ["G"]
            """,
        "reads.py": """
            import os
            import names
            from os import getenv, environ
            AT_IMPORT = os.environ["A"]
            def run():
                getenv("B"), os.getenv("C"), os.environ.get(names.MODE), environ["D"], environ.get("E")
            def more():
                os.getenv("F"), os.environ.get("G"), os.environ.get("NEVER_WRITTEN"), {}.get("A")
            """,
    }
    names = ["A", "B", "C", "D", "E", "F", "G", "MODE_NAME"]
    expected = {(name, "write", "writes.py", "python") for name in names}
    assert rows(files) == expected | {(name, "read", "reads.py", "python") for name in names}
    found = State(linked(files), ()).uses()
    assert [one.qualname for one in found if one.name == "A" and one.operation.value == "read"] == ["<module>"]


def test_a_module_that_writes_the_environment_at_import_shares_nothing() -> None:
    files = {
        "m.py": "import os\nos.environ['A'] = '1'\n",
        "n.py": "import os\ndef run(): return os.environ['A']\n",
    }
    assert rows(files) == set()


def test_the_configuration_of_a_flask_application() -> None:
    files = {
        "app.py": """
            from flask import Flask
            app = Flask("app")
            other = make()
            app.config["AT_IMPORT"] = 1
            def change():
                app.config["LIMIT"] = 3
                app.config.update(FEE=1)
                other.config["NAME"] = 1
            """,
        "work.py": """
            from flask import current_app
            import app
            def run(): return current_app.config["LIMIT"], app.app.config.get("FEE"), current_app.config["NAME"]
            """,
    }
    assert rows(files) == {
        ("LIMIT", "write", "app.py", "flask"),
        ("FEE", "write", "app.py", "flask"),
        ("LIMIT", "read", "work.py", "flask"),
        ("FEE", "read", "work.py", "flask"),
    }
