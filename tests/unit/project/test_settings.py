"""Which settings hold, and what they say, of small trees."""

from __future__ import annotations

import ast
import textwrap

import pytest

from analyzer.errors import BadInputError
from analyzer.extract.file_facts import file_facts
from analyzer.project.libraries import frameworks_not_understood
from analyzer.project.settings import Settings, read_settings


def settings(files: dict[str, str], wanted: str = "") -> Settings:
    """``files`` maps paths to source; modules are named after their paths."""
    read = [
        (path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"), path, facts(source))
        for path, source in files.items()
    ]
    return read_settings(read, wanted)


def facts(source: str):  # type: ignore[no-untyped-def]
    return file_facts(ast.parse(textwrap.dedent(source)), 1)


def chosen(found: Settings) -> tuple[str, str]:
    return next((one.module, one.reason) for one in found.modules if one.chosen)


PLAIN = "INSTALLED_APPS = ['shop']\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"shop/settings.py": PLAIN}, ("shop.settings", "the only settings module")),
        (
            {"shop/settings/dev.py": PLAIN, "shop/settings/production.py": PLAIN, "shop/settings/base.py": PLAIN},
            ("shop.settings.production", "the likeliest by its name"),
        ),
        (
            {
                "shop/settings/dev.py": PLAIN,
                "shop/settings/production.py": PLAIN,
                "wsgi.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.production')\n",
                "manage.py": "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings.dev'\n",
            },
            ("shop.settings.dev", "named in manage.py"),
        ),
        (
            {"shop/settings/live.py": "from .base import *\n", "shop/settings/base.py": PLAIN},
            ("shop.settings.live", "the likeliest by its name"),
        ),
    ],
)
def test_one_is_chosen_and_says_why(files: dict[str, str], expected: tuple[str, str]) -> None:
    assert chosen(settings(files)) == expected


def test_the_user_chooses_another() -> None:
    files = {"shop/settings.py": PLAIN, "shop/odd.py": "AUTH_USER_MODEL = 'people.Person'\n"}
    found = settings(files, "shop.odd")
    assert chosen(found) == ("shop.odd", "given by --settings")
    assert found.user_model == "people.Person"
    with pytest.raises(BadInputError, match=r"--settings shop\.gone: no module of this name was read"):
        settings(files, "shop.gone")


def test_no_settings_is_no_trouble() -> None:
    assert settings({"shop/cart.py": "x = 1\n", "shop/settings_form.py": "FIELDS = []\n"}) == Settings()


def test_values_follow_stars_sums_and_later_changes() -> None:
    found = settings(
        {
            "shop/settings/base.py": """
                DJANGO_APPS = ["django.contrib.auth"]
                OWN = ("shop.cart", "shop.tax.apps.TaxConfig")
                INSTALLED_APPS = DJANGO_APPS + list(OWN)
                DATABASES = {"default": {"ENGINE": "x", "ATOMIC_REQUESTS": True}, "archive": {}}
                AUTH_USER_MODEL = "auth.User"
            """,
            "shop/settings/__init__.py": "",
            "shop/settings/production.py": """
                from .base import *
                INSTALLED_APPS += ["shop.audit"]
                INSTALLED_APPS = [*INSTALLED_APPS, "shop.late"]
                INSTALLED_APPS.append("shop.last")
                DATABASES["replica"] = {}
                DATABASE_ROUTERS = ["shop.routing.Router"]
                AUTH_USER_MODEL = "accounts.User"
                if DEBUG:
                    INSTALLED_APPS = ["toolbar"]
            """,
        }
    )
    assert set(found.apps) == {
        *("django.contrib.auth", "shop.cart", "shop.tax.apps.TaxConfig"),
        *("shop.audit", "shop.late", "shop.last", "toolbar"),
    }
    assert found.user_model == "accounts.User"
    assert found.databases == ("archive", "default", "replica")
    assert found.routers == ("shop.routing.Router",)
    assert found.atomic_requests


def test_a_class_of_settings_counts_like_a_module() -> None:
    found = settings({"shop/settings.py": "class Base:\n    AUTH_USER_MODEL = 'a.B'\n    INSTALLED_APPS = ['a']\n"})
    assert (found.user_model, found.apps) == ("a.B", ("a",))


def test_what_names_itself_or_each_other_ends() -> None:
    found = settings(
        {
            "shop/settings/one.py": "from .two import *\nINSTALLED_APPS = A\nA = B\nB = A\n",
            "shop/settings/two.py": "from .one import *\nINSTALLED_APPS = ['x', INSTALLED_APPS]\n",
        }
    )
    assert "x" in found.apps or found.apps == ()


def test_frameworks_that_are_imported_and_not_understood() -> None:
    sources = ["import celery.task\nfrom rest_framework import views\nimport json\n", "from django.db import models\n"]
    found = frameworks_not_understood([facts(source) for source in sources])
    assert found == ("Django REST framework",)
