from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
os.environ["SHOP_DB"] = str(Path(tempfile.gettempdir()) / "shop-never-made.sqlite3")


def pytest_configure() -> None:
    import django

    django.setup()


@pytest.fixture(scope="session")
def stencil(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    path = tmp_path_factory.mktemp("stencil") / "shop.sqlite3"
    connection.settings_dict["NAME"] = str(path)
    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0, stdout=io.StringIO())
    connection.close()
    return path.read_bytes()


@pytest.fixture(autouse=True)
def database(tmp_path: Path, stencil: bytes) -> Iterator[None]:
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection

    from shop import spool
    from shop.catalog import browse

    path = tmp_path / "shop.sqlite3"
    path.write_bytes(stencil)
    connection.settings_dict["NAME"] = str(path)
    threshold = settings.FREE_SHIPPING_FROM
    yield
    connection.close()
    settings.FREE_SHIPPING_FROM = threshold
    browse.BESTSELLERS.clear()
    cache.clear()
    spool.clear()


@pytest.fixture
def ada() -> int:
    from shop.accounts.models import User

    return User.objects.get(email="ada@example.org").pk


@pytest.fixture
def sencha() -> int:
    from shop.catalog.models import Variant

    return Variant.objects.get(sku="TEA-SEN-100").pk


def _client(email: str, password: str) -> Client:
    from shop.accounts import services

    return Client(headers={"X-Token": services.log_in(email, password)})


@pytest.fixture
def shopper() -> Client:
    return _client("ada@example.org", "first-flush-1")


@pytest.fixture
def office() -> Client:
    return _client("office@example.org", "green-tea-22")
