"""How managers and querysets of a project are put together, and what is still known of their queries."""

from __future__ import annotations

from pathlib import Path

from trees import accesses, understood

MANY = ("Anvil", "Bellows", "Chisel", "Drill", "Edger", "File", "Grinder", "Hammer")
MODELS = """
    from django.db import models

    class Checked:
        def filter(self, *args, key=None, **kwargs):
            return super().filter(*args, **kwargs)

        def named(self, name):
            return self.filter(name=name)

    class ToolQuerySet(Checked, models.QuerySet): ...

    class ToolManager(models.Manager): ...

    class SharpManager(ToolManager.from_queryset(ToolQuerySet)): ...

    class Tool(models.Model):
        objects = SharpManager()

        class Meta:
            abstract = True
""" + "\n".join(f"    class {name}(Tool): ...\n" for name in MANY)


def shop(tmp_path: Path, use: str) -> set[tuple[str, str]]:
    """Return "operation table" of every access in the functions of ``use``, by the name of the function."""
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/use.py": use, "manage.py": ""}
    result = understood(tmp_path, files)
    return {
        (name, f"{operation} {table.removeprefix('shop_')}")
        for name, table, operation in accesses(result)
        if "." not in name
    }


def test_managers_made_of_querysets_that_many_models_share(tmp_path: Path) -> None:
    use = """
        from shop.models import Anvil, Hammer

        def plainly():
            return Anvil.objects.get(pk=1)

        def builds():
            return Anvil.objects.filter(pk=1)

        def chained():
            return Hammer.objects.filter(pk=1).exclude(pk=2).count()

        def by_a_method_of_the_project():
            hammer = Hammer.objects.named("x").first()
            hammer.delete()
        """
    assert shop(tmp_path, use) == {
        ("plainly", "select anvil"),
        ("builds", "select anvil"),
        ("chained", "select hammer"),
        ("by_a_method_of_the_project", "select hammer"),
        ("by_a_method_of_the_project", "delete hammer"),
    }


def test_models_loaded_by_their_label(tmp_path: Path) -> None:
    use = """
        import swapper
        from django.apps import apps
        from django.conf import settings
        from django.shortcuts import get_object_or_404

        Loaded = swapper.load_model("shop", "Anvil")

        def label():
            return getattr(settings, "SHOP_TOOL", "shop.Hammer")

        def of_a_setting():
            return apps.get_model(label(), require_ready=False)

        def loaded(pk):
            return get_object_or_404(Loaded, pk=pk)

        def by_setting():
            return of_a_setting().objects.count()
        """
    assert shop(tmp_path, use) == {("loaded", "select anvil"), ("by_setting", "select hammer")}


def test_the_database_that_the_code_asks_for(tmp_path: Path) -> None:
    use = """
        from shop.models import Anvil

        def copy():
            Anvil(pk=1).save(using="archive")
            return list(Anvil.objects.using("replica").filter(pk=1)), Anvil.objects.count()
        """
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/use.py": use, "manage.py": ""}
    found = {
        (one.operation.value, one.database) for one in understood(tmp_path, files).accesses if one.qualname == "copy"
    }
    assert found == {("insert", "archive"), ("select", "replica"), ("select", "default")}


def test_what_a_function_makes_of_the_class_of_a_manager(tmp_path: Path) -> None:
    use = """
        from django.db import models
        from shop.models import SharpManager

        def wrapped(cls):
            return cls()

        class Saw(models.Model):
            objects = wrapped(SharpManager)

        class Plane(models.Model):
            objects = whatever()

        def use():
            Saw.objects.named("x").first()
            Plane.objects.count()
        """
    assert shop(tmp_path, use) == {("use", "select saw"), ("use", "select plane")}


def test_a_label_that_is_one_of_two_names_two_models(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/models.py": """
            from django.db import models

            class Status(models.Model): ...
            class Role(models.Model): ...
            """,
        "shop/setup.py": """
            from django.apps import apps

            def both():
                clear("Status")
                clear("Role")

            def clear(kind):
                apps.get_model(f"shop.{kind}").objects.all().delete()
            """,
    }
    result = understood(tmp_path, files)
    assert accesses(result) >= {("clear", "shop_status", "delete"), ("clear", "shop_role", "delete")}
    assert {table.name for table in result.tables} == {"shop_status", "shop_role"}
