"""Does any word of the source reach any output of a redacted result?"""

from __future__ import annotations

import base64
import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from analyzer.model.analysis import Analysis
from analyzer.model.history import HistoryRead
from analyzer.model.options import Options
from analyzer.pipeline import analyze
from hostile_names import FILES, WORDS
from reports.redact.redact import redact
from reports.redact.vocabulary import vocabulary
from reports.render.as_json import read_json
from reports.render.formats import FORMATS, render
from seamline.cli.main import main
from seamline.config.load import load_options
from trees import write

HOME = Path(__file__).parents[3]
_PACKED = re.compile(r"(data-packed id=\"[^\"]*\">)([^<]*)<")
_PIECE = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    root = write(tmp_path_factory.mktemp("jqhome"), FILES)
    return analyze(root, load_options(root, None, {"jobs": 1, "git": False}))


def said(analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Yield every text of every output, that of packed data too, with where it stands."""
    for name in FORMATS:
        content = render(analysis, name)
        files = {name: content} if isinstance(content, bytes) else content
        for file, data in files.items():
            yield f"name of {file}", file
            text = data.decode()
            for _, packed in _PACKED.findall(text):
                yield f"{file}, packed", gzip.decompress(base64.b64decode(packed)).decode()
            yield file, html.unescape(_PACKED.sub(r"\1<", text))


def test_the_tree_shows_much_of_what_could_leak(hostile: Analysis) -> None:
    assert {one.kind for one in hostile.findings} >= {"shared-table", "foreign-key", "transaction"}
    assert hostile.entry_points
    assert hostile.resources
    assert hostile.unresolved
    assert any(contract.operations for contract in hostile.contracts)
    assert hostile.teams
    assert any(one.reason for one in hostile.findings), "an accepted finding"
    assert hostile.project.unmet
    assert hostile.coverage.files_unread == 1
    leaks = {where for where, text in said(hostile) for word in WORDS if word in text.lower()}
    assert len(leaks) > len(FORMATS), "every output has names in it"


def test_no_word_of_the_source_is_in_any_output(hostile: Analysis) -> None:
    for where, text in said(redact(hostile).analysis):
        found = re.search(rf".{{0,60}}(?:{'|'.join(WORDS)}).{{0,60}}", text, re.IGNORECASE)
        assert not found, f"{where}: {found[0]}"


def test_no_word_is_left_but_those_that_anybody_uses(hostile: Analysis) -> None:
    sample = HOME / "sample_monolith" / "ridehailing"
    ours = set(vocabulary().taken) | {
        piece
        for path in [*(HOME / "reports").rglob("*"), *(HOME / "analyzer" / "model").rglob("*.py")]
        if path.suffix in {".py", ".j2", ".js", ".css", ".txt"}
        for piece in parts(path.read_text(encoding="utf-8"))
    }
    code = [path.read_text(encoding="utf-8") for path in sample.rglob("*.py")]
    for result, texts in ((hostile, list(FILES.values())), (analyze(sample, Options(git=False)), code)):
        source = {piece for text in texts for piece in parts(text) if len(piece) > 2} - ours
        assert len(source) > 40
        for where, text in said(redact(result).analysis):
            assert not source & parts(text), where


def parts(text: str) -> set[str]:
    """Return the words of names in a text."""
    return {piece.lower() for piece in _PIECE.findall(text)}


def test_a_redacted_result_renders_again_to_the_same_bytes(hostile: Analysis) -> None:
    made = redact(hostile).analysis
    written = render(made, "json")
    assert isinstance(written, bytes)
    again = read_json(written)
    assert again == made
    assert again.redacted
    for name in FORMATS:
        assert render(again, name) == render(made, name)


def test_what_was_checked_out_is_not_told(hostile: Analysis) -> None:
    seen = msgspec.structs.replace(hostile.coverage, history=HistoryRead(3, 2, "", "c0ffee" * 6))
    made = redact(msgspec.structs.replace(hostile, coverage=seen)).analysis
    assert made.coverage.history == HistoryRead(3, 2, "", "")


def test_the_report_says_on_its_strip_that_it_is_redacted(hostile: Analysis) -> None:
    for one, is_said in ((hostile, False), (redact(hostile).analysis, True)):
        page = render(one, "html")
        assert isinstance(page, bytes)
        strip = page[page.index(b"<header") : page.index(b"</header>")]
        assert (b"redacted: names are invented, figures are true" in strip) is is_said
        summary = render(one, "md")
        assert isinstance(summary, bytes)
        assert (b"Redacted: names are invented, figures are true." in summary) is is_said


def test_both_commands_redact_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "jqtree", FILES)
    monkeypatch.chdir(tmp_path)
    assert main(["analyze", "jqtree", "--no-git", "-q", "--redact", "--output", "json=one.json"]) == 0
    assert main(["analyze", "jqtree", "--no-git", "-q", "--output", "json=true.json"]) == 0
    words = ["--redact-words", "words.csv"]
    assert main(["report", "true.json", "-q", "--redact", *words, "--output", "json=two.json"]) == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    listed = dict(line.split(",") for line in (tmp_path / "words.csv").read_text().splitlines()[1:])
    assert "jqcrate" in listed.values()
    shown = (tmp_path / "one.json").read_text().lower()
    assert all(name in shown for name, word in listed.items() if word in {"jqcrate", "qwarehouse", "jwbilling"})


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--redact", "--source-url", "https://git.example/{path}"], "links would show the paths"),
        (["--redact-words", "words.csv"], "--redact-words lists the words that --redact replaces"),
        (["--redact", "--redact-words", "missing/words.csv"], "does not exist"),
    ],
)
def test_options_that_contradict_each_other_are_an_error(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"app.py": "def f(): ...\n"})
    monkeypatch.chdir(tmp_path)
    assert main(["analyze", ".", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "seamline.json").exists()
