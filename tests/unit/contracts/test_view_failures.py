"""What escapes views whose library calls their methods, and what such views do: worked out by hand."""

from __future__ import annotations

from pathlib import Path

import msgspec

from analyzer.contracts.contracts import make_contracts
from analyzer.contracts.failures import Failures
from analyzer.model.contracts import Effect, Operation
from analyzer.model.interfaces import Overriding, OwnCall, Refusal, Served
from analyzer.model.location import Location
from cuts import Cut

HTTP404 = "django.http.Http404"
AT = Location(Path("a.py"), 1)


def views() -> Cut:
    """Two views share a mixin, whose ``post`` asks each for its own ``get_object``."""
    return (
        Cut("a.Mixin", "a.One", "a.Two")
        .derive("a.One", "a.Mixin").derive("a.Two", "a.Mixin")
        .call("a.Mixin.post", "a.One.get_object", 5).call("a.Mixin.post", "a.Two.get_object", 5)
        .raises("a.One.get_object", "X", 2).raises("a.Two.get_object", "Y", 2).raises("a.One.dispatch", "Z", 9)
    )  # fmt: skip


def names(cut: Cut, definition: str, served: Served) -> list[str]:
    heirs = cut.evidence().heirs
    return [one.exception for one in Failures(cut.facts()).of_request(definition, served, AT, heirs.derives)]


def test_the_methods_of_other_heirs_do_not_run() -> None:
    one = Served("a.Mixin.post", "POST /", (), owner="a.One", runs=("a.One.dispatch",))
    assert names(views(), "a.Mixin.post", one) == ["X", "Z"]
    two = Served("a.Mixin.post", "POST /", (), owner="a.Two")
    assert names(views(), "a.Mixin.post", two) == ["Y"]


def test_what_is_raised_inside_the_library_passes_the_handler() -> None:
    cut = views().guards("a.One.get", 3, 4, "X", HTTP404)
    served = Served("a.One.get", "GET /", (), (), owner="a.One", runs=("a.One.dispatch", "a.One.get_object"))
    served = msgspec.structs.replace(served, fails=(HTTP404,))
    assert names(cut, "a.One.get", msgspec.structs.replace(served, generic=True)) == ["Z"]
    assert names(views(), "a.One.get", msgspec.structs.replace(served, generic=True)) == ["X", "Z", HTTP404]


def test_methods_that_call_each_other_end() -> None:
    cut = views().call("a.One.f", "a.One.g").call("a.One.g", "a.One.f").raises("a.One.f", "F").raises("a.One.g", "G")
    assert names(cut, "a.One.f", Served("a.One.f", "GET /", (), owner="a.One")) == ["F", "G"]


def endpoints(cut: Cut) -> dict[str, Operation]:
    found = [one for contract in make_contracts(cut.evidence(), cut.promises()) for one in contract.operations]
    return {f"{one.method} {one.path}": one for one in found}


def test_a_form_is_shown_without_a_change_and_sent_with_one() -> None:
    cut = Cut("a.One").access("a.One", "select", "rows").access("a.One", "update", "rows", 2)
    cut.access("a.One.form_valid", "insert", "notes")
    for method, runs in (("GET", ()), ("POST", ("a.One.form_valid",))):
        said = f"{method} /edit/"
        cut.entry("a.One", said=said)
        cut.served.append(Served("a.One", said, (), statuses=(200, 302), owner="a.One", runs=runs, generic=True))
    found = endpoints(cut)
    shown, sent = found["GET /edit/"], found["POST /edit/"]
    assert (shown.effect, shown.changes, shown.reads, shown.status) == (Effect.READS, (), ("rows",), 200)
    assert (sent.effect, sent.changes, sent.status) == (Effect.CHANGES, ("notes", "rows"), 302)


def test_a_handler_that_asks_the_library_s_does_to_rows_what_that_does() -> None:
    cut = Cut("a.One", "a.One.get", "a.One.put").access("a.One", "select", "rows").access("a.One", "update", "rows", 2)
    for method in ("get", "put"):
        said = f"{method.upper()} /edit/"
        cut.entry(f"a.One.{method}", said=said)
        cut.served.append(Served(f"a.One.{method}", said, (), statuses=(200,), owner="a.One", generic=True))
    found = endpoints(cut)
    assert (found["GET /edit/"].effect, found["GET /edit/"].reads) == (Effect.READS, ("rows",))
    assert (found["PUT /edit/"].effect, found["PUT /edit/"].changes) == (Effect.CHANGES, ("rows",))


def test_lines_that_are_ruled_out_raise_nothing() -> None:
    cut = Cut("a.One").call("a.One.dispatch", "b.f", 4).raises("b.f", "X").raises("a.One.dispatch", "Y", 5)
    served = Served("a.One", "GET /", (), owner="a.One", runs=("a.One.dispatch",), generic=True)
    assert names(cut, "a.One", served) == ["X", "Y"]
    out = msgspec.structs.replace(served, ruled_out=(("a.One.dispatch", 4, 4),))
    assert names(cut, "a.One", out) == ["Y"]


def test_lines_that_are_ruled_out_change_nothing() -> None:
    cut = Cut("a.edit", "a.save").access("a.edit", "select", "rows").access("a.edit", "delete", "rows", 6)
    cut.access("a.save", "insert", "notes").call("a.edit", "a.save", 7)
    for method, ruled_out in (("GET", (("a.edit", 5, 8),)), ("POST", ())):
        cut.entry("a.edit", said=f"{method} /edit/")
        cut.served.append(Served("a.edit", f"{method} /edit/", (), ruled_out=ruled_out))
    found = endpoints(cut)
    assert (found["GET /edit/"].effect, found["GET /edit/"].changes) == (Effect.READS, ())
    assert (found["POST /edit/"].effect, found["POST /edit/"].changes) == (Effect.CHANGES, ("notes", "rows"))


def test_what_runs_around_a_view_may_refuse_it() -> None:
    cut = Cut("a.f", "b.check").raises("b.check", "X").guards("a.f", 1, 9, "X").access("b.check", "insert", "tries")
    cut.entry("a.f", said="GET /a/")
    cut.served.append(Served("a.f", "GET /a/", (), around=("b.check",), doubts=("who may ask is open",)))
    found = endpoints(cut)["GET /a/"]
    assert [one.exception for one in found.failures] == ["X"]
    assert "who may ask is open" in found.doubts
    assert found.effect is Effect.CHANGES


def test_what_an_object_runs_follows_its_class() -> None:
    cut = views().access("a.One.get_object", "insert", "ones").access("a.Two.get_object", "insert", "twos")
    for heir in ("One", "Two"):
        cut.own_calls.append(OwnCall("a.Mixin.post", 5, "get_object"))
        cut.overriding.append(Overriding(f"a.{heir}", "get_object", f"a.{heir}.get_object"))
        cut.entry("a.Mixin.post", said=f"POST /{heir}/")
        cut.served.append(Served("a.Mixin.post", f"POST /{heir}/", (), owner=f"a.{heir}"))
    found = endpoints(cut)
    assert (found["POST /One/"].changes, found["POST /Two/"].changes) == (("ones",), ("twos",))


def test_what_is_returned_as_a_failure_is_one() -> None:
    cut = Cut().raises("a.f", "m.Late", 4, status=410)
    cut.entry("a.f", said="GET /a/")
    gone = Refusal(410, "http.HTTPStatus.GONE", "a.py", 5, "too late")
    denied = Refusal(403, "django.http.HttpResponseForbidden", "a.py", 7)
    again = msgspec.structs.replace(denied, line=6, message="no")
    cut.served.append(Served("a.f", "GET /a/", (), refused=(gone, denied, again)))
    found = endpoints(cut)["GET /a/"].failures
    assert [(one.exception, one.status, one.reason, one.message, one.implied) for one in found] == [
        ("django.http.HttpResponseForbidden", 403, "known of django.http.HttpResponseForbidden", "no", False),
        ("http.HTTPStatus.GONE", 410, "given where it is returned", "too late", False),
        ("m.Late", 410, "given where it is raised", "", False),
    ]
    assert [one.line for one in found[0].evidence] == [6, 7]
