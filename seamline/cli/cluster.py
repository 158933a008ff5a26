"""``seamline cluster GRAPH.json``: the services of a graph that another tool made, of a program in any language."""

from __future__ import annotations

from pathlib import Path

import click

from seamline.cli.outputs import parse_outputs
from seamline.cli.settings import Voice, shared_options


@click.command("cluster")
@click.argument("graph", type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="json=FILE",
    help="Write the services to FILE; - is stdout, the default. May be repeated.",
)
@click.option(
    "--services",
    metavar="N|A..B",
    envvar="SEAMLINE_SERVICES",
    help="How many services; default: as the evidence supports.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    envvar="SEAMLINE_SEED",
    help="Seed of the partition.",
)
@shared_options
def cluster_command(  # noqa: PLR0913  # one parameter per flag, as click passes them
    graph: Path,
    outputs: tuple[str, ...],
    services: str | None,
    seed: int,
    *,
    quiet: bool,
    verbose: bool,
    color: str,
    debug: bool,
) -> int:
    """Cluster GRAPH, a JSON file of classes, functions, modules, tables and the edges between them.

    `seamline schema graph` prints what may stand in it, `seamline schema clusters` what is written.

    \b
    Examples:
      seamline cluster graph.json
      seamline cluster graph.json --output json=services.json --services 4..8
    """
    del debug  # read by main, which prints the traceback
    from analyzer.cluster.exchange import cluster_graph, write_clustering
    from analyzer.graph.exchange import read_graph
    from analyzer.model.options import Options, ServiceRange
    from reports.render.output import write
    from seamline.config.shapes import service_range

    voice = Voice(quiet, verbose, color)
    targets = _targets(outputs)
    wanted = ServiceRange() if services is None else service_range(services)
    given = read_graph(_content(graph), str(graph))
    voice.detail(f"clustering {len(given.nodes)} nodes and {len(given.edges)} edges")
    content = write_clustering(cluster_graph(given, Options(services=wanted, seed=seed)))
    for target in targets:
        write(target, content)
        if target != "-":
            voice.note(f"wrote {target}")
    return 0


def _targets(outputs: tuple[str, ...]) -> list[str]:
    found = parse_outputs(outputs or ("json=-",))
    for name, target in found:
        if name != "json":
            raise click.UsageError(f"--output {name}={target}: the services of a graph are written as json only")
    return [target for _, target in found]


def _content(file: Path) -> bytes:
    from analyzer.errors import BadInputError

    try:
        return file.read_bytes()
    except OSError as problem:
        raise BadInputError(f"cannot read {file}: {problem.strerror or problem}; give a graph as JSON") from problem
