"""Write docs/frameworks.md: what each framework understands and what it does not, as its own file says.

python tools/frameworks_page.py           writes the page
python tools/frameworks_page.py --check   says whether it is what it would write
"""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from pathlib import Path

from analyzer.registry import FRAMEWORKS

PAGE = Path(__file__).parent.parent / "docs" / "frameworks.md"
BESIDES = (
    ("django: where it is entered", "analyzer.frameworks.django.entry"),
    ("state and settings", "analyzer.state"),
)
"""What is read by a part of a framework, or by none."""
HEAD = """# What is understood, framework by framework

Each framework is one file or folder of `analyzer/frameworks`; what stands here is what it says of itself (`python
tools/frameworks_page.py` writes this page, and a test holds it). What is not understood is listed in `unresolved.csv`
where the framework can see it, and missing where it cannot; `project.others` names the libraries that the code
imports and nobody here reads. [Adding a framework](guide/frameworks.md) takes a file of a hundred lines.
"""


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    documented = [(framework.name, framework.__module__) for framework in FRAMEWORKS]
    for name, module in sorted([*documented, *BESIDES]):
        parts.append(_section(name, inspect.cleandoc(import_module(module).__doc__ or "")))
    return "\n".join(parts)


def _section(name: str, documented: str) -> str:
    """One framework: its first sentence, and a paragraph for each that begins with a word and a colon."""
    lines = [f"## {name.replace('_', ' ')}", ""]
    for line in documented.replace("``", "`").splitlines():
        starts = line.startswith(("Understands:", "Does not understand:"))
        if starts and lines[-1]:
            lines.append("")
        lines.append(f"**{line.partition(':')[0]}:**{line.partition(':')[2]}" if starts else line)
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the page, or compare it."""
    made = page()
    if "--check" in sys.argv[1:]:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == made else f"{PAGE.name} is not current: run {__file__}")
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
