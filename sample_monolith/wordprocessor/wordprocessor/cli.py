"""Command line of the word processor."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from wordprocessor import export, history, layout, spelling, storage, styles
from wordprocessor.sheet import Sheet

LETTER = """A quiet morning
The sunlight went over the waterfall and the peple on the hill saw the river below. Nobody wrote teh letter before \
the evening, and the books stayed on the bookshelf until the rain was over.
SELECT words FROM sentence
We will print this sheet today."""


def demo(args: argparse.Namespace) -> int:
    sheet = Sheet()
    checker = spelling.Checker(sheet)
    sheet.type(LETTER)
    styles.apply(sheet, 0, "title")
    styles.define("query", styles.Style("pre", align="left", indent=2, checked=False))
    styles.apply(sheet, 2, "query")
    print("unknown:", ", ".join(checker.misspelled()))
    checker.accept("nobody")
    checker.accept("stayed")
    checker.accept("bookshelf")
    checker.accept("wrote")
    checker.correct()
    sheet.move(3, 99)
    sheet.delete_word()
    sheet.type("tomorow.")
    print("unknown:", ", ".join(checker.misspelled()))
    print("undone:", history.undo(), "on page", sheet.page())
    layout.insert_break(sheet, 3)
    print(export.as_text(sheet, 40), end="")
    return 0


def edit(args: argparse.Namespace) -> int:
    old, equals, new = args.replace.partition("=")
    if not equals:
        raise ValueError("--replace needs old=new")
    sheet = storage.load(args.file)
    found = sheet.replace_all(old, new)
    storage.save(sheet, args.file)
    print(f"{found} replaced")
    return 0


def check(args: argparse.Namespace) -> int:
    found = spelling.Checker(storage.load(args.file)).misspelled()
    for word in dict.fromkeys(found):
        print(f"{word}: {', '.join(spelling.suggest(word)) or 'no idea'}")
    return 1 if found else 0


def set_lines(args: argparse.Namespace) -> int:
    print(export.as_text(storage.load(args.file), args.width), end="")
    return 0


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wordprocessor")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("demo", help="write, check and set a short letter").set_defaults(run=demo)
    editor = commands.add_parser("edit", help="insert into a file what a pattern asks for")
    editor.add_argument("file", type=Path)
    editor.add_argument("--replace", required=True, metavar="OLD=NEW")
    editor.set_defaults(run=edit)
    checker = commands.add_parser("check", help="list the unknown words of a file")
    checker.add_argument("file", type=Path)
    checker.set_defaults(run=check)
    setter = commands.add_parser("format", help="print a file, justified")
    setter.add_argument("file", type=Path)
    setter.add_argument("--width", type=int, default=layout.WIDTH)
    setter.set_defaults(run=set_lines)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    args = build_parser().parse_args(argv)
    try:
        return args.run(args)
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
