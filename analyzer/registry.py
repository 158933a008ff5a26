"""Which frameworks are there? A new one is one module in ``analyzer.frameworks`` and one line here."""

from __future__ import annotations

from analyzer.frameworks.django.plugin import Django
from analyzer.frameworks.mongoengine import MongoEngine
from analyzer.frameworks.pandas import Pandas
from analyzer.frameworks.peewee import Peewee
from analyzer.frameworks.pony.plugin import Pony
from analyzer.frameworks.pymongo import PyMongo
from analyzer.frameworks.raw_sql import RawSql
from analyzer.frameworks.sql_transactions import SqlTransactions
from analyzer.frameworks.sqlalchemy.plugin import SqlAlchemy
from analyzer.frameworks.sqlalchemy.transactions import SqlAlchemyTransactions
from analyzer.frameworks.tortoise import Tortoise
from analyzer.link.framework import Framework

FRAMEWORKS: tuple[type[Framework], ...] = (
    Django,
    SqlAlchemy,
    MongoEngine,
    Pandas,
    Peewee,
    Pony,
    PyMongo,
    Tortoise,
    RawSql,
)
TRANSACTION_RULES = (SqlAlchemyTransactions, SqlTransactions)
