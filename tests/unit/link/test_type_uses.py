"""Truth by hand: what a few lines name without calling it."""

from __future__ import annotations

from analyzer.interpret import interpret
from analyzer.model.code import TypeUse
from analyzer.progress import Progress
from trees import linked

SALES = """
    STATUSES = ("open", "closed")

    class Order:
        STATUS = "open"
        class Line: ...
        @classmethod
        def load(cls): ...

    class NotFound(Exception): ...

    def ship(order): ...
    """


def uses(files: dict[str, str]) -> set[tuple[str, str]]:
    return {(use.user, use.used) for use in records(files)}


def records(files: dict[str, str]) -> tuple[TypeUse, ...]:
    return interpret(linked(files), Progress()).type_uses


def used_in_shop(text: str) -> set[tuple[str, str]]:
    return uses({"sales.py": SALES, "shop.py": text})


def test_annotations_of_parameters_results_and_variables() -> None:
    found = used_in_shop("""
        from __future__ import annotations
        from typing import TYPE_CHECKING, Literal, Optional
        import sales
        from sales import Order
        if TYPE_CHECKING:
            from sales import NotFound

        def first(order: Order): ...
        def second(*orders: Optional[list["Order"]]) -> sales.NotFound | None: ...
        def third(**given: "dict[str, NotFound]"): ...
        def fourth():
            line: Order.Line = None
        def fifth(kind: Literal["Order"]): ...
        class Basket:
            order: Order
            def __init__(self):
                self.error: NotFound = None
        ORDERS: list[Order] = []
        """)
    assert found == {
        ("shop.first", "sales.Order"),
        ("shop.second", "sales.Order"),
        ("shop.second", "sales.NotFound"),
        ("shop.third", "sales.NotFound"),
        ("shop.fourth", "sales.Order.Line"),
        ("shop.Basket", "sales.Order"),
        ("shop.Basket.__init__", "sales.NotFound"),
        ("shop", "sales.Order"),
    }


def test_tests_of_classes_and_clauses_that_catch() -> None:
    found = used_in_shop("""
        import sales
        from sales import NotFound, Order
        def asks(x):
            return isinstance(x, (str, Order)) or issubclass(x, sales.NotFound)
        def catches():
            try: ...
            except (KeyError, NotFound) as error: ...
        def matches(x):
            match x:
                case Order(): ...
        def raises():
            raise NotFound
        """)
    assert found == {
        ("shop.asks", "sales.Order"),
        ("shop.asks", "sales.NotFound"),
        ("shop.catches", "sales.NotFound"),
        ("shop.matches", "sales.Order"),
    }  # an error that is raised is made, which is a call


def test_callables_and_classes_that_are_handed_over_or_kept() -> None:
    found = used_in_shop("""
        import sales
        from sales import Order, ship
        from library import connect, path
        ROUTES = [path("ship", sales.ship), {"order": [Order]}]
        class View:
            model = Order
            orders = Order.objects
        def register():
            connect(ship, sender=Order)
            return lambda order: sales.NotFound
        """)
    assert found == {
        ("shop", "sales.ship"),
        ("shop", "sales.Order"),
        ("shop.View", "sales.Order"),
        ("shop.register", "sales.ship"),
        ("shop.register", "sales.Order"),
        ("shop.register", "sales.NotFound"),
    }


def test_what_is_called_or_derived_from_is_no_use() -> None:
    found = used_in_shop("""
        import sales
        from sales import NotFound, Order
        class Special(Order): ...
        def makes(): return Order()
        def loads(): return Order.load()
        def both(x):
            if isinstance(x, Order): return Order()
        def calls(): sales.ship(Order)
        """)
    assert found == {("shop.calls", "sales.Order")}


def test_decorators_and_defaults_belong_to_what_they_stand_on() -> None:
    found = uses(
        {
            "checks.py": "def logged_in(f): return f\nLIMIT = 3\nclass Admin: ...\n",
            "shop.py": """
                from checks import Admin, LIMIT, logged_in
                @logged_in
                def page(limit=LIMIT, *, who=Admin): ...
                class View:
                    @logged_in
                    def get(self): ...
                """,
        }
    )
    assert found == {
        ("shop.page", "checks.logged_in"),
        ("shop.page", "checks"),
        ("shop.page", "checks.Admin"),
        ("shop.View.get", "checks.logged_in"),
    }


def test_values_of_another_module_are_uses_of_it() -> None:
    found = uses(
        {
            "conf.py": "CONF = object()\nLIMIT = 3\n",
            "sales.py": SALES,
            "states.py": "import sales\nOPEN = sales.Order.STATUS\nPlain = sales.Order\n",
            "shop.py": """
                import conf, states
                from sales import STATUSES
                CONF = conf.CONF
                OWN = 3
                def limit(): return CONF.limit, conf.LIMIT
                def known(x): return x in STATUSES
                def is_open(x): return x == states.OPEN
                def plain(x): return isinstance(x, states.Plain)
                def own(): return OWN
                """,
        }
    )
    assert found == {
        ("shop", "conf"),
        ("shop.limit", "conf"),
        ("shop.known", "sales"),
        ("shop.is_open", "states"),
        ("shop.plain", "sales.Order"),
        ("states", "sales.Order"),
    }


def test_names_are_followed_to_where_they_are_defined() -> None:
    found = uses(
        {
            "sales/__init__.py": "from .models import *\nfrom sales.models import Order as Purchase\n",
            "sales/models.py": "class Order: ...\nLIMIT = 3\n",
            "shop.py": """
                import sales
                from sales import Order, Purchase
                def one(x: Order): ...
                def two(x: Purchase): ...
                def three(): return sales.LIMIT
                def four():
                    import sales.models as m
                    from sales.models import Order as O
                    return [m.LIMIT, O]
                """,
        }
    )
    assert found >= {
        ("shop.one", "sales.models.Order"),
        ("shop.two", "sales.models.Order"),
        ("shop.three", "sales.models"),
        ("shop.four", "sales.models"),
        ("shop.four", "sales.models.Order"),
    }
    assert {used for user, used in found if user.startswith("shop.")} == {"sales.models", "sales.models.Order"}


def test_names_that_a_scope_binds_hide_imports() -> None:
    found = used_in_shop("""
        from sales import Order, ship
        def parameter(Order, *ship): return [Order, ship]
        def keyword(**Order): return Order
        def local():
            Order = 3
            return Order
        def loop(x):
            for ship in x: print(ship)
        def entered(x):
            with x as Order: print(Order)
        def caught():
            try: ...
            except Exception as Order: print(Order)
        def captured(x):
            match x:
                case [Order, *ship]: return Order, ship
        def comprehension(x): return [Order for Order in x], {ship: 1 for ship in x}, list(Order for (Order, _) in x)
        def walrus(x):
            if (Order := x): return Order
        def anonymous(): return lambda Order, ship=1: (Order, ship)
        def around(Order):
            def inner(): return Order
            return inner()
        def branch(x):
            if x:
                ship = 1
                return ship
            return 2
        def defined():
            class Order: ...
            return Order
        """)
    assert found == set()


def test_a_name_that_is_declared_global_is_none_of_the_functions_own() -> None:
    found = used_in_shop("""
        from sales import Order
        def read():
            global Order
            return Order
        """)
    assert found == {("shop.read", "sales.Order")}


def test_uses_inside_one_outermost_definition_and_between_a_module_and_its_own_are_left_out() -> None:
    found = uses(
        {
            "shop.py": """
                LIMIT = 3
                class Order:
                    class Line: ...
                    def is_one(self, x: "Order.Line"): return isinstance(x, Order)
                def check(x): return isinstance(x, Order) and LIMIT
                CHECKS = [check]
                """
        }
    )
    assert found == {("shop.check", "shop.Order")}


def test_each_pair_stands_once_with_its_first_line_in_order() -> None:
    found = records(
        {
            "sales.py": SALES,
            "shop.py": """
                import sales
                from sales import Order
                def check(
                    x,
                    y: Order,
                ):
                    return sales.Order, sales.NotFound
                """,
        }
    )
    assert found == (
        TypeUse("shop.check", "sales.NotFound", "shop.py", 8),
        TypeUse("shop.check", "sales.Order", "shop.py", 6),
    )


def test_classes_that_are_loaded_by_texts_are_named_by_them() -> None:
    found = uses(
        {
            "loading.py": """
                from importlib import import_module
                def get_class(module, name):
                    return getattr(import_module("app." + module), name)
                """,
            "app/sales/models.py": SALES,
            "shop.py": """
                from loading import get_class
                Order = get_class("sales.models", "Order")
                class View:
                    model = Order
                """,
        }
    )
    assert found == {("shop", "app.sales.models.Order"), ("shop.View", "app.sales.models.Order")}


def test_what_is_outside_the_project_is_no_use() -> None:
    assert (
        used_in_shop("""
        import os
        from library import Thing
        def page(x: Thing) -> int: return isinstance(x, (dict, os.PathLike))
        """)
        == set()
    )
