"""Which calls of libraries make a response, with which code, and what does it say?"""

from __future__ import annotations

from http import HTTPStatus

from analyzer.model.chains import keyword, last_name
from analyzer.model.syntax import Call, Constant, Expression, Mapping

_FIRST_ERROR = 400
_KEYWORDS = ("status", "status_code", "code")
_BY_PLACE = {
    **dict.fromkeys(("Response", "make_response", "HTTPResponse", "json", "text", "html", "raw"), 1),
    **dict.fromkeys(("JSONResponse", "ORJSONResponse", "UJSONResponse", "PlainTextResponse", "HTMLResponse"), 1),
    "HttpResponse": 2,
    "render": 4,
}
"""Where the code stands among the arguments of what makes a response; the others take it by name alone."""
_OTHERS = frozenset({
    "JsonResponse", "TemplateResponse", "SimpleTemplateResponse", "render_to_response", "StreamingHttpResponse",
    "FileResponse", "StreamingResponse", "json_response", "JSONHttpResponse", "JsonHttpResponse",
})  # fmt: skip
_PAGES = frozenset({"render", "TemplateResponse", "SimpleTemplateResponse", "render_to_response"})
_OF_DJANGO = {"BadRequest": 400, "NotFound": 404, "Forbidden": 403, "NotAllowed": 405, "Gone": 410, "ServerError": 500}
_OF_PHRASES = {
    one.phrase.lower().replace(" ", "").replace("-", ""): one.value for one in HTTPStatus if one >= _FIRST_ERROR
}
_RETURNABLE = ("werkzeug.exceptions.", "pyramid.httpexceptions.", "aiohttp.web", "webob.exc.")
_TRANSLATING = frozenset({"_", "gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "lazy_gettext"})
_SAYING = ("error", "message", "detail", "msg", "reason", "description")


def own_code(name: str) -> int:
    """Return the code of failure that a class of responses of a library stands for; 0 for other classes."""
    last = name.rpartition(".")[2]
    if last.startswith("HttpResponse") and name.startswith("django."):
        return _OF_DJANGO.get(last.removeprefix("HttpResponse"), 0)
    return _OF_PHRASES.get(last.removeprefix("HTTP").lower(), 0) if name.startswith(_RETURNABLE) else 0


def exception_of(code: int, name: str = "") -> str:
    """Return the name under which a response is told: of its class, where that stands for a code, else of the code."""
    if name:
        return name.replace("django.http.response.", "django.http.")
    try:
        return f"http.HTTPStatus.{HTTPStatus(code).name}"
    except ValueError:
        return f"http.HTTPStatus.{code}"


def given_status(call: Call, name: str, *, is_class: bool) -> Expression | None:
    """Return the expression of the code that a call gives a response; None where it makes none, or gives none."""
    last = name.rpartition(".")[2]
    if last not in _BY_PLACE and last not in _OTHERS and not is_class and not last.endswith("Response"):
        return None
    given = next((one for each in _KEYWORDS if (one := keyword(call, each)) is not None), None)
    place = _BY_PLACE.get(last, len(call.args))
    return given if given is not None or place >= len(call.args) else call.args[place]


def content_of(call: Call, name: str) -> Expression | None:
    """Return what a response holds; None for a page."""
    if name.rpartition(".")[2] in _PAGES:
        return None
    return call.args[0] if call.args else keyword(call, "data") or keyword(call, "content")


def message_of(content: Expression | None) -> str:
    """Return what a response says, as far as that is text: by itself, or under a usual key."""
    match content:
        case Constant(value=str() as text):
            return text
        case Call(function=function, args=(Constant(value=str() as text), *_)) if last_name(function) in _TRANSLATING:
            return text
        case Call(function=function, args=(Mapping() as inner, *_)) if last_name(function) == "jsonify":
            return message_of(inner)
        case Call(function=function, keywords=keywords) if last_name(function) == "jsonify":
            said = {one.name: one.value for one in keywords}
            return next((text for key in _SAYING if (text := _text(said.get(key)))), "")
        case Mapping(keys=keys, values=values):
            held = {key.value: value for key, value in zip(keys, values, strict=False) if isinstance(key, Constant)}
            return next((text for key in _SAYING if (text := _text(held.get(key)))), "")
        case _:
            return ""


def _text(expression: Expression | None) -> str:
    return message_of(expression) if not isinstance(expression, Mapping) else ""
