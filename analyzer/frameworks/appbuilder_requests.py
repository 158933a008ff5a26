"""What do the APIs of Flask-AppBuilder take and answer, beyond what Flask does?"""

from __future__ import annotations

from analyzer.frameworks.plain_shapes import MAP
from analyzer.frameworks.request_reads.frames import Arguments, Frame, NoHook, Running
from analyzer.frameworks.request_reads.values import Answer, Bound, Known, Mapped, Me, Outside, Value
from analyzer.model.interfaces import Place
from analyzer.model.shapes import Origin

_QUERY = "q"


class AppBuilderReads(NoHook):
    """Knows ``@rison`` and ``self.response``."""

    def called(self, run: Running, called: Value, given: Arguments, frame: Frame) -> tuple[Value | None] | None:
        """``self.response(200, result=…)``, ``self.response_404()``."""
        del run, frame
        match called:
            case Bound(receiver=Me(), name="response"):
                code = given.get(0, "code")
                status = code.value if isinstance(code, Known) and isinstance(code.value, int) else 0
                return (Answer(Mapped(tuple(given.named), tuple(given.named.values()), given.is_whole), status),)
            case Bound(receiver=Me(), name=name) if name.startswith("response_") and name[9:].isdigit():
                return (Answer(None, int(name[9:])),)
        return None

    def decorated(self, run: Running, called: Value, given: Arguments, frame: Frame) -> None:
        """``@rison(schema)``."""
        del given
        if isinstance(called, Outside) and called.name.endswith(".rison"):
            taken = run.notes.take((Place.QUERY,), _QUERY, frame.path, frame.line)
            run.notes.refine(taken, MAP, Origin.ANNOTATION)
            run.notes.spare(taken)
