"""What are the tables of models called that are not in the source?"""

from __future__ import annotations

OWN_TABLES = {
    "admin.logentry": "django_admin_log",
    "contenttypes.contenttype": "django_content_type",
    "flatpages.flatpage": "django_flatpage",
    "redirects.redirect": "django_redirect",
    "sessions.session": "django_session",
    "sites.site": "django_site",
}
"""Models of Django itself whose tables are not named after their app."""


def table_outside(name: str) -> str:
    """``django.contrib.auth.models.Group`` is ``auth_group`` by Django's naming."""
    parts = name.split(".")
    if "models" not in parts[1:-1]:
        return ""
    label = parts[parts.index("models", 1) - 1]
    return OWN_TABLES.get(f"{label}.{parts[-1]}".lower(), f"{label}_{parts[-1]}".lower())
