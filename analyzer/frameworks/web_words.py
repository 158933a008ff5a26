"""What do aiohttp, Sanic, Bottle, Tornado and Pyramid call requests and their parts?"""

from __future__ import annotations

from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.model.interfaces import Place

_CONDITIONS = {
    "if_match": "If-Match",
    "if_modified_since": "If-Modified-Since",
    "if_none_match": "If-None-Match",
    "if_range": "If-Range",
    "if_unmodified_since": "If-Unmodified-Since",
}
AIOHTTP = RequestWords(
    classes=frozenset({"Request", "BaseRequest"}),
    first=True,
    holders=frozenset({"request"}),
    sources={
        "query": (Place.QUERY,),
        "rel_url": (Place.QUERY,),
        "match_info": (Place.PATH,),
        "headers": (Place.HEADER,),
        "cookies": (Place.COOKIE,),
        "post": (Place.FORM,),
        "multipart": (Place.FORM,),
    },
    wholes=frozenset({"text", "read", "content"}),
    bodies=frozenset({"json"}),
    headers=_CONDITIONS | {"http_range": "Range"},
)
SANIC = RequestWords(
    classes=frozenset({"Request"}),
    first=True,
    sources={
        "args": (Place.QUERY,),
        "form": (Place.FORM,),
        "files": (Place.FILE,),
        "headers": (Place.HEADER,),
        "cookies": (Place.COOKIE,),
        "match_info": (Place.PATH,),
    },
    wholes=frozenset({"body"}),
    bodies=frozenset({"json"}),
    headers={"token": "Authorization", "credentials": "Authorization"},
)
BOTTLE = RequestWords(
    objects=frozenset({"bottle.request"}),
    sources={
        "query": (Place.QUERY,),
        "GET": (Place.QUERY,),
        "forms": (Place.FORM,),
        "POST": (Place.FORM,),
        "params": (Place.QUERY, Place.FORM),
        "files": (Place.FILE,),
        "headers": (Place.HEADER,),
        "cookies": (Place.COOKIE,),
    },
    wholes=frozenset({"body"}),
    bodies=frozenset({"json"}),
    readers={"get_header": (Place.HEADER,), "get_cookie": (Place.COOKIE,)},
    dotted=True,
    headers={"auth": "Authorization"},
)
TORNADO = RequestWords(
    holders=frozenset({"request"}),
    sources={
        "headers": (Place.HEADER,),
        "cookies": (Place.COOKIE,),
        "files": (Place.FILE,),
        "arguments": (Place.QUERY, Place.FORM),
        "query_arguments": (Place.QUERY,),
        "body_arguments": (Place.FORM,),
    },
    wholes=frozenset({"body"}),
    readers={
        "get_argument": (Place.QUERY, Place.FORM),
        "get_arguments": (Place.QUERY, Place.FORM),
        "get_query_argument": (Place.QUERY,),
        "get_query_arguments": (Place.QUERY,),
        "get_body_argument": (Place.FORM,),
        "get_body_arguments": (Place.FORM,),
        "get_cookie": (Place.COOKIE,),
        "get_secure_cookie": (Place.COOKIE,),
        "get_signed_cookie": (Place.COOKIE,),
    },
    many=frozenset({"get_arguments", "get_query_arguments", "get_body_arguments"}),
)
PYRAMID = RequestWords(
    classes=frozenset({"Request"}),
    first=True,
    holders=frozenset({"request"}),
    sources={
        "GET": (Place.QUERY,),
        "POST": (Place.FORM,),
        "params": (Place.QUERY, Place.FORM),
        "matchdict": (Place.PATH,),
        "headers": (Place.HEADER,),
        "cookies": (Place.COOKIE,),
    },
    wholes=frozenset({"body", "text"}),
    bodies=frozenset({"json_body", "json"}),
    headers=_CONDITIONS
    | {
        "accept_language": "Accept-Language",
        "authorization": "Authorization",
        "range": "Range",
        "referer": "Referer",
        "referrer": "Referer",
        "user_agent": "User-Agent",
    },
)
