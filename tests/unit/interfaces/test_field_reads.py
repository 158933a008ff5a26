"""Truth by hand: which attributes of which objects a few definitions read."""

from __future__ import annotations

from told import interfaces

SALES = """
    class Base:
        def __init__(self):
            self.number = 1

    class Customer:
        def __init__(self):
            self.name = ""

    class Order(Base):
        STATUS = 1
        def __init__(self):
            self.total = 1
            self.customer = Customer()
        @property
        def rest(self):
            return self.total
        def pay(self, other: "Order"):
            return other.total + self.number

    class Special(Order):
        def shown(self):
            return self.total, self.number
    """


def reads(text: str) -> set[tuple[str, str, str]]:
    found = interfaces({"sales.py": SALES, "shop.py": text}).field_reads
    return {(one.definition.removeprefix("shop."), one.owner.removeprefix("sales."), one.field) for one in found}


def test_attributes_properties_and_what_lies_behind_them() -> None:
    found = reads("""
        from sales import Order
        def show(order: Order):
            print(order.rest, order.STATUS)
            return order.customer.name
        """)
    assert found == {
        ("show", "Order", "rest"), ("show", "Order", "STATUS"), ("show", "Order", "customer"),
        ("show", "Customer", "name"),
    }  # fmt: skip


def test_stores_calls_and_methods_that_are_handed_over_are_no_reads() -> None:
    assert not reads("""
        from sales import Order
        def change(order: Order):
            order.total = 3
            order.pay(order)
            callback = order.pay
            kind = order.__class__
            return callback, kind
        """)


def test_what_a_class_reads_of_its_own_objects_and_of_those_below_it_does_not_count() -> None:
    assert not reads("")
    found = reads("""
        from sales import Base, Order, Special
        class Mixin:
            def own(self): return self.total
        class Mine(Mixin, Special):
            def of_self(self): return self.total
            def of_a_base(self, order: Order): return order.total
            def inside(self):
                def nested(): return self.total
                return nested
        """)
    assert found == {("Mine.of_a_base", "Order", "total")}


def test_methods_of_other_classes_nested_functions_lambdas_and_modules_count() -> None:
    found = reads("""
        from sales import Order
        class Basket:
            def first(self, order: Order):
                def inner():
                    return order.total
                return inner()
            def second(self, orders: list[Order]):
                return sorted([one.number for one in orders], key=lambda number: orders[0].rest)
        TOTAL = Order().total
        """)
    assert found == {
        ("Basket.first.<locals>.inner", "Order", "total"),
        ("Basket.second", "Order", "number"),
        ("Basket.second", "Order", "rest"),
        ("shop", "Order", "total"),
    }


def test_by_the_class_through_which_it_is_read() -> None:
    found = reads("""
        from sales import Base, Order, Special
        def a(base: Base): return base.number
        def b(special: Special | None): return special.number
        def c(one: Order | Base): return one.number
        def d(order: Order): return getattr(order, "total")
        def e(order): return order.total
        """)
    assert found == {
        ("a", "Base", "number"), ("b", "Special", "number"), ("c", "Order", "number"), ("c", "Base", "number"),
        ("d", "Order", "total"),
    }  # fmt: skip


def test_the_first_line_counts() -> None:
    found = interfaces({
        "sales.py": SALES,
        "shop.py": """
        from sales import Order
        def show(order: Order):
            if order:
                print(order.total)
            return order.total
        """,
    }).field_reads  # fmt: skip
    assert [(one.definition, one.path, one.line) for one in found] == [("shop.show", "shop.py", 5)]


def test_columns_and_relations_of_rows_that_queries_yield() -> None:
    found = interfaces({
        "shop/models.py": """
        from django.db import models
        class Customer(models.Model):
            name = models.CharField(max_length=9)
        class Order(models.Model):
            customer = models.ForeignKey(Customer, related_name="orders", on_delete=models.CASCADE)
        """,
        "shop/views.py": """
        from shop.models import Order
        def first():
            order = Order.objects.filter(customer__name="x").only("id").first()
            return order.customer.name, order.customer_id, order.pk
        def guess(order):
            return order.customer
        """,
    }).field_reads  # fmt: skip
    assert {(one.definition, one.owner, one.field) for one in found} == {
        ("shop.views.first", "shop.models.Order", "customer"),
        ("shop.views.first", "shop.models.Customer", "name"),
        ("shop.views.first", "shop.models.Order", "customer_id"),
        ("shop.views.first", "shop.models.Order", "pk"),
    }
