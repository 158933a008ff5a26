"""Does the report say what was seen of the history of changes?"""

from __future__ import annotations

import msgspec
import pytest
from example import EMPTY

from analyzer.model.history import HistoryRead
from analyzer.model.options import Options
from reports.render.formats import render
from reports.render.options import RenderOptions
from reports.views.unseen import unseen_page


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (HistoryRead(1, 0, ""), "1 commit of git counted; pairs of files that change together: 0."),
        (
            HistoryRead(1200, 1, "the clone is shallow"),
            "1,200 commits of git counted; pairs of files that change together: 1: the clone is shallow.",
        ),
        (HistoryRead(0, 0, "git is not <installed>"), "none was read: git is not &lt;installed&gt;."),
    ],
)
def test_the_report_says_what_of_the_history_was_seen(read: HistoryRead, says: str) -> None:
    seen = msgspec.structs.replace(EMPTY.coverage, history=read)
    content = render(msgspec.structs.replace(EMPTY, coverage=seen), "html", RenderOptions(diagrams=False))
    assert isinstance(content, bytes)
    assert says.encode() in content.replace(b"\xe2\x80\xaf", b",")


def test_the_report_names_the_flag_that_was_given() -> None:
    assert unseen_page(msgspec.structs.replace(EMPTY, options=Options(git=False))).options == (("--no-git", "yes"),)
