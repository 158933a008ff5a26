from __future__ import annotations

import ast
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.extract.file_facts import file_facts
from analyzer.link.linearization import merged
from analyzer.link.names import Names
from analyzer.link.program import Program
from analyzer.link.types import ClassOf, External, Function, ModuleOf
from analyzer.model.syntax import Attribute, Name
from trees import linked


def names(files: dict[str, str]) -> Names:
    read = []
    for path, text in sorted(files.items()):
        source = textwrap.dedent(text)
        module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        read.append((module, path, file_facts(ast.parse(source), source.count("\n"))))
    return Names(Program(read))


def meaning(found: Names, module: str, name: str) -> str:
    """The dotted name that a name of a module leads to."""
    known = found.member_of_module(found.program.module_index[module], name)
    match known:
        case ClassOf(definition=identity) | Function(definition=identity):
            return found.program.definitions[identity].name
        case External(name=outside) | ModuleOf(name=outside):
            return outside
        case _:
            return str(known)


def test_a_name_is_followed_through_re_exports_and_aliases() -> None:
    found = names(
        {
            "shop/__init__.py": "from .orders import Order as Purchase\n",
            "shop/orders.py": "class Order: ...\n",
            "web.py": "from shop import Purchase as P\nimport shop.orders as o\n",
        }
    )
    assert meaning(found, "web", "P") == "shop.orders.Order"
    assert meaning(found, "web", "o") == "shop.orders"


def test_a_star_import_gives_public_names_and_the_last_one_wins() -> None:
    found = names(
        {
            "a.py": "class X: ...\ndef _hidden(): ...\n",
            "b.py": "class X: ...\n",
            "c.py": "from a import *\nfrom b import *\n",
        }
    )
    assert meaning(found, "c", "X") == "b.X"
    assert meaning(found, "c", "_hidden") == "None"


def test_a_circle_of_re_exports_ends() -> None:
    found = names({"a.py": "from b import X\n", "b.py": "from a import X\n"})
    assert meaning(found, "a", "X") == "None"


def test_a_stand_in_for_a_failed_import_does_not_hide_it() -> None:
    found = names({"a.py": "try:\n    import redis\nexcept ImportError:\n    redis = None\n"})
    assert meaning(found, "a", "redis") == "redis"


def test_relative_imports_start_from_the_package() -> None:
    found = names(
        {
            "p/__init__.py": "from . import one\n",
            "p/one.py": "def f(): ...\n",
            "p/q/__init__.py": "",
            "p/q/two.py": "from ..one import f\n",
        }
    )
    assert meaning(found, "p.q.two", "f") == "p.one.f"
    assert meaning(found, "p", "one") == "p.one"


def test_the_order_of_ancestors_is_pythons() -> None:
    source = """
        class A: ...
        class B(A): ...
        class C(A): ...
        class D(B, C): ...
        """
    found = names({"m.py": source})
    order = [found.program.definitions[cls].head.name for cls in found.mro(found.program.by_name["m.D"])]
    assert order == ["D", "B", "C", "A"]


def test_bases_outside_the_project_are_known_through_a_value() -> None:
    found = names(
        {"m.py": "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass X(Base): ...\n"}
    )
    assert found.external_bases(found.program.by_name["m.X"]) == ("sqlalchemy.orm.declarative_base()",)


@pytest.mark.parametrize("source", ["class A(A): ...\n", "class A(B): ...\nclass B(A): ...\n"])
def test_a_class_among_its_own_ancestors_does_not_hang(source: str) -> None:
    found = names({"m.py": source})
    assert found.program.by_name["m.A"] in found.mro(found.program.by_name["m.A"])


@given(st.lists(st.lists(st.integers(0, 8), unique=True, max_size=6), max_size=5))
def test_merging_ancestors_loses_none_and_repeats_none(sequences: list[list[int]]) -> None:
    linear = merged(sequences)
    assert sorted(linear) == sorted({item for sequence in sequences for item in sequence})


def test_a_star_import_from_outside_brings_what_nothing_else_binds() -> None:
    names = linked({"m.py": "from lib import *\nhere = 1\n"})
    assert names.lookup(0, 0, "Model") == External("lib.Model")
    assert names.lookup(0, 0, "print") == External("builtins.print")
    assert names.lookup(0, 0, "_hidden") is None


def test_of_star_imports_the_one_that_is_known_to_bring_a_name_does() -> None:
    names = linked({"m.py": "from mapper import *\nfrom lib import *\n"})
    names.exports["mapper"] = frozenset(("Model", "max"))
    assert names.lookup(0, 0, "Model") == External("mapper.Model")
    assert names.lookup(0, 0, "max") == External("mapper.max")
    assert names.lookup(0, 0, "Other") == External("lib.Other")


def test_an_attribute_of_an_object_of_the_project_is_what_its_init_assigns_or_its_outer_base_has() -> None:
    names = linked(
        {
            "m.py": """
                from lib import Engine

                class Document: ...

                class Mine(Engine):
                    def __init__(self):
                        self.Document = Document

                db = Mine()

                class Note(db.Document): ...
                class Other(db.Model): ...
            """
        }
    )
    program = names.program
    assert names.bases(program.by_name["m.Note"]) == (ClassOf(program.by_name["m.Document"]),)
    assert names.external_bases(program.by_name["m.Other"]) == ("lib.Engine().Model",)


def test_a_name_that_is_made_of_itself_ends() -> None:
    names = linked(
        {"m.py": "config = config.load()\n\n\nclass A:\n    part = part.Part()\n\n\n@config.task\ndef f(): ..."}
    )
    task = Attribute(Name("config", 1), "task")
    assert names.resolve(0, 0, task) is None
    assert names.resolve(0, 1, Attribute(Name("part", 5), "name")) is None


def test_names_that_are_made_of_names_cost_as_much_as_they_are() -> None:
    lines = ["import lib", "a0 = lib.make()", *(f"a{n} = a{n - 1}.step()" for n in range(1, 3000))]
    names = linked({"m.py": "\n".join(lines)})
    found = names.resolve(0, 0, Attribute(Name("a20", 1), "end"))
    assert isinstance(found, External)
    assert found.name == f"lib.make(){'.step()' * 20}.end"
    assert names.resolve(0, 0, Attribute(Name("a2999", 1), "end")) is None


def test_a_text_that_ends_several_modules_loads_from_the_one_that_has_the_name() -> None:
    names = linked(
        {
            "shop/__init__.py": "",
            "shop/goods/__init__.py": "",
            "shop/goods/views.py": "class Detail: ...\nclass Shelf: ...\n",
            "shop/office/__init__.py": "",
            "shop/office/goods/__init__.py": "",
            "shop/office/goods/views.py": "class Edit: ...\nclass Shelf: ...\n",
        }
    )
    loaded = names.loaded("goods.views", "Detail")
    assert isinstance(loaded, ClassOf)
    assert names.program.definitions[loaded.definition].name == "shop.goods.views.Detail"
    assert names.loaded("goods.views", "Shelf") is None


@pytest.mark.parametrize(
    "source",
    [
        "x = x.y",
        "x = x.y()",
        "x = y.a\ny = x.b",
        "class C:\n    f = f.g\nx = C.f.g",
        "\n".join(["x = v0.a", *(f"v{number} = v{number + 1}.a()" for number in range(2000))]),
    ],
)
def test_a_value_that_is_made_of_itself_means_nothing(source: str) -> None:
    found = names({"m.py": source})
    assert found.resolve(0, 0, Attribute(Name("x", 1), "z")) is None
