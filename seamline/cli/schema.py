"""``seamline schema``: what may stand in a result."""

from __future__ import annotations

import click


@click.command("schema")
def schema_command() -> int:
    """Print the JSON Schema of the result."""
    import msgspec

    from analyzer.model.analysis import Analysis

    click.echo(msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Analysis)), indent=2).decode())
    return 0
