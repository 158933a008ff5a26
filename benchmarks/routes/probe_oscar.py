"""Which routes has django-oscar, as a project with all its apps serves them? Mounted at the root, without the admin."""

from __future__ import annotations

import types

import django
from django.conf import settings
from listing import django_routes, quiet, show


def main() -> None:
    """Start the shop, without a database, and print its routes."""
    from oscar import INSTALLED_APPS, defaults

    urls = types.ModuleType("project_urls")
    settings.configure(
        **{name: value for name, value in vars(defaults).items() if name.startswith("OSCAR_")},
        SECRET_KEY="none",  # noqa: S106 - nobody signs in
        SITE_ID=1,
        INSTALLED_APPS=INSTALLED_APPS,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        ROOT_URLCONF=urls,
    )
    with quiet():
        django.setup()
        from django.apps import apps
        from django.urls import include, path

        urls.urlpatterns = [path("", include(apps.get_app_config("oscar").urls[0]))]
        routes = list(django_routes(urls.urlpatterns))
    show("oscar", ["oscar"], routes, ["django-oscar", "Django"])


if __name__ == "__main__":
    main()
