"""Do the guides show the pictures that are taken, and the rules that decide?"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from analyzer.model.decision import RULES
from reports.render.pages import PAGES

sys.path.insert(0, str(Path(__file__).parents[3] / "tools"))

import gallery
import pictures

HOME = Path(__file__).parents[3]
GUIDES = sorted((HOME / "docs").rglob("*.md"))
READING = HOME / "docs" / "guide" / "reading-the-report.md"


def test_every_picture_is_shown_and_every_shown_picture_is_taken() -> None:
    shown = {
        name for guide in GUIDES for name in re.findall(r"\]\([./]*images/([\w/-]+)\.png\)", guide.read_text("utf-8"))
    }
    names = [picture.name for picture in pictures.PICTURES]
    assert shown == set(names)
    assert len(names) == len(shown)
    kept = {path.relative_to(pictures.IMAGES).with_suffix("").as_posix() for path in pictures.IMAGES.rglob("*.png")}
    assert kept == shown


def test_every_page_of_the_report_has_a_picture_in_the_walk() -> None:
    walk = READING.read_text("utf-8")
    walked = [picture for picture in pictures.PICTURES if f"images/{picture.name}.png" in walk]
    assert {page.key for page in PAGES} <= {picture.page.removeprefix("#/").split("/")[0] for picture in walked}


@pytest.mark.parametrize("picture", pictures.PICTURES, ids=lambda picture: str(picture.name))
def test_a_picture_fits_into_a_guide(picture: pictures.Picture) -> None:
    assert (pictures.IMAGES / f"{picture.name}.png").stat().st_size <= pictures.LARGEST


def test_the_walk_has_the_rules_of_the_verdict_in_their_order() -> None:
    rows = re.findall(r"^  \| ([\w ]+) \| ([^|]+) \| [\w ]+ \|$", READING.read_text("utf-8"), re.MULTILINE)
    assert rows[1:] == list(RULES.items())  # the first is the head


def test_the_gallery_is_described_as_it_is() -> None:
    guide = (HOME / "docs" / "guide" / "gallery.md").read_text("utf-8")
    for release in gallery.RELEASES:
        assert f"| `{release.name}` | {release.requirement.replace('==', ' ')}, {release.about} |" in guide
    for exhibit in gallery.OWN:
        assert f"**{exhibit.name}**" in guide
        assert exhibit.about in (HOME / "sample_monolith" / "README.md").read_text("utf-8")
