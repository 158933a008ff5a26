"""Do the boundary files say whose each module is, and hold exactly what crosses today?"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from example import EMPTY, access, function, table
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from analyzer.model.analysis import Analysis, SourceRoot
from analyzer.model.code import CallEdge, Certainty, Import, ImportKind, Module, ModuleKind, ModuleStatus
from analyzer.model.data import RowOperation
from analyzer.model.options import Options
from analyzer.model.services import KERNEL, ModuleToSplit, SplitPart
from reports.render.formats import render
from reports.render.source_roots import root_of, source_roots
from reports.render.territory import Span, Territory
from reports.render.toml import WIDTH, array, comment, filled, quoted
from reports.views.boundaries import ModuleImport, Pair, module_imports, nearest, pairs, placed


def module(name: str, holder: str = "", path: str = "", status: ModuleStatus = ModuleStatus.PARSED) -> Module:
    path = path or f"{name.replace('.', '/')}.py"
    return Module(name, path, 10, ModuleKind.CODE, status, "", holder, holder)


def package(name: str, holder: str = "", root: str = "") -> Module:
    return module(name, holder, f"{root}{name.replace('.', '/')}/__init__.py")


def imports(*texts: str, kind: ImportKind = ImportKind.MODULE) -> tuple[Import, ...]:
    """Imports written as ``shop.cart -> shop.tax``."""
    ends = [text.partition(" -> ") for text in texts]
    return tuple(Import(one, other, f"{one}.py", line, kind) for line, (one, _, other) in enumerate(ends, 1))


def analysis(modules: Iterable[Module], made: Iterable[Import] = (), roots: Iterable[str] = (".",)) -> Analysis:
    project = msgspec.structs.replace(EMPTY.project, roots=tuple(SourceRoot(root, "given") for root in roots))
    return msgspec.structs.replace(EMPTY, project=project, modules=tuple(modules), imports=tuple(made))


SHOP = (
    package("shop", KERNEL),
    package("shop.cart", "cart"),
    module("shop.cart.lines", "cart"),
    module("shop.cart.totals", "cart"),
    package("shop.tax", "tax"),
    module("shop.tax.rates", "tax"),
    module("shop.tax.tests"),
    package("shop.tax.migrations"),
    module("shop.tax.migrations.0001_initial"),
    package("shop.cart.migrations"),
    module("shop.cart.migrations.0001_initial"),
)


def folder(result: Analysis) -> dict[str, str]:
    made = render(result, "boundaries")
    assert not isinstance(made, bytes)
    return {name: content.decode() for name, content in made.items()}


def linted(result: Analysis) -> dict[str, Any]:
    """import-linter's options, with its contracts by id."""
    options = tomllib.loads(folder(result)["importlinter.toml"])["tool"]["importlinter"]
    return options | {"contracts": {one["id"]: one for one in options["contracts"]}}


def checked(result: Analysis) -> dict[str, Any]:
    """tach's options, with each module's entry by its path."""
    options = tomllib.loads(folder(result)["tach.toml"])
    modules = {path: one for one in options["modules"] for path in one.get("paths", [one.get("path")])}
    return options | {"modules": modules}


def test_every_module_is_somebodys_or_beside() -> None:
    twice = (module("a", "", "x/a.py"), module("a", "late", "y/a.py"), module("b", KERNEL), module("", "none"))
    assert placed(analysis(twice)) == {"a": "late", "b": KERNEL}


def test_imports_are_between_modules_of_the_tree() -> None:
    made = (
        *imports("shop.cart -> shop.tax.rates", "shop.cart -> shop.tax.rates.RATE", "shop.cart -> shop.cart.Line"),
        *imports("shop.cart -> decimal", "setup -> shop.tax"),
        *imports("shop.cart.lines -> shop.tax", kind=ImportKind.TYPE_CHECKING),
        *imports("shop.cart.totals -> shop.tax", kind=ImportKind.STRING),
    )
    result = analysis(SHOP, made)
    assert module_imports(result, placed(result)) == (
        ModuleImport("shop.cart", "shop.tax.rates"),
        ModuleImport("shop.cart.lines", "shop.tax"),
    )


@pytest.mark.parametrize(("name", "found"), [("a.b.c", "a.b"), ("a.b", "a.b"), ("a", ""), ("ab.c", ""), ("", "")])
def test_the_nearest_module_is_asked_for(name: str, found: str) -> None:
    assert nearest(name, {"a.b": "x"}) == found


def test_pairs_count_what_imports_show_and_what_they_do_not() -> None:
    def calls(caller: str, callee: str, through: str = "") -> CallEdge:
        return CallEdge(caller, callee, "x.py", 1, Certainty.TYPED, in_loop=False, through=through)

    named = imports("shop.cart -> shop.tax.rates", kind=ImportKind.STRING)
    result = msgspec.structs.replace(
        analysis(SHOP, (*imports("shop.cart.lines -> shop.tax"), *named)),
        definitions=(
            function("shop.cart.lines", "add", "cart"),
            function("shop.cart.lines", "drop", "tax"),
            function("shop.tax", "of", "tax"),
            function("shop.tax.rates", "find", "tax"),
        ),
        calls=(
            calls("shop.cart.lines.add", "shop.tax.of"),
            calls("shop.cart.lines.add", "shop.tax.rates.find"),
            calls("shop.cart.lines.add", "shop.tax.rates.find"),
            calls("shop.cart.lines.add", "shop.cart.lines.drop"),
            calls("shop.cart.totals", "shop.tax.rates.find", through="shop.wrap"),
            calls("shop.tax.rates.find", "shop.cart.totals"),
        ),
        tables=(table("rates", "tax"), table("lines", "cart"), table("users", "")),
        accesses=(
            access("shop/cart/lines.py:3", "rates", RowOperation.SELECT, "cart"),
            access("shop/cart/lines.py:3", "rates", RowOperation.SELECT, "cart", "again"),
            access("shop/cart/lines.py:4", "lines", RowOperation.SELECT, "cart"),
            access("shop/cart/lines.py:5", "users", RowOperation.SELECT, "cart"),
            access("shop/kernel.py:5", "rates", RowOperation.SELECT, KERNEL),
            msgspec.structs.replace(access("shop/x.py:6", "rates", RowOperation.SELECT, "cart"), generic=True),
        ),
    )  # fmt: skip
    assert pairs(result) == (
        Pair("cart", "tax", imports=1, calls=2, accesses=1, by_name=1),
        Pair("tax", "cart", imports=0, calls=1, accesses=0, by_name=0),
    )


def test_a_package_stands_for_what_is_below_it() -> None:
    territory = Territory(placed(analysis(SHOP)))
    assert territory.spans("tax") == (Span("shop.tax", deep=True),)
    assert territory.spans(KERNEL) == (Span("shop"),)
    assert territory.spans("") == (
        Span("shop.cart.migrations", deep=True),
        Span("shop.tax.migrations", deep=True),
        Span("shop.tax.tests"),
    )


def test_a_divided_package_is_told_module_by_module() -> None:
    places = {"p": "a", "p.x": "a", "p.y": "b", "p.z.one": "b", "p.z.two": "b", "p.w.one": "a"}
    territory = Territory(places)
    assert territory.spans("a") == (Span("p"), Span("p.w.one"), Span("p.x"))
    assert territory.spans("b") == (Span("p.y"), Span("p.z", deep=True, is_module=False))


@given(
    st.dictionaries(
        st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(".".join), st.sampled_from(["x", "y", ""])
    )
)
def test_spans_hold_all_of_a_service_and_nothing_of_another(places: dict[str, str]) -> None:
    territory = Territory(places)
    for holder in ("x", "y", ""):
        spans = territory.spans(holder)
        held = {
            name
            for name in places
            for span in spans
            if (span.is_module and name == span.name) or (span.deep and name.startswith(f"{span.name}."))
        }
        assert {name for name, one in places.items() if one == holder} <= held
        assert {places[name] for name in held} <= {holder, ""}
        assert all(span.name in places for span in spans if span.is_module)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_one_value_and_any_comment_one_line(text: str) -> None:
    assert tomllib.loads(f"{comment(text)}\nkey = {quoted(text)}\n{array('all', [text] * 9)}\n") == {
        "key": text,
        "all": [text] * 9,
    }


def test_items_fill_lines() -> None:
    lines = filled(["a" * 50, "b" * 50, "c" * 200, "d"])
    assert [len(line) for line in lines] == [111, 207, 8]
    assert len(lines[0]) <= WIDTH
    assert tomllib.loads("\n".join(["key = [", *lines, "]"]))["key"] == ["a" * 50, "b" * 50, "c" * 200, "d"]


def test_a_root_is_the_folder_that_names_are_read_from() -> None:
    tests = module("t", "", "tests/t.py")
    modules = (module("shop.cart", "cart", "src/shop/cart.py"), package("tax", "tax", "src/shop/"), tests)
    result = analysis(modules, roots=(".", "src", "src/shop", "tests"))
    assert source_roots(result, placed(result)) == ("src/shop", "src")
    assert root_of("src/shop/x.y.py", "shop.x.y", ["src"]) == ""
    assert source_roots(analysis(()), {}) == (".",)


def test_import_linter_gets_a_contract_for_each_service() -> None:
    made = imports(
        "shop.cart.totals -> shop.tax", "shop.cart.lines -> shop.tax.rates", "shop -> shop.tax", "shop.tax -> shop"
    )
    options = linted(analysis(SHOP, made))
    assert options["root_packages"] == ["shop"]
    assert list(options["contracts"]) == ["cart", "tax"]
    assert options["contracts"]["tax"] == {
        "id": "tax",
        "name": "No other service imports tax",
        "type": "protected",
        "as_packages": False,
        "unmatched_ignore_imports_alerting": "warn",
        "protected_modules": ["shop.tax", "shop.tax.**"],
        "allowed_importers": [
            *("shop.tax", "shop.tax.**", "shop", "**.migrations", "**.migrations.**", "shop.tax.tests"),
        ],
        "ignore_imports": ["shop.cart.lines -> shop.tax.rates", "shop.cart.totals -> shop.tax"],
    }
    assert "ignore_imports" not in options["contracts"]["cart"]


def test_a_word_stands_for_folders_only_where_no_service_bears_it() -> None:
    options = linted(analysis((*SHOP, package("shop.migrations", "tax"))))
    assert "shop.cart.migrations.**" in options["contracts"]["tax"]["allowed_importers"]
    assert "**.migrations" not in options["contracts"]["tax"]["allowed_importers"]


def test_what_is_beside_and_below_a_service_is_protected_with_it() -> None:
    options = linted(analysis(SHOP, imports("shop.cart -> shop.tax.tests")))
    assert options["contracts"]["tax"]["ignore_imports"] == ["shop.cart -> shop.tax.tests"]


def test_import_linter_is_not_told_of_what_it_does_not_know() -> None:
    odd = (
        *(module("run", "cart"), module("shop.tools.x", "cart"), module("shop.cart.star*", "cart")),
        module("shop.cart.a.b", "cart", "shop/cart/a.b.py"),
    )
    made = imports("shop.tools.x -> shop.tax", "run -> shop.tax", "shop.cart.star* -> shop.tax")
    result = analysis((*SHOP, *odd), made)
    contract = linted(result)["contracts"]["tax"]
    assert "ignore_imports" not in contract
    page = folder(result)["README.md"]
    assert "- `run`: import-linter knows no module outside of a package.\n" in page
    assert "- `shop.tools.x`: its folder is no package that import-linter knows.\n" in page
    assert "- `shop.cart.star*`: import-linter cannot be told of a file with such a name.\n" in page
    assert "- `shop.cart.a.b`: import-linter cannot be told of a file with such a name.\n" in page


def test_namespace_packages_are_known_from_the_outermost_init_on() -> None:
    known = (module("ns.a.x", "a"), package("ns.b", "b"), module("ns.b.y", "b"), module("ns.b.deep.z", "a"))
    result = analysis(known, imports("ns.a.x -> ns.b", "ns.b.deep.z -> ns.b", "ns.b.y -> ns.a.x"))
    contracts = linted(result)["contracts"]
    assert contracts["b"]["ignore_imports"] == ["ns.a.x -> ns.b"]
    assert contracts["a"]["protected_modules"] == ["ns.a.x"]


def test_an_importer_that_no_line_can_name_is_allowed() -> None:
    odd = module("shop.cart.month-end", "cart")
    contract = linted(analysis((*SHOP, odd), imports("shop.cart.month-end -> shop.tax")))["contracts"]["tax"]
    assert "ignore_imports" not in contract
    assert "shop.cart.month-end" in contract["allowed_importers"]


def test_files_that_cannot_be_parsed_cost_their_own_package() -> None:
    old = (
        module("attic.seed", "tax"),
        module("attic.old", status=ModuleStatus.UNREAD),
        module("shop.cart.py2", "cart", status=ModuleStatus.LOWERED),
    )
    result = analysis((*SHOP, *old), imports("attic.seed -> shop.cart"))
    assert linted(result)["root_packages"] == ["shop"]
    page = folder(result)["README.md"]
    assert "- `attic.seed`: beside it are files that cannot be parsed, and import-linter stops at these.\n" in page
    assert "- `shop.cart.py2`: import-linter stops at this file until it can be parsed.\n" in page
    assert "attic.old" not in page


def test_tach_has_the_baseline_where_it_is_and_nowhere_else() -> None:
    made = imports("shop.cart.totals -> shop.tax", "shop.cart.totals -> shop.tax.rates", "shop -> shop.tax")
    options = checked(analysis(SHOP, made))
    assert {key: options[key] for key in ("source_roots", "root_module", "ignore_type_checking_imports")} == {
        "source_roots": ["."],
        "root_module": "ignore",
        "ignore_type_checking_imports": False,
    }
    modules = options["modules"]
    assert list(modules) == [
        *("shop", "shop.cart.migrations", "shop.tax.migrations", "shop.tax.tests", "shop.cart", "shop.cart.totals"),
        *("shop.tax", "shop.tax.rates"),
    ]
    assert modules["shop.cart"]["depends_on"] == ["shop.cart.**"]
    assert modules["shop.cart.totals"]["depends_on"] == [
        "shop.cart.**",
        {"path": "shop.tax", "deprecated": True},
        {"path": "shop.tax.rates", "deprecated": True},
    ]
    assert modules["shop"] == {"paths": ["shop"], "utility": True}
    assert modules["shop.tax.tests"]["unchecked"]
    assert modules["shop.tax.tests"]["utility"]


def test_what_stands_below_a_package_of_the_baseline_has_an_entry_of_its_own() -> None:
    assert "shop.tax.rates" not in checked(analysis(SHOP))["modules"]
    modules = checked(analysis(SHOP, imports("shop.cart -> shop.tax")))["modules"]
    assert {"shop.tax.rates", "shop.cart.lines", "shop.cart.totals"} <= set(modules)
    assert modules["shop.cart.lines"]["depends_on"] == ["shop.cart.**"]


def test_what_tach_cannot_be_told_of_is_its_package() -> None:
    odd = module("shop.cart.a,b", "cart")
    result = analysis((*SHOP, odd), imports("shop.cart.a,b -> shop.tax.rates"))
    assert checked(result)["modules"]["shop.cart"]["depends_on"][1] == {"path": "shop.tax.rates", "deprecated": True}
    assert "- `shop.cart.a,b`: tach cannot be told of a file with such a name.\n" in folder(result)["README.md"]


def test_the_page_counts_and_says_what_it_cannot_see() -> None:
    split = ModuleToSplit(
        "shop.cart.lines",
        "shop/cart/lines.py",
        (SplitPart("cart", 3, 30, ((1, 30),)), SplitPart("tax", 1, 9, ((31, 39),))),
    )
    made = imports("shop.cart.totals -> shop.tax", "shop.cart.lines -> shop.tax.rates")
    result = msgspec.structs.replace(
        analysis(SHOP, made), modules_to_split=(split,), options=Options(exclude=("legacy/**",))
    )
    page = folder(result)["README.md"]
    assert "The baseline of import-linter holds 2.\nThe baseline of tach holds 2.\n" in page
    assert "| cart | tax | 2 | 0 | 0 | 0 |\n" in page
    assert "| `shop.cart.lines` | cart | cart (3), tax (1) |\n" in page
    assert "- `legacy/**`: the analysis was told to leave these files out" in page
    assert "$ lint-imports --config importlinter.toml\n" in page


def test_the_page_says_from_where_to_import() -> None:
    modules = (package("shop", "shop", "my src/"), module("shop.x", "x", "my src/shop/x.py"))
    page = folder(analysis(modules, roots=("my src",)))["README.md"]
    assert "$ PYTHONPATH='my src' lint-imports --config importlinter.toml\n" in page


@pytest.mark.parametrize("modules", [(), (package("shop", KERNEL), module("shop.tests"))])
def test_without_services_there_is_nothing_to_check(modules: tuple[Any, ...]) -> None:
    files = folder(analysis(modules))
    assert list(files) == ["README.md"]
    assert "there is nothing to check" in files["README.md"]


HOSTILE = 'a"]\n[tool]\n# <script>alert(1)</script> | [/x] \\ \x7f'


def test_a_hostile_service_stays_a_name() -> None:
    modules = (package("shop"), module("shop.a", HOSTILE), module("shop.b", "b"))
    result = analysis(modules, imports("shop.a -> shop.b", "shop.b -> shop.a"))
    contracts = linted(result)["contracts"]
    assert len(contracts) == 2
    named = {one["name"] for one in contracts.values()}
    assert f"No other service imports {HOSTILE}".replace("[", "(").replace("]", ")") in named
    assert set(checked(result)["modules"]) == {"shop.a", "shop.b"}
    tokens = MarkdownIt("commonmark").enable("table").parse(folder(result)["README.md"])
    inner = [one for token in tokens for one in (token, *(token.children or ()))]
    assert not [one for one in inner if one.type.startswith("html")]


def test_the_order_of_facts_changes_no_byte() -> None:
    made = list(
        imports(*(f"shop.{a} -> shop.{b}" for a in ("cart", "cart.lines", "tax") for b in ("tax.rates", "cart")))
    )
    modules, first = list(SHOP), folder(analysis(SHOP, made))
    for seed in range(5):
        random.Random(seed).shuffle(modules)
        random.Random(seed).shuffle(made)
        assert folder(analysis(modules, made)) == first
