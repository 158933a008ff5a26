"""Which frameworks are there? A new one is one module in ``analyzer.frameworks`` and one line here."""

from __future__ import annotations

from analyzer.frameworks.aiohttp import Aiohttp
from analyzer.frameworks.bottle import Bottle
from analyzer.frameworks.connexion import Connexion
from analyzer.frameworks.django.plugin import Django
from analyzer.frameworks.fastapi import FastApi
from analyzer.frameworks.flask import Flask
from analyzer.frameworks.flask_appbuilder import FlaskAppBuilder
from analyzer.frameworks.pyramid import Pyramid
from analyzer.frameworks.raw_sql.plugin import RawSql
from analyzer.frameworks.sanic import Sanic
from analyzer.frameworks.sql_transactions import SqlTransactions
from analyzer.frameworks.sqlalchemy.plugin import SqlAlchemy
from analyzer.frameworks.sqlalchemy.transactions import SqlAlchemyTransactions
from analyzer.frameworks.tornado import Tornado
from analyzer.link.framework import Framework

FRAMEWORKS: tuple[type[Framework], ...] = (
    Aiohttp,
    Bottle,
    Connexion,
    Django,
    FastApi,
    Flask,
    FlaskAppBuilder,
    Pyramid,
    SqlAlchemy,
    RawSql,
    Sanic,
    Tornado,
)
TRANSACTION_RULES = (SqlAlchemyTransactions, SqlTransactions)
