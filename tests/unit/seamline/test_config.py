"""What may stand in the configuration, and the one line that says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import BadInputError
from analyzer.model.options import Accepted, EffortWish, KindWeight, Options, RemedyWish, ServiceRange, SteeredService
from analyzer.model.plan import RemedyKind
from seamline.config.load import load_options
from seamline.config.shapes import _TOP

WHOLE = """
services = "4..12"
shared_kernel = ["shop.utils.**"]
exclude = ["**/legacy/**"]
[service.billing]
seed = ["shop.invoices", "shop.tax.*"]
pin = ["shop.models.Invoice"]
tables = ["shop_invoice"]
never_with = ["catalog"]
team = "Payments"
[service.catalog]
pin = ["shop.catalog"]
[weights]
write = 2
call = 0.5
[[accepted]]
finding = "shared-table:shop_user"
reason = "identity is extracted last"
until = 2027-06-30
[[accepted]]
finding = "join:shop_cart"
reason = "goes with the cart"
until = "2027-01-01"
[remedies]
forbid = ["interim shared replica"]
[remedies."shared-table:shop_user"]
prefer = ["merge services", "outbox"]
[effort]
operation = [1, 2.5]
"call site" = [0.2, 0.4]
"""


def load(folder: Path, text: str, name: str = "seamline.toml", **flags: object) -> Options:
    (folder / name).write_text(text, encoding="utf-8")
    return load_options(folder, None, flags)


def refused(folder: Path, text: str, **flags: object) -> str:
    """The message, without the folder."""
    with pytest.raises(BadInputError) as problem:
        load(folder, text, **flags)
    return str(problem.value).replace(f"{folder}/", "")


def test_everything_that_can_be_steered(tmp_path: Path) -> None:
    options = load(tmp_path, WHOLE, today=dt.date(2026, 12, 1))
    assert msgspec.structs.replace(options, origins=()) == Options(
        services=ServiceRange(4, 12),
        exclude=("**/legacy/**",),
        shared_kernel=("shop.utils.**",),
        service=(
            SteeredService(
                "billing",
                pin=("shop.models.Invoice",),
                tables=("shop_invoice",),
                seed=("shop.invoices", "shop.tax.*"),
                never_with=("catalog",),
                team="Payments",
            ),
            SteeredService("catalog", pin=("shop.catalog",)),
        ),
        weights=(KindWeight("call", 0.5), KindWeight("write", 2.0)),
        accepted=(
            Accepted("join:shop_cart", "goes with the cart", "2027-01-01"),
            Accepted("shared-table:shop_user", "identity is extracted last", "2027-06-30"),
        ),
        today="2026-12-01",
        remedies=(
            RemedyWish("", forbid=(RemedyKind.SHARED_REPLICA,)),
            RemedyWish("shared-table:shop_user", prefer=(RemedyKind.MERGE_SERVICES, RemedyKind.OUTBOX)),
        ),
        effort=(EffortWish("call site", 0.2, 0.4), EffortWish("operation", 1.0, 2.5)),
    )


def test_the_day_of_the_run_counts_only_where_an_acceptance_ends(tmp_path: Path) -> None:
    without_end = "[[accepted]]\nfinding = 'join:t'\nreason = 'r'\n"
    assert not load(tmp_path, without_end, today=dt.date(2026, 12, 1)).today
    before = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
    chosen = load(tmp_path, f"{without_end}until = 2027-06-30\n").today
    assert before <= chosen <= f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"


def test_the_section_of_pyproject_says_the_same(tmp_path: Path) -> None:
    below = WHOLE.replace("[service", "[tool.seamline.service").replace("[weights", "[tool.seamline.weights")
    below = below.replace("[remedies", "[tool.seamline.remedies").replace("[effort", "[tool.seamline.effort")
    below = "[tool.seamline]" + below.replace("[[accepted", "[[tool.seamline.accepted")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ours, theirs = load(tmp_path / "a", WHOLE), load(tmp_path / "b", below, "pyproject.toml")
    assert msgspec.structs.replace(ours, origins=()) == msgspec.structs.replace(theirs, origins=())
    assert [(one.path, one.line) for one in ours.origins] == [(one.path, one.line) for one in theirs.origins]


def test_the_lines_of_the_steering_are_known(tmp_path: Path) -> None:
    options = load(tmp_path, WHOLE)
    pin, seed = ("service", "billing", "pin", "shop.models.Invoice"), ("service", "billing", "seed", "shop.tax.*")
    assert options.written(pin, seed) == f"{tmp_path}/seamline.toml:6 and :7: "
    assert options.written(pin, ("service", "nobody")) == f"{tmp_path}/seamline.toml:7: "
    assert options.written(("accepted", "join:shop_cart")) == f"{tmp_path}/seamline.toml:20: "
    assert options.written(("weights", "call")) == f"{tmp_path}/seamline.toml:15: "
    assert options.written(("effort", "call site")) == f"{tmp_path}/seamline.toml:30: "
    assert options.written(("remedies", "shared-table:shop_user")) == f"{tmp_path}/seamline.toml:26: "
    assert not Options().written(pin)


def test_a_flag_beats_the_file(tmp_path: Path) -> None:
    assert load(tmp_path, WHOLE, services="8", seed=3).services == ServiceRange(8, 8)
    assert load(tmp_path, WHOLE, services=None).services == ServiceRange(4, 12)
    assert load(tmp_path, WHOLE).written(("services",)) == f"{tmp_path}/seamline.toml:2: "
    assert not load(tmp_path, WHOLE, services="8").written(("services",))


def test_every_option_has_a_shape() -> None:
    assert set(_TOP) == {field.name for field in msgspec.structs.fields(Options)} - {"origins", "today"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[service.a]\npin = ['x.y']\n[service.b]\npin = [\n  'z',\n  'x.y',\n]\n",
            "seamline.toml:2 and :6: pattern 'x.y' is given to a and to b; strike one of the two",
        ),
        (
            "[service.a]\npin = ['x.y.**']\n[service.b]\nseed = ['x.y']\n",
            "seamline.toml:2 and :4: pattern 'x.y', which holds the same as 'x.y.**', is given to a and to b; "
            "strike one of the two",
        ),
        (
            "shared_kernel = ['x']\n[service.a]\nseed = ['x']\n",
            "seamline.toml:1 and :3: pattern 'x' is given to shared kernel and to a; strike one of the two",
        ),
        (
            "service.a.seed = ['x']\nservice.b.seed = ['x']\n",
            "seamline.toml:1 and :2: pattern 'x' is given to a and to b; strike one of the two",
        ),
        (
            "[service.a]\ntables = ['t']\n[service.b]\ntables = ['t']\n",
            "seamline.toml:2 and :4: table 't' is given to a and to b; strike one of the two",
        ),
        (
            "service = { a = { pin = ['x'] }, b = { pin = ['x'] } }\n",
            "seamline.toml:1: pattern 'x' is given to a and to b; strike one of the two",
        ),
        (
            "[service.a]\npin = ['x']\nnever_with = ['a']\n",
            "seamline.toml:1 and :3: service a is kept from itself; strike it from never_with",
        ),
        (
            "[service.a]\npin = ['x']\nnever_with = ['Shared kernel']\n",
            "seamline.toml:3: never_with of service a: the shared kernel is no service",
        ),
        (
            "[service.a]\npin = ['x.*']\nnever_with = ['x']\n",
            "seamline.toml:2 and :3: 'x' is in pin and in never_with of service a; strike one of the two",
        ),
        (
            "[service.a]\nnever_with = ['x']\nseed = ['x']\n",
            "seamline.toml:2 and :3: 'x' is in seed and in never_with of service a; strike one of the two",
        ),
        (
            "[service.Billing]\npin = ['x']\n[service.billing]\npin = ['y']\n",
            "seamline.toml:1 and :3: the services 'Billing' and 'billing' differ in case or blanks alone; "
            "write them alike or rename one",
        ),
        (
            "[service.'shared kernel']\npin = ['x']\n",
            "seamline.toml:1: no service may be called 'shared kernel'; "
            "code that several services need stands in shared_kernel",
        ),
        (
            "[[accepted]]\nfinding = 'join:t'\nreason = 'r'\n\n[[accepted]]\nreason = 's'\nfinding = 'join:t'\n",
            "seamline.toml:2 and :7: the finding 'join:t' is accepted twice; strike one of the two",
        ),
    ],
)
def test_a_contradiction_names_both_lines(tmp_path: Path, text: str, message: str) -> None:
    assert refused(tmp_path, text) == message


PATTERNS = 'a list of dotted names, with * for any run of characters, such as ["shop.models.*"]'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nsevices = 3\n", "2: this version does not know the key 'sevices'; did you mean 'services'?"),
        (
            "[service.a]\ncolour = 'red'\n",
            "2: this version does not know the key 'colour' in service.a; "
            "known are pin, seed, tables, never_with, team",
        ),
        (
            "[service.'a b']\npins = ['x']\n",
            "2: this version does not know the key 'pins' in service.\"a b\"; did you mean 'pin'?",
        ),
        (
            "[[accepted]]\nfinding = 'join:t'\nuntill = 2027-01-01\n",
            "3: this version does not know the key 'untill' in accepted; did you mean 'until'?",
        ),
        ("seed = 1\nservices = 'many'\n", "2: services must be a number or a range such as 4..12, not 'many'"),
        ("services = '9..3'\n", "1: services 9..3: the range must begin at 1 or more and not end before it begins"),
        ("shared_kernel = 'x'\n", f"1: shared_kernel must be {PATTERNS}, but is 'x'"),
        ("[service.a]\npin = [\n'x',\n3]\n", f"4: service.a.pin must be {PATTERNS}, but holds 3"),
        ("[service.a]\nseed = ['a/b.py']\n", f"2: service.a.seed must be {PATTERNS}, but holds 'a/b.py'"),
        (
            "[service.a]\ntables = ['']\n",
            "2: service.a.tables must be a list of texts that are not empty, but holds ''",
        ),
        ("[service.a]\nteam = ' '\n", "2: service.a.team must be a text that is not empty, but is ' '"),
        (
            "[service]\na = 'x'\n",
            "2: service.a must be a table with pin, seed, tables, never_with and team, but is 'x'",
        ),
        (
            "service = ['a']\n",
            "1: service must be a table for each service, such as [tool.seamline.service.billing], but is ['a']",
        ),
        ("resolution = -1\n", "1: resolution must be a number above 0, but is -1"),
        ("resolution = nan\n", "1: resolution must be a number above 0, but is nan"),
        ("seed = true\n", "1: seed must be a whole number from 0 on, but is True"),
        ("with_tests = 'yes'\n", "1: with_tests must be true or false, but is 'yes'"),
        ("remedies = 3\n", "1: remedies must be a table with forbid and prefer, but is 3"),
        (
            "[remedies]\nforbid = ['outbx']\n",
            "2: remedies.forbid must be a list of remedies, each one of merge services, single owner with read API, "
            "split table, replicate by events, interim shared replica, saga with compensations, outbox, "
            "move the write, but holds 'outbx'",
        ),
        (
            "[remedies]\nforbad = ['outbox']\n",
            "2: this version does not know the key 'forbad' in remedies; did you mean 'forbid'?",
        ),
        (
            "[remedies.'join:f']\nchoose = ['saga']\n",
            "2: this version does not know the key 'choose' in remedies.\"join:f\"; known are forbid, prefer",
        ),
        (
            "[remedies]\nforbid = ['outbox']\nprefer = ['outbox']\n",
            "2 and :3: the remedy 'outbox' is in forbid and in prefer; strike one of the two",
        ),
        (
            "[remedies.'transaction:f']\nforbid = ['outbox']\nprefer = ['outbox']\n",
            "2 and :3: the remedy 'outbox' of transaction:f is in forbid and in prefer; strike one of the two",
        ),
        ("effort = 1\n", '1: effort must be a table of coefficients, such as "operation = [1, 3]", but is 1'),
        (
            "[effort]\nsaga = [3, 1]\n",
            "2: effort.saga must be the least and most person-days, such as [0.5, 1.5], but is [3, 1]",
        ),
        ("[weights]\ncall = -1\n", "2: weights.call must be a number from 0 on, but is -1"),
        ("[weights]\ncall = inf\n", "2: weights.call must be a number from 0 on, but is inf"),
        ("weights = 3\n", '1: weights must be a table of kinds of edge, such as "call = 2.0", but is 3'),
        (
            "[accepted]\nfinding = 'join:t'\n",
            "1: accepted must be a list of tables, each under [[tool.seamline.accepted]], but is {'finding': 'join:t'}",
        ),
        (
            "[[accepted]]\nreason = 'r'\n",
            '1: accepted lacks its finding; add finding = "shared-table:shop_user" or another id of a finding',
        ),
        ("[[accepted]]\nfinding = 'join:t'\n", '1: accepted lacks its reason; add reason = "…" that says why'),
        (
            "[[accepted]]\nfinding = 'join:t'\nreason = ''\n",
            "3: accepted.reason must be a text that is not empty, but is ''",
        ),
        (
            "[[accepted]]\nfinding = 'shop_user'\nreason = 'r'\n",
            "2: accepted.finding must be the id of a finding, such as shared-table:shop_user, but is 'shop_user'",
        ),
        (
            "[[accepted]]\nfinding = 'join:t'\nreason = 'r'\nuntil = 2027-06-30T10:00:00\n",
            "4: accepted.until must be a date, such as 2027-06-30, but is 2027-06-30 10:00:00",
        ),
        (
            "[[accepted]]\nfinding = 'join:t'\nreason = 'r'\nuntil = '2027-02-30'\n",
            "4: accepted.until must be a date, such as 2027-06-30, but is '2027-02-30'",
        ),
        ("accepted = [\n3]\n", "2: accepted must be a table with finding, reason and until, but is 3"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    assert refused(tmp_path, text) == f"seamline.toml:{message}"


def test_a_flag_that_cannot_be_used_names_no_file(tmp_path: Path) -> None:
    said = refused(tmp_path, "services = 3\n", services="x")
    assert said == "services must be a number or a range such as 4..12, not 'x'"


def test_a_long_value_is_cut_in_the_message(tmp_path: Path) -> None:
    assert len(refused(tmp_path, f"resolution = '{'x' * 5000}'\n")) < 200


def test_a_file_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, f"x = {'[' * 20000}{']' * 20000}\n").startswith("the configuration seamline.toml is n")


@pytest.mark.parametrize("key", ["services", "seed", "resolution", "weights.call", "team"])
def test_a_number_of_very_many_digits_is_refused(tmp_path: Path, key: str) -> None:
    assert "seamline.toml:1: " in refused(tmp_path, f"{key} = 0x{'f' * 9000}\n")
    assert "not valid TOML" in refused(tmp_path, f"{key} = {'9' * 9000}\n")


def written(value: object) -> str:
    """A value as TOML, tables in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)} = {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value) if isinstance(value, str | bool) else str(value)


NAMES = st.sampled_from(["a", "b", "A", "a.*", "shared kernel", "", "x y", "join:t", "2027-01-01", "call"])
SCALARS = st.one_of(NAMES, st.booleans(), st.integers(), st.just(float("nan")), st.just(dt.date(2027, 1, 1)))
SERVICE_KEYS = st.sampled_from(["pin", "seed", "tables", "never_with", "team", "name", "finding", "reason", "until"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(SERVICE_KEYS, inner, max_size=4),
        st.dictionaries(NAMES, inner, max_size=2),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(_TOP)), VALUES, max_size=3))
def test_whatever_stands_in_the_file_is_read_or_refused_with_its_line(settings: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seamline.toml"
        file.write_text("".join(f"{key} = {written(value)}\n" for key, value in settings.items()), encoding="utf-8")
        said = ""
        try:
            options = load_options(Path(folder), None, {})
        except BadInputError as problem:
            said = str(problem).removeprefix(f"{folder}/")
        if said:
            assert re.match(r"seamline\.toml:\d+( and :\d+)?: \S", said)
        else:
            assert msgspec.json.decode(msgspec.json.encode(options), type=Options) == options
