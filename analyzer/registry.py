"""Which frameworks are there? A new one is one module in ``analyzer.frameworks`` and one line here."""

from __future__ import annotations

from analyzer.frameworks.aiohttp import Aiohttp
from analyzer.frameworks.argparse import Argparse
from analyzer.frameworks.ariadne import Ariadne
from analyzer.frameworks.bottle import Bottle
from analyzer.frameworks.buckets import Buckets
from analyzer.frameworks.caches import Caches
from analyzer.frameworks.celery import Celery
from analyzer.frameworks.click import Click
from analyzer.frameworks.connexion import Connexion
from analyzer.frameworks.cyclopts import Cyclopts
from analyzer.frameworks.django.plugin import Django
from analyzer.frameworks.dramatiq import Dramatiq
from analyzer.frameworks.fastapi import FastApi
from analyzer.frameworks.files import Files
from analyzer.frameworks.flask import Flask
from analyzer.frameworks.flask_appbuilder import FlaskAppBuilder
from analyzer.frameworks.graphene import Graphene
from analyzer.frameworks.house_made import HouseMade
from analyzer.frameworks.huey import Huey
from analyzer.frameworks.marshmallow import Marshmallow
from analyzer.frameworks.message_queues import MessageQueues
from analyzer.frameworks.message_topics import MessageTopics
from analyzer.frameworks.messaging import Messaging
from analyzer.frameworks.mongoengine import MongoEngine
from analyzer.frameworks.pandas import Pandas
from analyzer.frameworks.pecan.plugin import Pecan
from analyzer.frameworks.peewee import Peewee
from analyzer.frameworks.pony.plugin import Pony
from analyzer.frameworks.pymongo import PyMongo
from analyzer.frameworks.pyramid import Pyramid
from analyzer.frameworks.raw_sql.plugin import RawSql
from analyzer.frameworks.redis import Redis
from analyzer.frameworks.rpc import Rpc
from analyzer.frameworks.rpc_topics import RpcTopics
from analyzer.frameworks.rq import Rq
from analyzer.frameworks.sanic import Sanic
from analyzer.frameworks.schedulers import Schedulers
from analyzer.frameworks.scripts import Scripts
from analyzer.frameworks.search_indexes import SearchIndexes
from analyzer.frameworks.signals import Signals
from analyzer.frameworks.spyne import Spyne
from analyzer.frameworks.sql_transactions import SqlTransactions
from analyzer.frameworks.sqlalchemy.plugin import SqlAlchemy
from analyzer.frameworks.sqlalchemy.transactions import SqlAlchemyTransactions
from analyzer.frameworks.strawberry import Strawberry
from analyzer.frameworks.task_queues import TaskQueues
from analyzer.frameworks.tornado import Tornado
from analyzer.frameworks.tortoise import Tortoise
from analyzer.frameworks.typer import Typer
from analyzer.link.framework import Framework

FRAMEWORKS: tuple[type[Framework], ...] = (
    Django,
    SqlAlchemy,
    Aiohttp,
    Argparse,
    Ariadne,
    Bottle,
    Buckets,
    Caches,
    Celery,
    Click,
    Connexion,
    Cyclopts,
    Dramatiq,
    FastApi,
    Files,
    Flask,
    FlaskAppBuilder,
    Graphene,
    HouseMade,
    Huey,
    Marshmallow,
    MessageQueues,
    MessageTopics,
    Messaging,
    MongoEngine,
    Pandas,
    Pecan,
    Peewee,
    Pony,
    PyMongo,
    Pyramid,
    RawSql,
    Redis,
    Rpc,
    RpcTopics,
    Rq,
    Sanic,
    Schedulers,
    Scripts,
    SearchIndexes,
    Signals,
    Spyne,
    Strawberry,
    TaskQueues,
    Tornado,
    Tortoise,
    Typer,
)
TRANSACTION_RULES = (SqlAlchemyTransactions, SqlTransactions)
