"""What do Flask and the libraries around it call requests and their parts?"""

from __future__ import annotations

from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.model.interfaces import Place

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
)
