from __future__ import annotations

from typing import Any

from django.db import migrations


def correct(apps: Any, schema_editor: Any) -> None:
    product = apps.get_model("catalog", "Product")
    product.objects.filter(categories__slug="ware").update(tax_class="standard")


class Migration(migrations.Migration):
    dependencies = [("main", "0001_initial"), ("catalog", "0001_initial")]
    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
