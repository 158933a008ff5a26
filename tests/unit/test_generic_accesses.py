"""Which code runs the queries of everyone who calls it, and which only joins many tables?"""

from __future__ import annotations

from pathlib import Path

from trees import understood

MODELS = """
    from django.db import models

    class Zone(models.Model):
        name = models.TextField()

    class Depot(models.Model):
        zone = models.ForeignKey(Zone, related_name="depots", on_delete=models.CASCADE)

    class Shelf(models.Model):
        depot = models.ForeignKey(Depot, related_name="shelves", on_delete=models.CASCADE)

    class Tool(models.Model):
        shelf = models.ForeignKey(Shelf, related_name="tools", on_delete=models.CASCADE)

    class Part(models.Model):
        tool = models.ForeignKey(Tool, related_name="parts", on_delete=models.CASCADE)
"""


def generic(tmp_path: Path, use: str) -> set[str]:
    """Return the functions of which all accesses are marked as those of their callers."""
    files = {"depot/__init__.py": "", "depot/models.py": MODELS, "depot/use.py": use, "manage.py": ""}
    found = understood(tmp_path, files).accesses
    own = {one.qualname for one in found if not one.generic}
    return {one.qualname for one in found} - own


def test_a_query_that_joins_many_tables_is_a_query_of_its_own(tmp_path: Path) -> None:
    use = """
        from depot.models import Part

        def parts(zone):
            rows = Part.objects.filter(tool__shelf__depot__zone__name=zone).select_related("tool__shelf")
            return rows.values_list("tool__shelf__depot__zone__name", "pk")
    """
    assert generic(tmp_path, use) == set()


def test_what_runs_the_queries_of_many_callers_is_generic(tmp_path: Path) -> None:
    use = """
        from collections import OrderedDict
        from django.db.models import QuerySet
        from depot.models import Depot, Shelf, Tool, Zone

        def ordered(rows: QuerySet):
            return OrderedDict(rows.values_list("pk", "name").order_by("pk"))

        def page(zone, depot, shelf, tool):
            ordered(zone.depots.all())
            ordered(depot.shelves.all())
            ordered(shelf.tools.all())
            ordered(tool.parts.all())

        def all_pages():
            page(Zone.objects.get(), Depot.objects.get(), Shelf.objects.get(), Tool.objects.get())
    """
    assert generic(tmp_path, use) == {"ordered"}
