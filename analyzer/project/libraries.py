"""Which frameworks does the code import, whether or not this version understands them?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.model.syntax import FileFacts

_FRAMEWORKS = {
    "aiohttp": "aiohttp", "aiokafka": "Kafka", "apscheduler": "APScheduler", "ariadne": "Ariadne", "asyncpg": "asyncpg",
    "boto3": "boto3", "bottle": "Bottle", "cassandra": "Cassandra", "celery": "Celery", "channels": "Channels",
    "confluent_kafka": "Kafka", "connexion": "Connexion", "django": "Django", "dramatiq": "Dramatiq",
    "elasticsearch": "Elasticsearch",
    "fastapi": "FastAPI", "flask": "Flask", "flask_appbuilder": "Flask-AppBuilder",
    "flask_sqlalchemy": "Flask-SQLAlchemy",
    "graphene": "Graphene", "grpc": "gRPC", "huey": "Huey", "kafka": "Kafka", "kombu": "Kombu",
    "mongoengine": "MongoEngine", "motor": "Motor", "oslo_db": "oslo.db", "oslo_messaging": "oslo.messaging",
    "pecan": "Pecan",
    "peewee": "Peewee", "pika": "Pika", "pony": "Pony", "psycopg": "psycopg", "psycopg2": "psycopg2",
    "pymongo": "PyMongo", "pymysql": "PyMySQL", "pyramid": "Pyramid", "redis": "Redis",
    "rest_framework": "Django REST framework", "rq": "RQ", "sanic": "Sanic", "spyne": "Spyne",
    "sqlalchemy": "SQLAlchemy", "sqlite3": "sqlite3", "sqlmodel": "SQLModel", "starlette": "Starlette",
    "strawberry": "Strawberry", "tornado": "Tornado", "tortoise": "Tortoise", "zope": "Zope",
}  # fmt: skip
_UNDERSTOOD = {
    "aiohttp", "APScheduler", "Ariadne", "boto3", "Bottle", "Celery", "Channels", "Connexion", "Django", "Dramatiq",
    "Elasticsearch", "FastAPI", "Flask", "Flask-AppBuilder", "Flask-SQLAlchemy", "Graphene", "gRPC", "Huey",
    "Kafka", "Kombu", "MongoEngine", "Motor", "oslo.messaging", "Pecan", "Peewee", "Pika", "Pony", "PyMongo", "Pyramid",
    "Redis", "RQ", "Sanic", "Spyne", "SQLAlchemy", "sqlite3", "SQLModel", "Starlette", "Strawberry", "Tornado",
    "Tortoise",
}  # fmt: skip


def frameworks_not_understood(files: Iterable[FileFacts]) -> tuple[str, ...]:
    """Return the frameworks that the code imports and this version has no plug-in for, by name."""
    imports = (fact for one in files for fact in one.imports if not fact.level and fact.kind != "string")
    tops = {fact.module.partition(".")[0] for fact in imports}
    return tuple(sorted({_FRAMEWORKS[top] for top in tops & _FRAMEWORKS.keys()} - _UNDERSTOOD))
