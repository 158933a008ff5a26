"""What do Flask and the libraries around it call requests and their parts?"""

from __future__ import annotations

from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.model.interfaces import Place

HEADERS = {
    "accept_languages": "Accept-Language",
    "authorization": "Authorization",
    "if_match": "If-Match",
    "if_modified_since": "If-Modified-Since",
    "if_none_match": "If-None-Match",
    "if_range": "If-Range",
    "if_unmodified_since": "If-Unmodified-Since",
    "origin": "Origin",
    "range": "Range",
    "referrer": "Referer",
    "user_agent": "User-Agent",
}
"""Attributes of Werkzeug's requests that stand for one header; those by which a body is transported are not told."""
WORDS = RequestWords(
    objects=frozenset({"flask.request", "flask.globals.request", "quart.request", "connexion.request"}),
    classes=frozenset({"Request"}),
    sources={
        "args": (Place.QUERY,),
        "form": (Place.FORM,),
        "values": (Place.QUERY, Place.FORM),
        "files": (Place.FILE,),
        "headers": (Place.HEADER,),
        "cookies": (Place.COOKIE,),
        "view_args": (Place.PATH,),
    },
    wholes=frozenset({"data", "get_data", "stream"}),
    bodies=frozenset({"json", "get_json"}),
    headers=HEADERS,
)
