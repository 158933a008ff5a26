"""Truth by hand: how often names are written."""

from __future__ import annotations

from pathlib import Path

from analyzer.source.mentions import mentions, without_mention


def test_names_are_counted_as_whole_words_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def order():  # not reorder, orders or order_2\n    'call order()'\n")
    (tmp_path / "b.yaml").write_text("job: shop.order\n")
    assert mentions(tmp_path, ["a.py", "b.yaml"], {"order", "gone"}) == {"order": 3}


def test_bytes_of_no_encoding_are_read_and_what_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"# \xff\xfe\norder()\x00")
    (tmp_path / "b.py").symlink_to(tmp_path / "a.py")
    assert mentions(tmp_path, ["a.py", "b.py", "missing.py"], ["order"]) == {"order": 1}


def test_nothing_is_read_for_no_names(tmp_path: Path) -> None:
    assert not mentions(tmp_path, ["missing.py"], ())


def test_of_some_names_those_are_left_that_no_file_holds(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("orders()")
    (tmp_path / "b.py").write_text("gone()")
    assert without_mention(tmp_path, ["a.py", "b.py", "missing.py"], ["order", "gone", "left"]) == {"left"}
