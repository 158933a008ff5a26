"""Indexes of search engines.

Understands: Elasticsearch and OpenSearch clients (``es.index(index="orders")``, ``search``, ``helpers.bulk``), their
query languages (``Search(index=)``, ``Index("orders")``), Meilisearch (``client.index("orders")``), Solr (the core at
the end of its address), Whoosh (the folder of the index) and Haystack (``SearchQuerySet`` reads, the methods of a
``SearchIndex`` write; the index is the alias of its connection, ``default`` where none is named).
Does not understand: documents classes with an ``Index`` inside, of which the calls do not say the name.
"""

from __future__ import annotations

from analyzer.frameworks.call_texts import READ, WRITE
from analyzer.frameworks.library_calls import LibraryCalls, Maker, Use, does, last_part
from analyzer.model.resources import ResourceKind

NAME = "search_indexes"
_INDEX = ResourceKind.INDEX
_CLIENT = r"(elasticsearch\d?|opensearchpy)\.[\w.]*(Async)?(Elasticsearch|OpenSearch)(\(\))?(\.\w+\(\))?"
_SEARCH = r"(elasticsearch_dsl|elasticsearch\.dsl|opensearch_dsl|opensearchpy)\.[\w.]*(Search|Index)\(\)(\.\w+\(\))*"
_CHAIN = ("filter", "query", "exclude", "sort", "source", "extra", "highlight", "params", "using", "search")


class SearchIndexes(LibraryCalls):
    """The plug-in."""

    name = NAME
    packages = (
        *("elasticsearch", "elasticsearch_dsl", "elasticsearch7", "elasticsearch8", "opensearchpy", "opensearch_dsl"),
        *("meilisearch", "meilisearch_python_sdk", "pysolr", "whoosh", "haystack"),
    )
    outside = ("elasticsearch", "opensearch", "meilisearch", "pysolr.", "whoosh.", "haystack.")
    answers = frozenset(
        {"Search", "Index", "index", "get_index", "Solr", "open_dir", "create_in", "writer", "searcher", *_CHAIN}
    )
    makers = (
        Maker(r"(elasticsearch_dsl|elasticsearch\.dsl|opensearch_dsl|opensearchpy)\.[\w.]*Search", -1, ("index",)),
        Maker(r"(elasticsearch_dsl|elasticsearch\.dsl|opensearch_dsl|opensearchpy)\.[\w.]*Index", 0, ("name",)),
        Maker(rf"{_SEARCH}\.({'|'.join(_CHAIN)})", -1),
        Maker(r"meilisearch[\w.]*Client\(\)\.(index|get_index)", 0, ("uid",)),
        Maker(r"pysolr\.Solr", 0, ("url",)),
        Maker(r"whoosh\.index\.(open_dir|create_in)", 0, ("dirname",)),
        Maker(r"whoosh\.index\.(open_dir|create_in)\(\)\.(writer|searcher)", -1),
    )
    uses = (
        Use(
            _INDEX,
            _CLIENT,
            does(WRITE, "index update delete bulk delete_by_query update_by_query create put_mapping reindex")
            | does(READ, "search get mget count msearch exists scroll termvectors get_source"),
            -1,
            ("index",),
        ),
        Use(
            _INDEX,
            r"(elasticsearch\d?|opensearchpy)\.helpers",
            does(WRITE, "bulk streaming_bulk parallel_bulk async_bulk") | does(READ, "scan async_scan"),
            -1,
            ("index",),
        ),
        Use(_INDEX, _SEARCH, does(READ, "execute count scan search") | does(WRITE, "delete save create"), -1),
        Use(
            _INDEX,
            r"meilisearch[\w.]*Client\(\)\.(index|get_index)\(\)",
            does(WRITE, "add_documents update_documents delete_document delete_documents delete_all_documents")
            | does(READ, "search get_document get_documents"),
            -1,
        ),
        Use(
            _INDEX,
            r"meilisearch[\w.]*Client\(\)",
            does(WRITE, "create_index delete_index"),
            0,
            ("uid",),
        ),
        Use(
            _INDEX,
            r"pysolr\.Solr\(\)",
            does(READ, "search more_like_this") | does(WRITE, "add delete"),
            -1,
            tidy=last_part,
        ),
        Use(_INDEX, r"whoosh\.index\.(open_dir|create_in)\(\)", does(READ, "searcher") | does(WRITE, "writer"), -1),
        Use(_INDEX, r"haystack\.query", does(READ, "SearchQuerySet EmptySearchQuerySet"), -1, constant="default"),
        Use(
            _INDEX,
            r"haystack\.indexes\.(SearchIndex|BasicSearchIndex|ModelSearchIndex)(\(\))?",
            does(WRITE, "update_object remove_object update reindex clear"),
            -1,
            constant="default",
        ),
    )
