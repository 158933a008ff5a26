"""Which calls of libraries make an answer, of what, and with which response code?"""

from __future__ import annotations

from collections.abc import Callable

from analyzer.frameworks.plain_shapes import BINARY, STRING
from analyzer.frameworks.request_reads.frames import Arguments
from analyzer.frameworks.request_reads.values import Answer, Known, Mapped, Shaped, Value

_PACKAGES = frozenset({"flask", "quart", "werkzeug", "starlette", "fastapi", "aiohttp", "sanic", "bottle", "pyramid"})
_FOUND = 302
_TEMPORARY = 307
_STATUS = ("status", "status_code", "code")


def answered(name: str, given: Arguments) -> Answer | None:
    """Return what a call of a library answers; None where it makes no answer."""
    package, _, rest = name.partition(".")
    made = _CALLS.get(rest.rpartition(".")[2]) if package in _PACKAGES else None
    return None if made is None else made(given)


def _status(given: Arguments, place: int = 1) -> int:
    value = given.get(place, *_STATUS)
    return value.value if isinstance(value, Known) and isinstance(value.value, int) else 0


def _data(given: Arguments) -> Answer:
    content = given.get(0, "content", "data", "body")
    if content is None and given.named and not given.positional:
        kept = {key: value for key, value in given.named.items() if key not in ("status", "headers")}
        content = Mapped(tuple(kept), tuple(kept.values())) if kept else None
    return Answer(content, _status(given))


def _passed(given: Arguments) -> Answer:
    return Answer(given.get(0), _status(given))


def _text(given: Arguments) -> Answer:
    first = given.get(0, "content", "response", "body", "text")
    content: Value | None = first if isinstance(first, (Answer, Known)) else Shaped(STRING)
    return Answer(content, _status(given))


def _opaque(given: Arguments) -> Answer:
    first = given.get(0, "content", "response", "body")
    return Answer(first if isinstance(first, (Answer, Known)) else None, _status(given))


def _file(given: Arguments) -> Answer:
    del given
    return Answer(Shaped(BINARY))


def _redirect(given: Arguments) -> Answer:
    return Answer(Known(None), _status(given) or _FOUND)


def _redirected(given: Arguments) -> Answer:
    return Answer(Known(None), _status(given) or _TEMPORARY)


_CALLS: dict[str, Callable[[Arguments], Answer]] = {
    "jsonify": _data,
    "json_response": _data,
    "JSONResponse": _data,
    "ORJSONResponse": _data,
    "UJSONResponse": _data,
    "json": _data,
    "make_response": _passed,
    "Response": _opaque,
    "HTTPResponse": _opaque,
    "StreamingResponse": _opaque,
    "HTMLResponse": _text,
    "PlainTextResponse": _text,
    "render_template": _text,
    "render_template_string": _text,
    "TemplateResponse": _text,
    "template": _text,
    "html": _text,
    "text": _text,
    "send_file": _file,
    "send_from_directory": _file,
    "static_file": _file,
    "FileResponse": _file,
    "redirect": _redirect,
    "RedirectResponse": _redirected,
}
