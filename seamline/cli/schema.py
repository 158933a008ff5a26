"""``seamline schema``: what may stand in a result, in a graph to cluster, and in its services."""

from __future__ import annotations

from typing import Any

import click


@click.command("schema")
@click.argument("document", type=click.Choice(["result", "graph", "clusters"]), default="result")
def schema_command(document: str) -> int:
    """Print the JSON Schema of the result; of what `seamline cluster` reads (graph) or writes (clusters)."""
    import msgspec

    schema = msgspec.json.schema(_record(document))
    click.echo(msgspec.json.format(msgspec.json.encode(schema), indent=2).decode())
    return 0


def _record(document: str) -> type[Any]:
    from analyzer.model.analysis import Analysis
    from analyzer.model.exchange import ClusteringDocument, GraphDocument

    return {"result": Analysis, "graph": GraphDocument, "clusters": ClusteringDocument}[document]
