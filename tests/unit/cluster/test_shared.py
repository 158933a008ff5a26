"""Who uses the shared kernel, what becomes of it, and what of it is seen in a whole run?"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from analyzer.model.options import Options, SteeredService
from analyzer.model.services import KERNEL, KernelMember, Sharing
from trees import analysed

TREE = {
    "shop/__init__.py": "",
    "shop/bill.py": """
        from shop.options import RATE
        from shop.tools import now, rounded
        def charge():
            return rounded(now()) * RATE
        def refund():
            return now()
    """,
    "shop/mail.py": """
        from shop.tools import now
        def send():
            return now()
    """,
    "shop/options.py": "RATE = 3\n",
    "shop/tools.py": """
        def now():
            return _clock()
        def rounded(number):
            return round(number)
        def _clock():
            return 1
    """,
    "shop/line.py": """
        from shop import bill, mail
        def main():
            bill.charge()
            mail.send()
    """,
    "shop/start.py": "from shop.line import main\nmain()\n",
}
BY_HAND = Options(
    jobs=1,
    git=False,
    service=(SteeredService("billing", ("shop.bill",)), SteeredService("mailing", ("shop.mail",))),
    shared_kernel=("shop.options", "shop.tools", "shop.line", "shop.start"),
)


def test_users_services_and_sharing_of_what_is_placed_by_hand(tmp_path: Path) -> None:
    result = analysed(tmp_path, TREE, BY_HAND)
    assert result.kernel == (
        KernelMember("shop.line.main", "function", "shop.line", Sharing.GLUE, (), 0, 3),
        KernelMember("shop.options", "module", "shop.options", Sharing.COPY, ("billing",), 2, 1),
        KernelMember("shop.start", "module", "shop.start", Sharing.GLUE, (), 0, 2),
        KernelMember("shop.tools._clock", "function", "shop.tools", Sharing.COPY, (), 0, 2),
        KernelMember("shop.tools.now", "function", "shop.tools", Sharing.COPY, ("billing", "mailing"), 3, 2),
        KernelMember("shop.tools.rounded", "function", "shop.tools", Sharing.COPY, ("billing",), 1, 2),
    )


def test_many_lines_make_a_library(tmp_path: Path) -> None:
    long = "def long():\n" + "    x = 1\n" * 54  # with the 6 lines of tools.py 61: one too many for a copy
    short = "def long():\n" + "    x = 1\n" * 53
    for number, (text, sharing) in enumerate(((long, Sharing.LIBRARY), (short, Sharing.COPY))):
        root = tmp_path / str(number)
        tools = dedent(TREE["shop/tools.py"]) + text
        result = analysed(root, TREE | {"shop/tools.py": tools}, BY_HAND)
        assert {one.sharing for one in result.kernel if one.module == "shop.tools"} == {sharing}


@pytest.mark.parametrize(("users", "sharing"), [(17, Sharing.COPY), (18, Sharing.LIBRARY)])
def test_many_users_make_a_library(tmp_path: Path, users: int, sharing: Sharing) -> None:
    """Three functions use it in the tree; with 17 more they are twenty."""
    more = "".join(f"from shop.tools import now\ndef send{number}():\n    return now()\n" for number in range(users))
    result = analysed(tmp_path, TREE | {"shop/mail.py": dedent(TREE["shop/mail.py"]) + more}, BY_HAND)
    assert {one.sharing for one in result.kernel if one.module == "shop.tools"} == {sharing}


NAMES = ("cart", "tax", "stock", "mail", "rent")


def _service(name: str) -> dict[str, str]:
    """Write a package whose three modules lean on each other and on the shared clock."""
    return {
        f"shop/{name}/__init__.py": "",
        f"shop/{name}/rules.py": (
            f"from shop.odds import now\nclass {name.title()}:\n    def age(self):\n        return now()\n"
            f"def {name}_allowed(one: {name.title()}):\n    return one.age()\n"
        ),
        f"shop/{name}/work.py": (
            f"from shop.odds import now\nfrom shop.{name}.rules import {name.title()}, {name}_allowed\n"
            f"def {name}_made():\n    return {name}_allowed({name.title()}()) and now()\n"
            f"def {name}_ended(one: {name.title()}):\n    return {name}_allowed(one)\n"
        ),
        f"shop/{name}/pages.py": (
            f"from shop.{name}.work import {name}_made, {name}_ended\n"
            f"def {name}_page():\n    return {name}_ended({name}_made())\n"
        ),
    }


def test_a_whole_run_finds_library_and_glue(tmp_path: Path) -> None:
    pages = "".join(f"    {name}_page()\n" for name in NAMES)
    imports = "".join(f"from shop.{name}.pages import {name}_page\n" for name in NAMES)
    files = {
        "shop/__init__.py": "",
        "shop/odds.py": "def now():\n    return 1\n",
        "shop/line.py": f"{imports}def main():\n    run()\ndef run():\n{pages}",
    }
    for name in NAMES:
        files |= _service(name)
    result = analysed(tmp_path, files, Options(jobs=1, git=False))
    assert [(one.name, one.sharing, one.users) for one in result.kernel] == [
        ("shop.line.main", Sharing.GLUE, 0),
        ("shop.line.run", Sharing.GLUE, 0),
        ("shop.odds.now", Sharing.COPY, 10),
    ]
    assert {m.service for m in result.modules if m.name in ("shop.odds", "shop.line")} == {KERNEL}
    assert all(edge.source != KERNEL != edge.target for edge in result.service_edges)
    assert KERNEL not in {service.name for service in result.services}
    told = {one.name: one for one in result.placements}
    assert (told["shop.odds.now"].service, told["shop.odds.now"].by_hand) == (KERNEL, False)
    assert told["shop.odds.now"].runner_up in {service.name for service in result.services}
