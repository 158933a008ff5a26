"""What do the words and figures of the report mean, and what does this version not look at?"""

from __future__ import annotations

GLOSSARY: tuple[tuple[str, str], ...] = (
    ("access", "A definition selects, inserts, updates or deletes rows of a table."),
    ("accepted finding", "A coupling that the team lives with; open again once its day has passed."),
    (
        "API mandate",
        "Calls go through interfaces alone, nobody reaches into another's tables or resources, and every operation "
        "could cross a process border.",
    ),
    ("blast radius", "The entry points of others that stop working without a service."),
    (
        "certainty",
        "How sure an access or a call is: literal (it stands there), typed (the type is known), relation (by one "
        "of a model), implicit (the framework does it), cascade (it goes along with a deletion), guessed; what follows "
        "from a guess is a guess.",
    ),
    ("compensation", "The step of a saga that takes back what an earlier one did, where a later one fails."),
    ("contract", "The operations of a service."),
    ("coupling", "What makes a cut costly."),
    (
        "blocker",
        "An open finding that the chosen option meets: its parts would lie in several processes; in a modular "
        "monolith, one about tables, classes, modules or circles.",
    ),
    (
        "circle of calls",
        "Services that call each other, directly or through others, so that none can be released alone.",
    ),
    ("confidence", "How sure what is said of an operation is, from what its types, names and callers show."),
    ("data step", "The part of a step that parts tables and transactions, remedy by remedy."),
    ("coupling matrix", "Services by services: what the service of a row needs of the one of a column."),
    ("definition", "A class, function or method; a nested one goes where its outermost goes."),
    ("edge to break", "A call, read, write or foreign key between two services; an import is none."),
    ("entry point", "Where outside control enters: HTTP route, command, task, consumer, signal handler, cron job."),
    ("evidence", "The place in the source that shows a claim: path and line."),
    ("finding", "One coupling with its evidence, severity and certainty; its id is its kind, a colon and its subject."),
    (
        "live",
        "An operation that takes or gives what cannot leave the process (a session, a query, an open file) and must "
        "become data.",
    ),
    ("modular monolith", "One process whose services ask each other through interfaces alone."),
    ("module", "One Python file."),
    ("module to split", "A module whose definitions belong to several services."),
    ("glue", "Code that uses many services and is used by none: it stays with what starts the processes."),
    ("operation", "One thing a service offers another, derived from calls."),
    (
        "owner",
        "The service that should keep a table: it holds its class, creates, deletes, changes and reads its rows, bears "
        "its words, or owns what its keys refer to; contested where another pulls at least half as much.",
    ),
    ("provider, consumer", "The service that offers an operation, and one that calls it."),
    (
        "option",
        "What can be done: stay, make it a modular monolith, extract one to three services, or split all; compared on "
        "the same figures.",
    ),
    (
        "outbox",
        "A table of messages that a service writes in its own transaction, and sends afterwards until it got through.",
    ),
    ("part classes from their bases", "A class of one service no longer inherits from one of another."),
    (
        "ready",
        "None of the reasons against leaving holds: it owns a table, is neither tiny nor woven in, holds together, is "
        "no library to the others, in less than half of many transactions, and fewer than half of the others would "
        "wait for it. The number of edges is its work.",
    ),
    ("pull", "How strongly the edges of a definition, module or table draw it to a service."),
    ("readiness", "How many edges must be broken when a service leaves first, and what speaks against it."),
    (
        "remedy",
        "What can be done about a finding: the places it touches, what becomes of consistency, and its effort in "
        "person-days.",
    ),
    ("resource", "A queue, topic, cache key family, file, bucket or index; also state of the process and settings."),
    ("saga", "Writes one after the other in several processes, each with a step that takes it back."),
    ("scorecard", "How a service does by six principles, each a figure with its formula."),
    ("seam", "Where two services part with little coupling."),
    ("service", "A candidate service: a set of definitions and tables with one business capability."),
    (
        "shared kernel",
        "Code without a capability of its own: a library, or copies for the services that need it, or glue.",
    ),
    ("shared-database coupling", "Coupling through tables: a shared table, a foreign key, a join."),
    ("stability", "The share of the runs of the clustering in which something was with its service."),
    ("step", "A service leaves, or the monolith is put in order; optional where the verdict does not ask for it."),
    ("synchronous depth", "The most borders that one chain of calls crosses in a row, each waiting for the next."),
    ("table", "A database table under its real name."),
    ("turn calls round", "Callers in other services ask the interface of the one that leaves, no longer its code."),
)

FORMULAS: tuple[tuple[str, str, str], ...] = (
    (
        "Files read",
        "files read ÷ (files − files skipped)",
        "Tests and migrations are skipped on purpose and not counted against us.",
    ),
    (
        "Calls resolved",
        "(calls to the project + calls to the outside) ÷ all calls",
        "A call counts as resolved if its target is known, wherever that is.",
    ),
    (
        "Accesses resolved",
        "accesses whose table is known ÷ all accesses",
        "An access is a place in the source; loops do not multiply it.",
    ),
    (
        "Cohesion",
        "weight of edges inside ÷ weight of edges that touch the service",
        "1 where nothing crosses the border.",
    ),
    (
        "Exclusive code",
        "calls to its definitions made by itself ÷ all calls to them",
        "1 where no other service calls it.",
    ),
    (
        "Exclusive data",
        "accesses to its tables made by itself ÷ all accesses to them",
        "1 where it alone uses its tables.",
    ),
    (
        "Stability of a service",
        "sum of the stability of its outermost definitions ÷ their number",
        "Every definition counts the same, whatever its lines.",
    ),
    (
        "Contested table",
        "pull of the runner-up ≥ ½ × pull of the owner",
        "Class 6; insert 5, delete 4, update 3, select 1, each × log₂(1 + number); words up to 2; keys 1, ½, ⅓ …; "
        "infrastructure, cascades and the shared kernel do not count.",
    ),
    (
        "Leaning module",
        "weight to the runner-up > ½ × weight to its own service",
        "Shares of all edge weight that touches the module.",
    ),
)

NOT_YET: tuple[str, ...] = (
    "what if: moving, merging and splitting services in the report itself",
    "which findings are new since an earlier run",
)
