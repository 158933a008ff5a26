"""Does ``seamline explain`` find what is meant, and say why it is there?"""

from __future__ import annotations

import textwrap

import msgspec
import pytest
from example import EMPTY, place, shop

from analyzer.model.analysis import Analysis
from analyzer.model.code import Definition, DefinitionKind
from analyzer.model.placements import EvidencePull, Placement, Reason, Tipping
from analyzer.model.services import KERNEL, Sharing, TableOwnership
from reports.errors import ReportError
from reports.render.explanation import explanation_text
from reports.views.services import services_page
from reports.views.weak import Weak, weakly_placed
from reports.views.why import explain

CHARGE = Placement(
    name="shop.billing.charge",
    kind="function",
    service="billing",
    stability=0.62,
    runner_up="shipping",
    margin=0.24,
    pulls=(EvidencePull("write", 0.4, 0.0), EvidencePull("call", 0.22, 0.3)),
    own=(
        Reason("write", True, "orders", 2, 0.4, place("shop/billing.py", 6)),
        Reason("call", False, "shop.billing.refund", 1, 0.2, place("shop/billing.py", 20)),
        Reason("co_change", True, "shop.billing.tax", 1, 0.02, place("shop/billing.py", 4)),
    ),
    other=(Reason("call", True, "shop.shipping.send", 3, 0.3, place("shop/billing.py", 5)),),
    tipping=Tipping(5, 0.61, 1, 0.4, (("call", 3), ("co_change", 1), ("write", 1))),
)


def shown(*placements: Placement) -> Analysis:
    analysis = shop()
    nested = Definition(
        "shop.billing.charge.<locals>.later", DefinitionKind.FUNCTION, "shop.billing", "charge.<locals>.later",
        "shop/billing.py", 8, 9, "billing", "shop.billing.charge",
    )  # fmt: skip
    others = (
        Placement("shop.billing", "module", "billing", 1.0),
        Placement("shop.billing.refund", "function", "billing", 1.0),
        Placement("shop.catalog.browse", "function", "catalog", 1.0),
        Placement("shop.shipping.refund", "function", "shipping", 1.0),
        Placement("orders", "table", "billing", 0.5, "shipping"),
    )
    return msgspec.structs.replace(
        analysis, definitions=(*analysis.definitions, nested), placements=(*placements, *others)
    )


def text(placement: Placement) -> str:
    (only,) = explain(shown(placement), placement.name)
    return explanation_text(only)


def test_the_whole_text() -> None:
    expected = """\
        shop.billing.charge (function, shop/billing.py:1)
        It is in billing, with stability 62 %; the runner-up is shipping, 24 % behind.
        Pulled to billing by: tables 40 %, calls 22 %.
        Pulled to shipping by: calls 30 %.

          Pull by  billing  shipping
          write       40 %         –
          call        22 %      30 %
          all         62 %      30 %

        Strongest reasons for billing
          40 %  writes orders (2 times)                     shop/billing.py:6
          20 %  is called by shop.billing.refund            shop/billing.py:20
           2 %  was changed together with shop.billing.tax  shop/billing.py:4

        Strongest reasons for shipping
          30 %  calls shop.shipping.send (3 times)  shop/billing.py:5

        What would move it
          If the 5 strongest edges to billing (3 of call, 1 of co_change, 1 of write: 61 % of its pull) went away, \
or the strongest one (40 %) led to shipping instead, shipping would pull more.
        """
    assert text(CHARGE) == textwrap.dedent(expected)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"tipping": Tipping(1, 0.4, 1, 0.4)},
            "If the strongest edge to billing (it writes orders (2 times): 40 % of its pull) went away, or led to "
            "shipping instead, shipping would pull more.",
        ),
        (
            {"tipping": Tipping(0, 0.0, 0, 0.0)},
            "Its own evidence pulls more to shipping already; what most runs agree on holds it.",
        ),
        (
            {"tipping": Tipping(None, 0.62, 2, 0.6)},
            "If the 2 strongest edges to billing (60 % of its pull) led to shipping instead, shipping would pull more; "
            "if all went away, the words, folders and modules that it shares would hold it.",
        ),
        (
            {"tipping": Tipping(None, 0.62, None, 0.62)},
            "Not its edges: were all that lead to billing to lead to shipping instead, the words, folders and modules "
            "that it shares would still hold it.",
        ),
        ({"by_hand": True}, "It is in billing: the configuration places it there."),
        ({"by_hand": True}, "Nothing but the configuration: it is placed in billing by hand."),
        ({"tipping": None, "own": ()}, "Nothing of it holds it in billing; it stands there with what most runs put"),
        ({"tipping": None, "other": ()}, "Nothing pulls it to shipping, where some runs put it; edges to there would."),
        (
            {"tipping": None, "other": (), "runner_up": ""},
            "Nothing of what was found: nothing pulls it to another service.",
        ),
        ({"tipping": None, "other": (), "runner_up": ""}, "nothing pulls it to another service."),
        ({"pulls": ()}, "No evidence was found that it shares with any service; it stands where most runs put it."),
        (
            {"service": KERNEL, "tipping": Tipping(0, 0.0, 0, 0.0)},
            "pulls more to shipping already; several services need",
        ),
    ],
)
def test_what_would_move_it(changes: dict[str, object], says: str) -> None:
    assert says in text(msgspec.structs.replace(CHARGE, **changes))


@pytest.mark.parametrize(
    ("member", "says"),
    [
        ({}, "2 services use it directly. What its module shares is short and has few users: it is one to copy into"),
        ({"services": ("billing",)}, "Of the services only billing uses it directly."),
        (
            {"sharing": Sharing.LIBRARY, "services": ()},
            "\nWhat its module shares is long or much used: it is one for a",
        ),
        ({"sharing": Sharing.GLUE, "services": ()}, "No service uses its module, which ties them together: it is glue"),
    ],
)
def test_who_uses_what_is_shared(member: dict[str, object], says: str) -> None:
    rounded = Placement("shop.money.rounded", "function", KERNEL, 1.0, "billing", pulls=CHARGE.pulls)
    analysis = shown(rounded)
    kernel = tuple(msgspec.structs.replace(one, **member) for one in analysis.kernel if one.name == rounded.name)
    (only,) = explain(msgspec.structs.replace(analysis, kernel=kernel), rounded.name)
    told = explanation_text(only)
    assert "It is in the shared kernel; were it in a service, that would be billing." in told
    assert says in told
    assert "That fewer services used it or were used by it, that it worked with a table, or a pin for it." in told


def test_of_a_shared_module_all_its_users_are_told() -> None:
    analysis = shown(Placement("shop.money", "module", KERNEL, 1.0))
    (only,) = explain(analysis, "shop.money")
    told = explanation_text(only)
    assert "It is in the shared kernel.\n2 services use it directly." in told


def test_names_do_not_steer_the_terminal() -> None:
    assert "a\\x1b[2Jb\\ud800 (table)" in text(Placement("a\x1b[2Jb\ud800", "table", "billing", 1.0))


def test_a_module_to_split_says_whose_lines_are_whose() -> None:
    (only,) = explain(shown(), "shop.billing")
    expected = """\
        It is a module to split:
          billing   2 definitions, 20 lines: 1-10, 21-30
          shipping  1 definition, 6 lines: 12-17
        """
    assert textwrap.dedent(expected) in explanation_text(only)


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (
            TableOwnership("orders", "billing", 0.6, "shipping", 0.3, contested=True),
            "Its ownership is contested: billing holds 60 % of what speaks for an owner, shipping 30 %.",
        ),
        (
            TableOwnership("orders", "billing", 0.8, "shipping", 0.2, contested=False),
            "\nbilling holds 80 % of what speaks for an owner, shipping 20 %.",
        ),
        (
            TableOwnership("orders", "billing", 1.0, "", 0.0, contested=False),
            "All that speaks for an owner is in billing.",
        ),
        (
            TableOwnership("orders", "billing", 0.0, "", 0.0, contested=False),
            "Nobody uses it directly; it is with billing by its keys and neighbours.",
        ),
        (
            TableOwnership("orders", "billing", 0.2, "shipping", 0.8, contested=False, by_hand=True),
            "billing owns it: the configuration says so.",
        ),
        (TableOwnership("orders", "", 0.0, "", 0.0, contested=False), "Nothing speaks for an owner."),
    ],
)
def test_a_table_says_who_owns_it_and_who_contests_that(claim: TableOwnership, says: str) -> None:
    (only,) = explain(msgspec.structs.replace(shown(), ownership=(claim,)), "orders")
    assert says in explanation_text(only)


def test_a_module_of_which_the_result_tells_no_lines_says_what_it_holds() -> None:
    analysis = msgspec.structs.replace(shown(), modules_to_split=())
    definitions = tuple(
        msgspec.structs.replace(one, service="shipping") if one.qualname == "refund" else one
        for one in analysis.definitions
    )
    (only,) = explain(msgspec.structs.replace(analysis, definitions=definitions), "shop.billing")
    assert "By its definitions: 1 in billing, 1 in shipping." in explanation_text(only)


@pytest.mark.parametrize(
    ("asked", "means"),
    [
        ("shop.billing.charge", "shop.billing.charge"),
        ("charge", "shop.billing.charge"),
        ("billing.charge", "shop.billing.charge"),
        ("later", "shop.billing.charge"),
        ("orders", "orders"),
        ("shop/billing.py", "shop.billing"),
        ("billing", "shop.billing"),
    ],
)
def test_names_that_are_understood(asked: str, means: str) -> None:
    (only,) = explain(shown(CHARGE), asked)
    assert only.placement.name == means
    assert only.through == ("shop.billing.charge.<locals>.later" if asked == "later" else "")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("refund", "refund may be shop.billing.refund or shop.shipping.refund; give more of the name"),
        ("chrage", "the result has no definition, module or table chrage; did you mean shop.billing.charge?"),
        (
            "billing.refnd",
            "the result has no definition, module or table billing.refnd; "
            "did you mean shop.billing.refund, shop.billing.charge or shop.shipping.refund?",
        ),
        (
            "zzz",
            "the result has no definition, module or table zzz; "
            "definitions.csv, modules.csv and tables.csv hold the names",
        ),
        ("shop.broken", "shop.broken is in no service, because it was unread: NUL byte in line 3"),
        ("shop/test_billing.py", "shop.test_billing is in no service, because it was skipped: a test"),
    ],
)
def test_names_that_are_not(asked: str, says: str) -> None:
    with pytest.raises(ReportError) as caught:
        explain(shown(CHARGE), asked)
    assert str(caught.value) == says


def test_many_matches_are_cut() -> None:
    many = tuple(Placement(f"p{n:02d}.run", "function", "a", 1.0) for n in range(20))
    with pytest.raises(
        ReportError, match=r"^run may be p00.run, p01.run, .*, p11.run or 8 more; give more of the name$"
    ):
        explain(msgspec.structs.replace(EMPTY, placements=many), "run")


def test_a_result_of_an_older_version_says_what_to_do() -> None:
    with pytest.raises(ReportError, match="run `seamline analyze` again"):
        explain(shop(), "charge")


def test_weakly_placed_members_stand_on_the_card_of_their_service() -> None:
    analysis = shown(CHARGE, msgspec.structs.replace(CHARGE, name="shop.billing.held", by_hand=True))
    assert weakly_placed(analysis) == {
        "billing": (
            Weak("orders", "table", 0.5, "shipping", ()),
            Weak("shop.billing.charge", "function", 0.62, "shipping", ("shop/billing.py:5",)),
        )
    }
    billing, *rest = services_page(analysis).cards
    assert ([one.name for one in billing.weak], billing.more_weak) == (["orders", "shop.billing.charge"], 0)
    assert not any(card.weak for card in rest)


def test_words_and_folders_are_told_by_their_members() -> None:
    word = Reason("word", True, "invoice", 23, 0.18, place("shop/billing.py", 1), of=25)
    folder = Reason("folder", True, "shop.shipping", 1, 0.1, place("shop/billing.py", 1), of=4)
    pulls = (*CHARGE.pulls, EvidencePull("word", 0.18, 0.0), EvidencePull("folder", 0.0, 0.1))
    shown = text(msgspec.structs.replace(CHARGE, own=(*CHARGE.own[:2], word), other=(folder,), pulls=pulls))
    assert '  18 %  word "invoice" (23 of its 25 in billing)\n' in shown
    assert "  10 %  folder shop.shipping (1 of its 4 in shipping)\n" in shown
    assert "Pulled to billing by: tables 40 %, calls 22 %, words 18 %.\n" in shown
    assert "Pulled to shipping by: calls 30 %, folders 10 %.\n" in shown
