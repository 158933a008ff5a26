"""Analyses at the edges, made of tiny trees: one service, no table, a tenth of the files unread, and a history."""

from __future__ import annotations

from pathlib import Path

import truth
from analyzer.model.analysis import Analysis
from analyzer.model.options import Options, ServiceRange
from analyzer.pipeline import analyze
from repositories import Repository
from trees import write

_MODELS = """
from django.db import models


class Invoice(models.Model):
    total = models.IntegerField()


class Parcel(models.Model):
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)
"""
_USES = """
from shop.models import Invoice, Parcel


def charge(total):
    return Invoice.objects.create(total=total)


def send(invoice):
    return Parcel.objects.create(invoice=invoice)
"""


def sample(name: str) -> Analysis:
    """Analyse a sample monolith; its history is that of this project, so without."""
    return truth.analysed(name, Options(jobs=1))


def one_service(folder: Path) -> Analysis:
    """All code in one service, which was asked for."""
    files = {"shop/__init__.py": "", "shop/models.py": _MODELS, "shop/uses.py": _USES}
    return analyze(write(folder, files), Options(jobs=1, git=False, services=ServiceRange(1, 1)))


def no_tables(folder: Path) -> Analysis:
    """Code that keeps nothing: two folders, one of which calls the other."""
    files = {
        "words/__init__.py": "",
        "words/spell.py": "def checked(word):\n    return word.lower()\n",
        "pages/__init__.py": "",
        "pages/sheet.py": "from words.spell import checked\n\n\ndef typed(text):\n    return checked(text)\n",
    }
    return analyze(write(folder, files), Options(jobs=1, git=False))


def unreadable(folder: Path) -> Analysis:
    """Thirty files, three of which cannot be read."""
    files = {"shop/__init__.py": "", "shop/models.py": _MODELS, "shop/uses.py": _USES}
    files |= {f"shop/part_{number}.py": f"def run_{number}():\n    return {number}\n" for number in range(24)}
    write(folder, files)
    for number in range(3):
        (folder / "shop" / f"broken_{number}.py").write_bytes(b"x = 1\0\n")
    return analyze(folder, Options(jobs=1, git=False))


def with_history(folder: Path) -> Analysis:
    """The tree of ``one_service`` in a repository in which its files change together."""
    write(folder, {"shop/__init__.py": "", "shop/models.py": _MODELS, "shop/uses.py": _USES})
    repository = Repository(folder)
    for _ in range(4):
        repository.change("shop/models.py", "shop/uses.py")
    return analyze(folder, Options(jobs=1))
