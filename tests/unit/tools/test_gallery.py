"""What stands in the gallery, with and without the published applications?"""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "tools"))

import gallery
import published

SHOP = """
import sqlite3


def prices():
    return sqlite3.connect("shop.db").execute("SELECT amount FROM prices").fetchall()
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gallery.Exhibit:
    """Let the samples be one tree of a single file, and give pip no index to ask and none of its own settings."""
    tree = tmp_path / "trees" / "corner"
    tree.mkdir(parents=True)
    (tree / "shop.py").write_text(SHOP)
    exhibit = gallery.Exhibit("corner", "a shop & <nothing> else", "", tree)
    monkeypatch.setattr(gallery, "OWN", (exhibit,))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    return exhibit


def released(folder: Path, *files: str) -> published.Release:
    """Put a wheel into the folder, and return the release that it is."""
    wheel = folder / "corner-1.0-py3-none-any.whl"
    info = "corner-1.0.dist-info"
    texts = dict.fromkeys(files, SHOP) | {
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: corner\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return published.Release("corner", "corner==1.0", digest, "a corner shop")


def test_without_a_network_the_samples_are_shown_and_the_exit_code_says_so(
    tiny: gallery.Exhibit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "gallery"
    monkeypatch.setattr(gallery, "RELEASES", gallery.RELEASES[:2])
    assert gallery.main(["--into", str(into), "--cache", str(tmp_path / "cache")]) == gallery.SOME_MISSING
    assert sorted(path.name for path in into.iterdir()) == ["corner.html", "index.html"]
    said = capsys.readouterr().err
    assert [line.split()[0] for line in said.splitlines()] == [*(r.requirement for r in gallery.RELEASES), "Left"]
    assert said.endswith("Left out: 2 of 2 published applications, see above\n")
    page = (into / "index.html").read_text(encoding="utf-8")
    assert "a shop &amp; &lt;nothing&gt; else" in page
    assert "Published" not in page
    assert re.findall(r'class="number">([^<]+)</td>', page)[:3] == ["1", "1", "6"]
    assert "<b>Stay one process</b>" in page


def test_the_page_depends_on_its_lines_alone() -> None:
    sample = gallery.Exhibit("shop", "a shop", "", Path("/somewhere"))
    release = gallery.Exhibit("zou", "films", "zou==1.0", Path("/elsewhere"))
    entries = [
        gallery.Entry(sample, 3_366, 12, 40, "Modular monolith", "Make it one.", 1_059_524),
        gallery.Entry(release, 82_840, 25, 81, "Extract one to three", "Extract plugins.", 950_000),
    ]
    page = gallery.page(entries)
    assert page == gallery.page(list(entries))
    assert "/somewhere" not in page
    assert re.findall(r'class="number">([^<]+)</td>', page) == [
        "12",
        "40",
        "3,366",
        "1.1 MB",
        "25",
        "81",
        "82,840",
        "0.9 MB",
    ]
    assert re.findall(r'href="([^"]+\.html)"', page) == ["shop.html", "zou.html"]
    assert page.index("Samples") < page.index("Published applications") < page.index("zou==1.0")


def test_a_release_is_unpacked_once(tiny: gallery.Exhibit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = released(tmp_path, "corner/shop.py")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    home = published.get(release, tmp_path / "cache")
    assert home == tmp_path / "cache" / "corner-1.0" / "corner"
    assert (home / "corner" / "shop.py").read_text() == SHOP
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["corner-1.0"]
    monkeypatch.delenv("PIP_FIND_LINKS")  # nothing is asked for again
    assert published.get(release, tmp_path / "cache") == home


def test_another_release_than_the_pinned_one_is_refused(
    tiny: gallery.Exhibit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = released(tmp_path, "corner/shop.py")
    released(tmp_path, "corner/shop.py", "corner/more.py")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(published.NotToBeHadError):
        published.get(pinned, tmp_path / "cache")
    assert not list((tmp_path / "cache").iterdir())


def test_nothing_is_unpacked_beside_the_folder(
    tiny: gallery.Exhibit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = released(tmp_path, "../../../escaped.py", "/escaped.py")
    monkeypatch.setattr(published, "_download", lambda *_: tmp_path / "corner-1.0-py3-none-any.whl")
    home = published.get(release, tmp_path / "cache")
    assert [path.relative_to(home).as_posix() for path in tmp_path.rglob("escaped.py")] == ["escaped.py"]
