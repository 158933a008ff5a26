"""What the architect said is obeyed by whole runs: seeds, what is kept from a service, pairs apart, the number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cluster.partition import partition
from analyzer.cluster.steered import Wishes
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Edge, Graph, Node
from analyzer.model.analysis import Analysis
from analyzer.model.options import Options, ServiceRange, SteeredService
from trees import analysed


def feature(name: str, verbs: tuple[str, ...] = ("open", "check", "close", "list", "count")) -> dict[str, str]:
    """A package of two modules whose functions call each other."""
    records = "".join(f"def {verb}_{name}():\n    return find_{name}()\n\n" for verb in verbs)
    jobs = "".join(f"def run_{verb}():\n    {verb}_{name}()\n    find_{name}()\n\n" for verb in verbs)
    names = ", ".join(f"{verb}_{name}" for verb in verbs)
    return {
        f"shop/{name}/__init__.py": "",
        f"shop/{name}/records.py": f"def find_{name}(): ...\n\n{records}",
        f"shop/{name}/jobs.py": f"from shop.{name}.records import find_{name}, {names}\n\n{jobs}",
    }


SHOP = {"shop/__init__.py": ""} | feature("invoice") | feature("parcel") | feature("ticket")
STRAY = """
    from shop.parcel.records import find_parcel, open_parcel, close_parcel

    def deliver():
        open_parcel()
        close_parcel()
        find_parcel()

    def hand_over():
        deliver()
        open_parcel()
        find_parcel()
"""


def run(tree: Path, files: dict[str, str], *services: SteeredService, wanted: ServiceRange = ServiceRange()) -> Analysis:
    return analysed(tree, files, Options(jobs=1, git=False, service=services, services=wanted))


def service_of(result: Analysis) -> dict[str, str]:
    return {module.name: module.service for module in result.modules}
