"""How do the proposed services become boundaries that tools enforce inside the monolith, from today on?"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import jinja2

from analyzer.model.analysis import Analysis
from reports.render import import_linter, tach
from reports.render.compiled import Compiled
from reports.render.markdown import Written, code, written
from reports.render.source_roots import source_roots
from reports.views.boundaries import module_imports, pairs, placed

ROWS_SHOWN = 100

_GAP = re.compile(r"\n{3,}")
_TEMPLATES = Path(__file__).parent.parent / "templates"
_COMPILED = Compiled()


def write_boundaries(analysis: Analysis) -> dict[str, bytes]:
    """Render the configuration of import-linter and of tach, and what to do with them; an empty one is left away."""
    places = placed(analysis)
    imports = module_imports(analysis, places)
    files = [write(analysis, places, imports) for write in (import_linter.write_import_linter, tach.write_tach)]
    linter, other = files
    text = _template().render(
        project=analysis.project.name,
        version=analysis.version,
        linter=linter,
        tach=other,
        search_path=_search_path(source_roots(analysis, places)),
        pairs=pairs(analysis),
        splits=[(one, places.get(one.module, "")) for one in analysis.modules_to_split],
        exclude=analysis.options.exclude,
        most=ROWS_SHOWN,
    )
    rendered = {one.name: one.text.encode() for one in files if one.text}
    return {"README.md": (_GAP.sub("\n\n", text).strip() + "\n").encode(), **rendered}


def _search_path(roots: Sequence[str]) -> str:
    """What goes before the call of import-linter, which by itself imports from the folder it runs in alone."""
    return f"PYTHONPATH={shlex.quote(':'.join(roots))} " if set(roots) - {"."} else ""


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=False,  # noqa: S701 (that is for HTML)
        undefined=jinja2.StrictUndefined,
        finalize=written,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
    environment.filters.update(code=code, as_is=Written)
    return environment.get_template("boundaries_readme.md.j2")
