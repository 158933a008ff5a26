"""What holds for every run: the same bytes, nothing imported, nothing lost; the tool reads itself."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

from analyzer.model.code import ModuleStatus
from analyzer.model.options import Options
from analyzer.pipeline import analyze, facts_of
from reports.render.as_json import read_json, write_json
from trees import analysed, write

HOME = Path(__file__).parent.parent
SAMPLE = HOME / "sample_monolith" / "ridehailing"


def _outputs(place: Path, jobs: str, seed: str, cache: str) -> list[bytes]:
    """Run the tool on the sample in a process of its own, and read what it wrote."""
    place.mkdir()
    outputs = ("json=seamline.json", "html=report.html", "csv=csv")
    named = [word for output in outputs for word in ("--output", output)]
    asked = ["analyze", str(SAMPLE), "--quiet", "--no-diagrams", "--jobs", jobs, cache, *named]
    command = [sys.executable, "-m", "seamline", *asked]
    subprocess.run(command, cwd=place, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    names = ("seamline.json", "report.html", "csv/calls.csv", "csv/findings.csv", "csv/services.csv")
    return [(place / name).read_bytes() for name in names]


def test_workers_hash_seed_and_cache_change_no_byte(tmp_path: Path) -> None:
    first = _outputs(tmp_path / "first", "2", "7", "--cache")
    for jobs, seed, cache in (("1", "0", "--no-cache"), ("3", "4242", "--cache")):
        assert _outputs(tmp_path / seed, jobs, seed, cache) == first


def test_the_analysed_code_is_never_imported_or_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    hostile = f"open({str(mark)!r}, 'w')\nimport os\nos._exit(9)\n"
    result = analysed(tmp_path / "tree", {"evil.py": hostile, "conftest.py": hostile, "setup.py": hostile})
    assert result.coverage.files_read == 2
    assert not mark.exists()


def test_one_bad_file_costs_itself_alone(tmp_path: Path) -> None:
    write(tmp_path, {"good.py": "def f(): ...\n", "deep.py": f"x = {'(' * 400}{')' * 400}\n", "two.py": "print 'x'\n"})
    (tmp_path / "latin.py").write_bytes(b"x = '\xe9'\n")
    (tmp_path / "nul.py").write_bytes(b"x = 1\0\n")
    result = analyze(tmp_path, Options(jobs=1))
    status = {module.path: (module.status.value, bool(module.reason)) for module in result.modules}
    assert status == {
        "deep.py": ("unread", True),
        "good.py": ("parsed", False),
        "latin.py": ("unread", True),
        "nul.py": ("unread", True),
        "two.py": ("unread", True),
    }
    assert result.coverage.files_unread == 4


def test_generated_code_is_followed_as_deep_as_it_was_read(tmp_path: Path) -> None:
    files = {
        "terms.py": "x = " + " + ".join(f"a{n}" for n in range(10_000)) + "\n",
        "chain.py": "def f(q):\n    return q" + "".join(f".filter(a={n})" for n in range(850)) + "\n",
        "branches.py": "if a: pass\n" + "".join(f"elif a{n}: pass\n" for n in range(900)),
        "lists.py": "x = " + "[" * 90 + "]" * 90 + "\n",
        "long.py": "\n".join(f"X{n} = {n}" for n in range(30_000)) + "\n",
    }
    result = analysed(tmp_path, files)
    assert {module.path: module.status.value for module in result.modules} == dict.fromkeys(files, "parsed")
    assert result.coverage.calls_external == 850


def test_the_result_survives_its_own_format(tmp_path: Path) -> None:
    result = analyze(SAMPLE, Options())
    assert read_json(write_json(result)) == result


def test_every_code_module_and_definition_has_a_service_or_is_shared() -> None:
    result = analyze(SAMPLE, Options())
    names = {service.name for service in result.services}
    code = [
        module
        for module in result.modules
        if module.kind.value == "code" and module.status.value in ("parsed", "lowered")
    ]
    assert "shared kernel" not in names
    assert {module.service for module in code} <= {*names, "shared kernel"}
    assert {definition.service for definition in result.definitions} <= {*names, "shared kernel"}


def test_facts_are_those_that_an_analysis_clusters(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/a.py": "def one():\n    pass\n",
        "shop/b.py": "from shop.a import one\none()\n",
    }
    result = analysed(tmp_path, files)
    facts = facts_of(tmp_path, Options(jobs=1))
    assert [module.name for module in facts.modules] == [module.name for module in result.modules]
    assert (facts.calls, facts.imports) == (result.calls, result.imports)
    assert {one.service for one in facts.definitions} == {""}
    assert gc.isenabled()


def test_the_tool_reads_itself() -> None:
    analyzer = tuple(f"/analyzer/{part}" for part in ("interpret", "link/", "model/", "pipeline.py", "source/"))
    result = facts_of(HOME, Options(include=(*analyzer, "/reports/"), with_tests=True))
    edges = {(edge.importer, edge.imported) for edge in result.imports}
    assert ("analyzer.pipeline", "analyzer.interpret") in edges
    assert not [edge for edge in edges if edge[0].startswith("reports") and edge[1].startswith("analyzer.link")]
    called = {(call.caller, call.callee) for call in result.calls}
    assert ("analyzer.pipeline._understood", "analyzer.source.discovery.discover") in called
    assert {module.status for module in result.modules} == {ModuleStatus.PARSED}
    assert {(access.path, access.table) for access in result.accesses} == {("analyzer/source/cache.py", "results")}


def test_what_a_reader_of_the_figures_should_know_is_noted(tmp_path: Path) -> None:
    files = {
        "a/app/m.py": "",
        "a/app/__init__.py": "",
        "b/app/m.py": "",
        "b/app/__init__.py": "",
        "T.py": "",
        "t.py": "",
    }
    write(tmp_path, files | {".gitignore": "x*.py\n", **{f"x{number}.py": "" for number in range(5)}})
    assert analyze(tmp_path, Options(jobs=1)).project.notes == (
        "2 files bear the module name app: a/app/__init__.py, b/app/__init__.py",
        "2 files bear the module name app.m: a/app/m.py, b/app/m.py",
        "T.py, t.py are one file where letters of both cases count as one",
        "left out: ignored by git: x0.py, x1.py, x2.py and 2 more",
    )
