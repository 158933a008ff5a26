"""Which objects of Python's library and of packages hold something of their process, by the names of their types?

A type is told by its package and the last part of its name, since packages offer their classes in several places;
``()`` after the name of a class or function stands for what a call of it yields, as the linker writes it.
"""

from __future__ import annotations

from analyzer.model.live_values import LiveKind

_Named = dict[str, LiveKind]


def _kinds(**names: str) -> _Named:
    return {name: LiveKind(kind) for kind, those in names.items() for name in those.split()}


_STREAMS = "TextIO() BinaryIO() IO()"
_LAZY = "Generator() Iterator() AsyncGenerator() AsyncIterator()"
_MANAGERS = "ContextManager() AsyncContextManager() AbstractContextManager() AbstractAsyncContextManager()"
_TYPING = _kinds(file=_STREAMS, generator=_LAZY, context=_MANAGERS, callable="Callable()")
_LOCKS = "Lock() RLock() Condition() Semaphore() BoundedSemaphore() Event() Barrier()"
_DRIVER = _kinds(
    connection="connect() Connection() AsyncConnection() connection() cursor() Cursor() AsyncCursor() DictCursor() "
    "RealDictCursor() create_pool() acquire() getconn() Pool() ConnectionPool() AsyncConnectionPool() "
    "ThreadedConnectionPool() SimpleConnectionPool() transaction() PoolConnectionProxy() MySQLConnection()"
)
_RUNS = _kinds(connection="execute()")
_SQLALCHEMY = _kinds(
    session="Session() AsyncSession() scoped_session() scoped_session()() sessionmaker()() async_sessionmaker()() "
    "async_scoped_session() sessionmaker() async_sessionmaker() create_session() SessionTransaction() session "
    "session()",
    connection="Connection() AsyncConnection() Engine() AsyncEngine() create_engine() create_async_engine() connect() "
    "connection() begin() begin_nested() Transaction() raw_connection() SQLAlchemy()",
    query="Query() Select() Update() Delete() Insert() Result() CursorResult() ScalarResult() AsyncResult() "
    "AsyncScalarResult() ClauseElement() ColumnElement() BinaryExpression() query() filter() filter_by()",
)
_DJANGO = _kinds(
    query="QuerySet() Manager() BaseManager() RawQuerySet() Q()",
    connection="cursor() atomic() BaseDatabaseWrapper() CursorWrapper() connection connections[]",
    file="File() UploadedFile() InMemoryUploadedFile() TemporaryUploadedFile() SimpleUploadedFile() ContentFile() "
    "FieldFile() ImageFieldFile() ImageFile() open()",
    entity="Model() AbstractUser() AbstractBaseUser()",
)
_CLIENTS = _kinds(
    connection="Redis() StrictRedis() from_url() pipeline() pubsub() Pipeline() PubSub() ConnectionPool() "
    "RedisCluster()",
    lock="lock() Lock()",
)
_BY_PACKAGE: dict[str, _Named] = {
    "typing": _TYPING,
    "typing_extensions": _TYPING,
    "collections": _TYPING,
    "types": _kinds(
        callable="FunctionType() MethodType() LambdaType() BuiltinFunctionType()",
        generator="GeneratorType() AsyncGeneratorType()",
    ),
    "builtins": _kinds(file="open()", generator="generator()"),
    "contextlib": _kinds(
        context="contextmanager() ExitStack() AsyncExitStack() suppress() AbstractContextManager() "
        "AbstractAsyncContextManager()"
    ),
    "io": _kinds(
        file="open() TextIOWrapper() TextIOBase() BufferedReader() BufferedWriter() BufferedRandom() RawIOBase() "
        "BufferedIOBase() IOBase() FileIO() StringIO() BytesIO()"
    ),
    "sys": _kinds(file="stdout stderr stdin"),
    "pathlib": _kinds(file="open()", generator="glob() rglob() iterdir()"),
    "tempfile": _kinds(
        file="NamedTemporaryFile() TemporaryFile() SpooledTemporaryFile()"
    ),
    "gzip": _kinds(file="open() GzipFile()"),
    "bz2": _kinds(file="open() BZ2File()"),
    "lzma": _kinds(file="open() LZMAFile()"),
    "codecs": _kinds(file="open() StreamReader() StreamWriter()"),
    "os": _kinds(file="fdopen() popen()", generator="walk() scandir()"),
    "zipfile": _kinds(file="ZipFile() open()"),
    "tarfile": _kinds(file="open() TarFile()"),
    "csv": _kinds(file="writer() DictWriter()", generator="reader() DictReader()"),
    "mmap": _kinds(file="mmap()"),
    "shelve": _kinds(file="open() Shelf()"),
    "threading": _kinds(lock=_LOCKS, thread="Thread() Timer() local()"),
    "multiprocessing": _kinds(
        lock=_LOCKS, thread="Process() Pool() Manager()", queue="Queue() SimpleQueue() JoinableQueue()",
        connection="Pipe() Connection()",
    ),
    "subprocess": _kinds(thread="Popen()"),
    "concurrent": _kinds(
        thread="Executor() ThreadPoolExecutor() ProcessPoolExecutor()", future="Future() submit()"
    ),
    "asyncio": _kinds(
        lock=_LOCKS, future="Future() Task() create_task() ensure_future()", thread="AbstractEventLoop() "
        "get_event_loop() get_running_loop() new_event_loop() Process() create_subprocess_exec() "
        "create_subprocess_shell() TaskGroup()",
        queue="Queue() PriorityQueue() LifoQueue()", socket="StreamReader() StreamWriter() Transport() Server()",
    ),
    "queue": _kinds(queue="Queue() PriorityQueue() LifoQueue() SimpleQueue()"),
    "socket": _kinds(socket="socket() create_connection() create_server()"),
    "ssl": _kinds(socket="SSLSocket() wrap_socket()"),
    "http": _kinds(connection="HTTPConnection() HTTPSConnection()"),
    "smtplib": _kinds(connection="SMTP() SMTP_SSL()"),
    "ftplib": _kinds(connection="FTP() FTP_TLS()"),
    "imaplib": _kinds(connection="IMAP4() IMAP4_SSL()"),
    "xmlrpc": _kinds(connection="ServerProxy()"),
    "gevent": _kinds(thread="Greenlet() spawn() Pool()", lock=_LOCKS, queue="Queue()"),
    "eventlet": _kinds(thread="GreenThread() spawn() spawn_n() GreenPool()", lock=_LOCKS, queue="Queue()"),
    "sqlite3": _DRIVER | _RUNS,
    "aiosqlite": _DRIVER | _RUNS,
    "psycopg": _DRIVER | _RUNS,
    **dict.fromkeys(
        ("psycopg2", "psycopg_pool", "pymysql", "MySQLdb", "mysql", "aiomysql", "asyncpg", "pyodbc", "cx_Oracle",
         "oracledb", "pymssql", "duckdb", "aiopg", "snowflake", "clickhouse_driver"),
        _DRIVER,
    ),
    **dict.fromkeys(("sqlalchemy", "sqlmodel", "flask_sqlalchemy", "oslo_db"), _SQLALCHEMY),
    "django": _DJANGO,
    **dict.fromkeys(("redis", "aioredis", "fakeredis", "flask_redis", "django_redis"), _CLIENTS),
    "pymongo": _kinds(connection="MongoClient() Database() Collection() ClientSession()", query="Cursor()"),
    "motor": _kinds(connection="AsyncIOMotorClient() AsyncIOMotorDatabase() AsyncIOMotorCollection()"),
    "pika": _kinds(connection="BlockingConnection() SelectConnection() channel() BlockingChannel()"),
    "kombu": _kinds(connection="Connection() Channel() Producer() Consumer()"),
    "kafka": _kinds(connection="KafkaProducer() KafkaConsumer()"),
    "aiokafka": _kinds(connection="AIOKafkaProducer() AIOKafkaConsumer()"),
    "confluent_kafka": _kinds(connection="Producer() Consumer()"),
    "grpc": _kinds(connection="Channel() insecure_channel() secure_channel() Server() server()"),
    "requests": _kinds(connection="Session() session()"),
    "httpx": _kinds(connection="Client() AsyncClient()"),
    "aiohttp": _kinds(connection="ClientSession()", socket="WebSocketResponse()"),
    "urllib3": _kinds(connection="PoolManager() HTTPConnectionPool()"),
    "paramiko": _kinds(connection="SSHClient() Transport() SFTPClient() Channel()"),
    "boto3": _kinds(connection="client() resource() Session()"),
    "elasticsearch": _kinds(connection="Elasticsearch() AsyncElasticsearch()"),
    "twisted": _kinds(future="Deferred() DeferredList()", lock="DeferredLock() DeferredSemaphore()"),
    "starlette": _kinds(file="UploadFile()", socket="WebSocket()"),
    "fastapi": _kinds(file="UploadFile()", socket="WebSocket()"),
    "werkzeug": _kinds(file="FileStorage()"),
    "peewee": _kinds(query="ModelSelect() Query()", connection="SqliteDatabase() PostgresqlDatabase() MySQLDatabase()",
                     entity="Model()"),
    "tortoise": _kinds(query="QuerySet() QuerySetSingle() Q()", connection="BaseDBAsyncClient()", entity="Model()"),
    "mongoengine": _kinds(query="QuerySet() Q()", entity="Document() EmbeddedDocument()"),
}  # fmt: skip


def live_type(name: str) -> LiveKind | None:
    """Return what an object of a type outside the project is, if it is live; names are those of ``External``."""
    known = _BY_PACKAGE.get(name.partition(".")[0])
    if known is None:
        return None
    module, _, last = name.rpartition(".")
    return known.get(last) or (LiveKind.ENTITY if _is_contributed(module, last) else None)


def _is_contributed(module: str, last: str) -> bool:
    """Return whether a type is a model that comes with Django: ``django.contrib.auth.models.User``."""
    is_class = last[:1].isupper() and last.endswith("()") and not last.endswith(("Manager()", "QuerySet()"))
    return is_class and module.startswith("django.contrib.") and module.endswith(".models")
