"""Do names keep their form and sentences their sense when every name of the source is replaced?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import truth
from analyzer.model.analysis import Analysis
from analyzer.model.location import Location
from analyzer.model.options import Options
from reports.redact.names import Names, pieces, run_together
from reports.redact.prose import Prose
from reports.redact.pseudonyms import coin
from reports.redact.records import Rewriting, rule_of
from reports.redact.redact import _NAMING, _texts, redact, word_list
from reports.redact.rules import LEFT_OUT, RULES, SORTED, Text
from reports.redact.vocabulary import vocabulary
from trees import analysed

HOME = Path(__file__).parents[3]
WORDS = {
    "shop": "kova", "order": "mirel", "orders": "mirels", "line": "tavo", "price": "zuta", "sale": "dolu",
    "news": "pim", "offer": "lun", "user": "rak", "export": "sov", "order12x34": "nalv", "2024": "trem", "x": "ulm",
}  # fmt: skip


def names(own: frozenset[str] = frozenset({"shop"}), classes: frozenset[str] = frozenset()) -> Names:
    known = vocabulary()
    return Names({**{word: word for word in known.kept}, **WORDS}, known, own, classes)


def record_types(kind: type, seen: set[type]) -> set[type]:
    """Return all records below one."""
    waiting = [msgspec.inspect.type_info(kind)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, msgspec.inspect.StructType):
            if one.cls not in seen:
                seen.add(one.cls)
                waiting += [field.type for field in one.fields]
        elif isinstance(one, msgspec.inspect.VarTupleType):
            waiting.append(one.item_type)
        elif isinstance(one, msgspec.inspect.TupleType):
            waiting += one.item_types
        elif isinstance(one, msgspec.inspect.UnionType):
            waiting += one.types
    return seen


def holds_text(one: msgspec.inspect.Type) -> bool:
    match one:
        case msgspec.inspect.StrType():
            return True
        case msgspec.inspect.VarTupleType(item_type=inner):
            return holds_text(inner)
        case msgspec.inspect.TupleType(item_types=parts) | msgspec.inspect.UnionType(types=parts):
            return any(map(holds_text, parts))
        case _:
            return False


def test_every_text_of_every_record_has_a_rule_and_every_rule_a_text() -> None:
    used = set()
    kinds = record_types(Analysis, set())
    for kind in kinds:
        info = msgspec.inspect.type_info(kind)
        assert isinstance(info, msgspec.inspect.StructType)
        for field in info.fields:
            if holds_text(field.type):
                rule_of(kind, field.name)  # raises where there is none
                used |= {(base.__name__, field.name) for base in kind.__mro__ if (base.__name__, field.name) in RULES}
    assert used == set(RULES)
    fields = {(base.__name__, name) for kind in kinds for base in kind.__mro__ for name in kind.__struct_fields__}  # type: ignore[attr-defined]
    assert set(SORTED) <= fields
    assert {("Analysis", name) for name in LEFT_OUT} <= fields


def test_a_text_without_a_rule_is_an_error() -> None:
    class New(msgspec.Struct, frozen=True):
        secret: str

    with pytest.raises(KeyError, match=r"no rule for the texts of New\.secret"):
        Rewriting(dict.fromkeys(Text, str)).record(New)


def test_the_lists_of_words_are_those_of_the_code() -> None:
    ran = subprocess.run(
        [sys.executable, str(HOME / "tools" / "redact_words.py"), "--check"],
        cwd=HOME, env={**os.environ, "PYTHONPATH": str(HOME)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("true", "redacted"),
    [
        ("shop.orders.models.OrderLine.get_price", "kova.mirels.models.MirelTavo.get_zuta"),
        ("shop/orders/models.py", "kova/mirels/models.py"),
        ("ORDER_LINE", "MIREL_TAVO"),
        ("XOrder", "ULMMirel"),
        ("order-lines", "mirel-tavos"),
        ("order2", "mirel2"),
        ("order12x34", "nalv"),
        ("sale_2024", "dolu_trem"),
        ("user and export", "rak and sov"),
        ("<module>", "<module>"),
        ("__init__", "__init__"),
        ("", ""),
    ],
)
def test_names_keep_their_form(true: str, redacted: str) -> None:
    made = Names({**names()._words, "lines": "tavos"}, vocabulary(), frozenset({"shop"}), frozenset())
    assert made.name(true) == redacted


def test_signs_of_other_scripts_are_words_too() -> None:
    texts = ["Größe/हिन्दी.py", "größe", "GRÖSSE", "caf\udce9", "☃"]
    known = vocabulary()
    words = coin({one for text in texts for one in pieces(text)}, {}, known.taken, known.kept, b"")
    made = [Names(words, known, frozenset(), frozenset()).name(text) for text in texts]
    assert all(text.isascii() for text in made)
    assert made[0] == f"{made[1].capitalize()}/{words['हिन्दी']}.py"
    assert made[2] not in (made[1], made[1].upper()), "its small letters are others"


def test_public_names_stay_unless_the_project_has_them() -> None:
    assert names().dotted("django.db.models.Model") == "django.db.models.Model"
    assert names().dotted("django.price") == "django.zuta"
    assert names().module("json") == "json"
    assert names(own=frozenset({"json"})).module("json.order") == names(own=frozenset({"json"})).name("json.order")
    assert names().dotted("ValueError") == "ValueError"
    assert names().code("Optional[OrderLine] | None") == "Optional[MirelTavo] | None"
    assert names().code("db.String(250)") == "db.String(250)"
    assert names(classes=frozenset({"String"})).code("str") == "str"


def test_routes_keep_methods_and_converters() -> None:
    assert names().route("POST /orders/<int:order>/") == "POST /mirels/<int:mirel>/"
    assert names().route(r"^orders/(?P<order>\d+)/$") == r"^mirels/(?P<mirel>\d+)/$"
    assert names().route("/orders/{order:path}") == "/mirels/{mirel:path}"


def test_expressions_and_constants_keep_no_long_text_or_number() -> None:
    assert names().code("'order'") == "'mirel'"
    assert names().code('"order line price sale"') == '"…"'
    assert names().code("12345") == "…"
    assert names().constant('"order"') == '"mirel"'
    assert names().constant("2024") == "2024"
    assert names().constant("true") == "true"


@pytest.mark.parametrize(
    ("true", "redacted"),
    [
        (
            "Table order_line is written by order and read by offer, sale.",
            "Table mirel_tavo is written by mirel and read by lun, dolu.",
        ),
        ("offer 3 operations: get_price", "offer 3 operations: get_zuta"),
        (
            "uses tables of offer and order together: sale of offer.",
            "uses tables of lun and mirel together: dolu of lun.",
        ),
        (
            "Extract user and export; the other 2 services stay one modular monolith.",
            "Extract rak and sov; the other 2 services stay one modular monolith.",
        ),
        ("handling twice, late and in the wrong order", "handling twice, late and in the wrong order"),
        ("said by the program at shop/orders.py:12", "said by the program at kova/mirels.py:12"),
        ("2 foreign keys and 1 shared table, at 7 places.", "2 foreign keys and 1 shared table, at 7 places."),
        ("known of django.core.exceptions.PermissionDenied", "known of django.core.exceptions.PermissionDenied"),
    ],
)
def test_sentences_keep_our_words_alone(true: str, redacted: str) -> None:
    called = frozenset({"order", "offer", "sale", "news", "user and export", "order_line", "key", "table"})
    assert Prose(names(), vocabulary(), called, called).sentence(true) == redacted


def coined(words: set[str], key: str = "") -> dict[str, str]:
    known = vocabulary()
    return coin(words, {}, known.taken, known.kept, key.encode())


def test_pseudonyms_agree_where_words_do() -> None:
    words = coined({"order", "orders", "city", "cities", "news", "address", "addresses"})
    assert words["orders"] == f"{words['order']}s"
    assert words["cities"] == f"{words['city']}s"
    assert words["addresses"] == f"{words['address']}s"
    assert words["news"] != "news", "no plural of a word that stays"
    joined = run_together(["OrderLine", "orderline_price"])
    assert joined["orderline"] == ("order", "line")
    known = vocabulary()
    made = coin({"order", "line", "orderline", "price"}, joined, known.taken, known.kept, b"")
    assert made["orderline"] == made["order"] + made["line"]


def test_a_key_holds_pseudonyms_while_the_code_changes() -> None:
    few, more = {"order", "price"}, {"order", "price", "invoice"}
    assert coined(few, "secret")["order"] == coined(more, "secret")["order"]
    assert coined(few, "secret")["order"] != coined(few, "other")["order"]
    assert coined(few)["order"] != coined(more)["order"], "without one, the words are the key"
    assert coined(few) == coined(few)


@given(st.sets(st.text(st.characters(codec="ascii", categories=("L",)), min_size=1, max_size=8).map(str.lower)))
def test_no_pseudonym_is_a_word_of_the_source_or_ours_and_no_two_are_one(words: set[str]) -> None:
    known = vocabulary()
    made = coined(words)
    own = {word: name for word, name in made.items() if word in words - known.kept}
    assert len(set(made.values())) == len(made)
    assert not set(own.values()) & (words | known.taken)


@given(
    st.sets(
        st.text(st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("aBcAb_./1Ss")), max_size=9),
        max_size=30,
    )
)
def test_no_two_names_become_one(texts: set[str]) -> None:
    known = vocabulary()
    words = coin({one for text in texts for one in pieces(text)}, run_together(texts), known.taken, known.kept, b"")
    made = Names(words, known, frozenset(), frozenset())
    assert len({made.name(text) for text in texts}) == len(texts)
    assert len({made.module(text) for text in texts}) == len(texts)


@pytest.fixture(scope="module")
def sample() -> Analysis:
    return truth.analysed("shop", Options(jobs=1))


@pytest.fixture(scope="module")
def redacted(sample: Analysis) -> Analysis:
    return redact(sample).analysis


def test_structure_and_figures_stay(sample: Analysis, redacted: Analysis) -> None:
    made = redacted
    for field in msgspec.structs.fields(Analysis):
        before, after = getattr(sample, field.name), getattr(made, field.name)
        if isinstance(before, tuple) and field.name not in LEFT_OUT:
            assert len(before) == len(after), field.name
    for ends in (lambda one: one.caller, lambda one: one.callee, lambda one: (one.caller, one.callee)):
        assert sorted(Counter(map(ends, sample.calls)).values()) == sorted(Counter(map(ends, made.calls)).values())
    assert [one.severity for one in made.findings] == [one.severity for one in sample.findings]
    assert sorted(one.kind for one in made.findings) == sorted(one.kind for one in sample.findings)
    assert made.coverage == sample.coverage
    assert made.partition == sample.partition
    assert [(one.lines, one.cohesion) for one in made.services] == [
        (one.lines, one.cohesion) for one in sample.services
    ]
    assert made.decision is not None
    assert sample.decision is not None
    assert [one.figures for one in made.decision.options] == [one.figures for one in sample.decision.options]


def test_no_two_names_of_a_result_become_one(sample: Analysis, redacted: Analysis) -> None:
    before, after = _texts(sample), _texts(redacted)
    for what in (*_NAMING, Text.FINDING, Text.CONSTANT):
        assert len(before[what]) == len(after[what]), what


def test_what_refers_to_a_finding_still_does(sample: Analysis, redacted: Analysis) -> None:
    ids = {one.id for one in redacted.findings}
    assert {one.partition(":")[0] for one in ids} == {one.kind for one in sample.findings}
    assert {one.finding for one in redacted.remedies} <= ids
    assert {name for one in redacted.mandate for name in one.findings} <= ids
    work = [name for step in redacted.decision.steps for item in step.items for name in item.findings]
    assert work
    assert set(work) <= ids


def test_our_own_lists_and_sentences_stay(sample: Analysis, redacted: Analysis) -> None:
    before, after = _texts(sample), _texts(redacted)
    assert before[Text.OURS] == after[Text.OURS]
    assert before[Text.SAME] == after[Text.SAME]
    plain = {text for text in before[Text.SENTENCE] if text in {one.meaning for one in sample.partition.weights}}
    assert plain
    assert plain <= after[Text.SENTENCE]


def test_lists_by_name_are_sorted_anew_so_that_their_order_tells_nothing(redacted: Analysis) -> None:
    made = redacted
    for members, key in (
        (made.modules, lambda one: (one.name, one.path)),
        (made.definitions, lambda one: (one.name, one.path, one.line)),
        (made.tables, lambda one: (one.name, one.database, one.path)),
        (made.placements, lambda one: (one.name, one.kind)),
    ):
        assert list(members) == sorted(members, key=key)
    assert all(list(one.services) == sorted(one.services) for one in made.findings)
    assert all(list(one.evidence) == sorted(one.evidence) for one in made.findings)
    assert list(made.findings) == sorted(made.findings, key=lambda one: one.rank)


def test_redacting_twice_changes_nothing_more(redacted: Analysis) -> None:
    assert redact(redacted).analysis == redacted


def test_files_fit_their_modules_and_quotes_are_gone(tmp_path: Path) -> None:
    made = redact(
        analysed(
            tmp_path,
            {"zorgle/__init__.py": "", "zorgle/quix.py": '"""Blort."""\ndef fnord():\n    """Does blorts."""\n'},
        )
    )
    word = dict(made.words)
    assert [(one.name, one.path) for one in made.analysis.modules] == sorted(
        [
            (word["zorgle"], f"{word['zorgle']}/__init__.py"),
            (f"{word['zorgle']}.{word['quix']}", f"{word['zorgle']}/{word['quix']}.py"),
        ]
    )
    assert [one.line for one in made.analysis.definitions] == [2]
    assert made.analysis.snippets == ()
    assert f"{word['fnord']},fnord\n".encode() in word_list(made.words)
    assert "module" not in word, "what stays, and our own words, are not in the list"
    assert "migration" not in word
    assert Location(made.analysis.modules[0].path, 1).path.startswith(word["zorgle"])
