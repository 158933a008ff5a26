"""Keys, lists and channels of a Redis server.

Understands: the methods of clients that the ``redis`` package (also ``valkey``, ``aioredis``, ``fakeredis``,
``flask_redis``, ``django_redis``) makes, and of their pipelines. Keys are cache entries that are read or written; lists
are queues: ``lpush`` publishes, ``brpop`` consumes; ``publish`` and ``subscribe`` are topics, and so are streams
(``xadd``, ``xread``). A client of unknown type counts where it is called ``redis_client``, ``redis_conn``,
``redis_connection`` or ``redis``.
Does not understand: keys that nobody says (reported as unresolved), scripts, ``eval``, and the range of a list
(``lrange``), which may be of a list or of a queue.
"""

from __future__ import annotations

from analyzer.frameworks.call_texts import BOTH, CONSUME, PUBLISH, READ, WRITE
from analyzer.frameworks.library_calls import LibraryCalls, Use, does, watched_of
from analyzer.model.resources import ResourceKind

NAME = "redis"
_CLIENT = (
    r"(redis|valkey|aioredis|fakeredis|flask_redis|django_redis)\.[\w.()]*?"
    r"(Redis|StrictRedis|Valkey|RedisCluster|FlaskRedis|FakeRedis|FakeStrictRedis|from_url|create_redis|create_redis_pool"
    r"|create_connection|master_for|slave_for|get_redis_connection|Redis\.from_url)(\(\))?(\.(pipeline|multi_exec)\(\))?"
)
_PLAIN = frozenset({"redis_client", "redis_conn", "redis_connection", "redis", "_redis"})
_KEYS = (
    does(READ, "get getrange strlen exists ttl pttl type hget hgetall hexists hkeys hvals hlen hmget hscan hscan_iter")
    | does(READ, "smembers sismember scard srandmember sscan sscan_iter zrange zrevrange zrangebyscore zscore zcard")
    | does(READ, "zcount zrank zrevrank zrevrangebyscore zscan zscan_iter getbit bitcount mget keys scan_iter")
    | does(WRITE, "set setex psetex setnx append incr incrby incrbyfloat decr decrby expire expireat pexpire persist")
    | does(WRITE, "delete unlink rename hset hsetnx hmset hdel hincrby hincrbyfloat sadd srem zadd zrem zincrby")
    | does(WRITE, "zremrangebyscore zremrangebyrank setbit setrange pfadd touch")
    | does(BOTH, "getset getdel getex spop zpopmin zpopmax bzpopmin bzpopmax")
)


class Redis(LibraryCalls):
    """The plug-in."""

    name = NAME
    packages = ("redis", "valkey", "aioredis", "fakeredis", "flask_redis", "django_redis")
    outside = ("redis.", "valkey.", "aioredis.", "fakeredis.", "flask_redis.", "django_redis.")
    uses = (
        Use(ResourceKind.CACHE, _CLIENT, _KEYS, 0, ("name", "key", "names", "keys", "pattern", "match"), plain=_PLAIN),
        Use(
            ResourceKind.QUEUE,
            _CLIENT,
            does(PUBLISH, "lpush rpush lpushx rpushx linsert")
            | does(CONSUME, "lpop rpop blpop brpop brpoplpush blmove"),
            0,
            ("name", "keys", "src"),
            plain=_PLAIN,
        ),
        Use(ResourceKind.TOPIC, _CLIENT, does(PUBLISH, "publish spublish"), 0, ("channel",), plain=_PLAIN),
        Use(
            ResourceKind.TOPIC,
            _CLIENT,
            does(PUBLISH, "xadd") | does(CONSUME, "xrange xgroup_create xack"),
            0,
            ("name",),
        ),
        Use(
            ResourceKind.TOPIC,
            rf"{_CLIENT}\.pubsub\(\)",
            does(CONSUME, "subscribe psubscribe ssubscribe"),
            0,
            rest=True,
        ),
    )
    watched = watched_of(uses)
