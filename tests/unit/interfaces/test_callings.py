"""Which calls run a function."""

from __future__ import annotations

from analyzer.interfaces.callings import Callings
from analyzer.link.flow import Flow
from trees import linked


def lines(text: str) -> dict[str, list[int]]:
    """Return the lines of the calls of each function of ``app``."""
    names = linked({"app.py": text})
    flow = Flow(names, [])
    flow.run()
    callings = Callings(names)
    for events in flow.events():
        callings.add(events.calls)
    definitions = names.program.definitions
    return {definitions[one].name: [call.line for call, _ in those] for one, those in callings.by_function.items()}


def test_calls_of_a_class_run_what_makes_its_objects() -> None:
    text = "class A:\n    def __init__(self): ...\n\nclass B(A): ...\n\nclass C: ...\n\nA(), C()\nB()\n"
    assert lines(text) == {"app.A.__init__": [8, 9]}


def test_a_call_of_one_of_two_functions_runs_either() -> None:
    text = "def a(): ...\n\ndef b(): ...\n\ndef run(which):\n    f = a if which else b\n    f()\n\nb()\nprint()\n"
    found = lines(text)
    assert found["app.a"] == [7]
    assert sorted(found["app.b"]) == [7, 9]
