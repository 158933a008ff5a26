"""Makes a gallery: the reports of the samples and of three published applications, with a page that leads to them.

``python tools/gallery.py`` writes ``build/gallery``; ``--into`` names another folder, ``--cache`` where the published
applications are kept. Without a network it says so, makes the gallery of the samples alone, and ends with exit code 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
import platformdirs
from published import RELEASES, NotToBeHadError, Release, get

from reports.render.as_json import read_json
from reports.views.decision import decision_page

HOME = Path(__file__).parent.parent
SAMPLES = HOME / "sample_monolith"
PAGE = Path(__file__).parent / "gallery_page"
SOME_MISSING = 1


@dataclass(frozen=True)
class Exhibit:
    """What is shown: its name, what it is, its release if it was published, and the folder to analyse."""

    name: str
    about: str
    release: str
    tree: Path


@dataclass(frozen=True)
class Entry:
    """A line of the page: the exhibit with the figures of its report; ``size`` is in bytes."""

    exhibit: Exhibit
    lines: int
    services: int
    tables: int
    verdict: str
    sentence: str
    size: int

    @property
    def megabytes(self) -> str:
        """The size for people."""
        return f"{self.size / 1e6:.1f} MB"


OWN = (
    Exhibit(
        "ridehailing",
        "rides, drivers and money; Flask and SQLAlchemy, packaged by technical layer",
        "",
        SAMPLES / "ridehailing",
    ),
    Exhibit(
        "shop",
        "an online shop; Django, packaged by feature, with a dumping-ground app",
        "",
        SAMPLES / "shop",
    ),
    Exhibit(
        "businessplatform",
        "users, invoices, routes; FastAPI, all SQL through one module",
        "",
        SAMPLES / "businessplatform",
    ),
    Exhibit(
        "wordprocessor",
        "sheet, spelling, layout in one memory: the case for staying",
        "",
        SAMPLES / "wordprocessor",
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gallery; 1 if a published application is missing in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=HOME / "build" / "gallery")
    parser.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("seamline-gallery"))
    asked = parser.parse_args(arguments)
    published = list(_published(RELEASES, asked.cache))
    asked.into.mkdir(parents=True, exist_ok=True)
    entries = []
    for exhibit in (*OWN, *published):
        print(f"analysing {exhibit.name}", flush=True)
        entries.append(show(exhibit, asked.into))
    index = asked.into / "index.html"
    index.write_text(page(entries), encoding="utf-8")
    print(f"The gallery: {index}")
    missing = len(RELEASES) - len(published)
    if missing:
        print(f"Left out: {missing} of {len(RELEASES)} published applications, see above", file=sys.stderr)
    return SOME_MISSING if missing else 0


def _published(releases: Sequence[Release], cache: Path) -> Iterator[Exhibit]:
    for release in releases:
        try:
            tree = get(release, cache)
        except NotToBeHadError as problem:
            print(f"{release.requirement} could not be downloaded ({problem}); is there a network?", file=sys.stderr)
        else:
            yield Exhibit(release.name, release.about, release.requirement, tree)


def show(exhibit: Exhibit, folder: Path) -> Entry:
    """Write the report of one exhibit, and return its line."""
    report = folder / f"{exhibit.name}.html"
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch) / "seamline.json"
        outputs = ("--output", f"html={report}", "--output", f"json={result}")
        command = [sys.executable, "-m", "seamline", "analyze", str(exhibit.tree), "--quiet", "--no-git", *outputs]
        subprocess.run(command, cwd=HOME, check=True)
        analysis = read_json(result.read_bytes())
    sheet = decision_page(analysis)
    return Entry(
        exhibit,
        analysis.coverage.lines_read,
        len(analysis.services),
        len(analysis.tables),
        next((option.title for option in sheet.options if option.chosen), ""),
        sheet.ruling.sentence if sheet.ruling else "",
        report.stat().st_size,
    )


def page(entries: Sequence[Entry]) -> str:
    """Return the page that leads to the reports; it depends on nothing but ``entries``."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGE), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    samples = [entry for entry in entries if not entry.exhibit.release]
    published = [entry for entry in entries if entry.exhibit.release]
    rooms = [("Samples, written to be analysed", samples), ("Published applications, as released", published)]
    return templates.get_template("index.html.j2").render(rooms=[room for room in rooms if room[1]])


if __name__ == "__main__":
    sys.exit(main())
