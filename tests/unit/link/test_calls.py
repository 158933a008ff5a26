"""Truth by hand: which calls a few lines make."""

from __future__ import annotations

from pathlib import Path

from trees import analysed, calls, understood


def test_calls_through_imports_constructors_self_and_locals(tmp_path: Path) -> None:
    result = understood(
        tmp_path,
        {
            "billing.py": """
                class Invoice:
                    def __init__(self, total): ...
                    def send(self):
                        self.log()
                    def log(self): ...
                """,
            "shop.py": """
                import billing
                from billing import Invoice

                def checkout():
                    invoice = Invoice(3)
                    invoice.send()
                    billing.Invoice(4)
                    for line in [1, 2]:
                        tax(line)

                def tax(line): ...

                checkout()
                """,
        },
    )
    assert calls(result) == {
        ("billing.Invoice.send", "billing.Invoice.log"),
        ("shop.checkout", "billing.Invoice"),
        ("shop.checkout", "billing.Invoice.__init__"),
        ("shop.checkout", "billing.Invoice.send"),
        ("shop.checkout", "shop.tax"),
        ("shop", "shop.checkout"),
    }
    loops = {(call.callee, call.in_loop) for call in result.calls if call.caller == "shop.checkout"}
    assert ("shop.tax", True) in loops
    assert ("billing.Invoice.send", False) in loops


def test_certainty_says_how_a_call_was_found(tmp_path: Path) -> None:
    result = understood(
        tmp_path,
        {"m.py": "class A:\n    def go(self): ...\ndef f(a: A):\n    a.go()\n    g()\ndef g(): ...\n"},
    )
    assert {(call.callee, call.certainty.value) for call in result.calls} == {("m.A.go", "typed"), ("m.g", "literal")}


def test_super_properties_class_methods_and_inheritance(tmp_path: Path) -> None:
    result = understood(
        tmp_path,
        {
            "m.py": """
                class Base:
                    def save(self): ...
                    @classmethod
                    def make(cls):
                        return cls()
                    @property
                    def owner(self) -> "Person": ...

                class Person:
                    def greet(self): ...

                class Trip(Base):
                    def save(self):
                        super().save()
                        self.owner.greet()
                        self.make()
                """
        },
    )
    assert calls(result) == {
        ("m.Base.make", "m.Trip"),
        ("m.Trip.save", "m.Base.owner"),
        ("m.Trip.save", "m.Base.save"),
        ("m.Trip.save", "m.Person.greet"),
        ("m.Trip.save", "m.Base.make"),
    }


def test_every_call_is_of_the_project_or_external_or_has_a_reason(tmp_path: Path) -> None:
    result = analysed(
        tmp_path,
        {
            "m.py": """
                import os
                class Car:
                    def go(self): ...
                def f(unknown):
                    os.getcwd()
                    unknown.nothing_here_has_such_a_method()
                    unknown.go()
                    f(unknown)
                """
        },
    )
    coverage = result.coverage
    assert (coverage.calls_project, coverage.calls_external, coverage.calls_unresolved) == (1, 2, 1)
    assert [(count.what, count.number) for count in coverage.call_reasons] == [
        ("a method is called on a value of unknown type", 1)
    ]


def test_a_module_imported_by_a_computed_name_is_said_to_be_unresolved(tmp_path: Path) -> None:
    result = understood(
        tmp_path, {"m.py": "import importlib\ndef load(name):\n    importlib.import_module(f'x.{name}')\n"}
    )
    assert [(row.kind, row.path, row.line) for row in result.unresolved] == [("import", "m.py", 3)]


def test_a_name_in_a_comprehension_does_not_leak(tmp_path: Path) -> None:
    result = understood(
        tmp_path,
        {
            "m.py": """
                class A:
                    def go(self): ...
                def f(things: list[A]):
                    [thing.go() for thing in things]
                    thing.go()
                """
        },
    )
    assert [(call.callee, call.line, call.in_loop) for call in result.calls] == [("m.A.go", 5, True)]
