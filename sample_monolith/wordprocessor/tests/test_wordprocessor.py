from __future__ import annotations

import json
from pathlib import Path

import pytest

from wordprocessor import cli, export, history, layout, spelling, storage, styles, words
from wordprocessor.sheet import Sheet


def test_typing_and_deleting() -> None:
    sheet = Sheet()
    sheet.type("one\ntwo words")
    sheet.delete_word()
    sheet.delete()
    assert sheet.text() == "one\ntwo"
    assert (sheet.cursor.paragraph, sheet.cursor.offset) == (1, 3)


def test_undo_goes_back_to_the_blank_sheet() -> None:
    sheet = Sheet()
    sheet.type("one\ntwo")
    sheet.replace_all("o", "0")
    assert sheet.text() == "0ne\ntw0"
    while history.undo():
        pass
    assert sheet.text() == ""


def test_marks_appear_while_typing() -> None:
    sheet = Sheet()
    checker = spelling.Checker(sheet)
    sheet.type("the peple")
    assert checker.misspelled() == ["peple"]
    sheet.delete(3)
    sheet.type("ople")
    assert checker.misspelled() == []


def test_suggestions_keep_the_capital() -> None:
    assert spelling.suggest("teh")[0] == "the"
    assert spelling.suggest("Hous") == ["House"]
    assert spelling.suggest("xylophone") == []


def test_correcting_and_taking_it_back() -> None:
    sheet = Sheet("teh river adn teh hill")
    checker = spelling.Checker(sheet)
    assert checker.correct() == 3
    assert sheet.text() == "the river and the hill"
    assert history.undo() == "correct"
    assert checker.misspelled() == ["teh"]


def test_learned_words_are_undone_too() -> None:
    checker = spelling.Checker(Sheet("wombat"))
    checker.accept("wombat")
    assert checker.misspelled() == []
    assert history.undo() == "learn wombat"
    assert checker.misspelled() == ["wombat"]


def test_code_is_not_checked() -> None:
    sheet = Sheet("SELEKT")
    styles.apply(sheet, 0, "code")
    assert spelling.Checker(sheet).misspelled() == []
    assert history.undo() == "style code"
    assert spelling.Checker(sheet).misspelled() == ["SELEKT"]


def test_distance_counts_swapped_letters_once() -> None:
    assert words.edit_distance("teh", "the") == 1
    assert words.edit_distance("light", "lights") == 1
    assert words.edit_distance("a", "paragraph", 2) == 3


def test_compounds_break_between_their_words() -> None:
    assert words.hyphen_points("waterfall") == [5]
    spelling.learn("bookshelf")
    assert words.hyphen_points("bookshelf") == [4]
    assert words.hyphen_points("winter") == [3]


def test_lines_are_justified() -> None:
    sheet = Sheet("The river went under the old white house on the hill and was quiet")
    lines = layout.lines_of(sheet.paragraphs[0], 24)
    assert [len(line) for line in lines[:-1]] == [24] * (len(lines) - 1)
    with pytest.raises(ValueError, match="narrow"):
        layout.lines_of(sheet.paragraphs[0], 8)


def test_long_pieces_are_cut() -> None:
    assert layout.lines_of(Sheet("x" * 30).paragraphs[0], 12) == ["x" * 12, "x" * 12, "x" * 6]


def test_pages_break_where_asked() -> None:
    sheet = Sheet("one\ntwo")
    layout.insert_break(sheet, 1)
    sheet.move(2, 0)
    assert sheet.page() == 2
    assert export.as_text(sheet) == "one\n\ftwo\n"
    history.undo()
    assert len(layout.paginate(sheet)) == 1


def test_json_keeps_styles_and_words(tmp_path: Path) -> None:
    sheet = Sheet("A title\nwombat")
    styles.apply(sheet, 0, "title")
    spelling.learn("wombat")
    storage.save(sheet, tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text())["words"] == ["wombat"]
    spelling.unlearn("wombat")
    loaded = storage.load(tmp_path / "a.json")
    assert loaded.paragraphs[0].runs[0].style == "title"
    assert spelling.is_known("wombat")


def test_html_shows_what_a_word_may_mean(tmp_path: Path) -> None:
    sheet = Sheet("teh <river>")
    spelling.Checker(sheet)
    storage.save(sheet, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text()
    assert page.startswith('<p><u title="the')
    assert "&lt;river&gt;</p>" in page


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("teh river\n")
    assert cli.main(["check", str(path)]) == 1
    assert cli.main(["edit", str(path), "--replace", "teh=the"]) == 0
    assert path.read_text() == "the river\n"
    assert cli.main(["check", str(path)]) == 0
    assert cli.main(["format", str(path), "--width", "20"]) == 0
    assert cli.main(["edit", str(path), "--replace", "teh"]) == 2
    assert capsys.readouterr().out.endswith("1 replaced\nthe river\n")


def test_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demo"]) == 0
    assert "unknown: tomorow" in capsys.readouterr().out
