"""Which frameworks are there? A new one is one module in ``analyzer.frameworks`` and one line here."""

from __future__ import annotations

from analyzer.frameworks.buckets import Buckets
from analyzer.frameworks.caches import Caches
from analyzer.frameworks.django.plugin import Django
from analyzer.frameworks.files import Files
from analyzer.frameworks.house_made import HouseMade
from analyzer.frameworks.message_queues import MessageQueues
from analyzer.frameworks.message_topics import MessageTopics
from analyzer.frameworks.raw_sql import RawSql
from analyzer.frameworks.redis import Redis
from analyzer.frameworks.rpc_topics import RpcTopics
from analyzer.frameworks.search_indexes import SearchIndexes
from analyzer.frameworks.sql_transactions import SqlTransactions
from analyzer.frameworks.sqlalchemy.plugin import SqlAlchemy
from analyzer.frameworks.sqlalchemy.transactions import SqlAlchemyTransactions
from analyzer.frameworks.task_queues import TaskQueues
from analyzer.link.framework import Framework

FRAMEWORKS: tuple[type[Framework], ...] = (
    Django,
    SqlAlchemy,
    RawSql,
    Buckets,
    Caches,
    Files,
    HouseMade,
    MessageQueues,
    MessageTopics,
    Redis,
    RpcTopics,
    SearchIndexes,
    TaskQueues,
)
TRANSACTION_RULES = (SqlAlchemyTransactions, SqlTransactions)
