"""What do objects of Python's types, and of types of libraries, look like as data?

A type is told by its package and the last part of its name, since packages offer their classes in several places; what
functions and methods yield is told by their names.
"""

from __future__ import annotations

from analyzer.frameworks.live_types import live_type
from analyzer.frameworks.plain_shapes import (
    BINARY,
    BOOLEAN,
    INTEGER,
    LIST,
    MAP,
    NUMBER,
    STRING,
    STRINGS,
    array_of,
    live,
    map_of,
    text_as,
)
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind

_Named = dict[str, Shape]


def _all(names: str, shape: Shape) -> _Named:
    return dict.fromkeys(names.split(), shape)


_DECIMAL = text_as("decimal")
_ADDRESSES = (
    _all("IPv4Address IPv4Interface", text_as("ipv4"))
    | _all("IPv6Address IPv6Interface", text_as("ipv6"))
    | _all("IPv4Network IPv6Network", STRING)
)
_TYPING = (
    _all("Text AnyStr LiteralString", STRING)
    | _all("Hashable Sized", UNKNOWN)
    | _all("List Sequence MutableSequence Iterable Collection Set AbstractSet MutableSet FrozenSet Deque Tuple deque "
           "KeysView ValuesView ItemsView Container Reversible AsyncIterable Iterator AsyncIterator Generator "
           "AsyncGenerator UserList", LIST)
    | _all("Dict Mapping MutableMapping DefaultDict OrderedDict defaultdict ChainMap UserDict", MAP)
    | _all("Counter", map_of(INTEGER))
    | _all("ByteString Buffer", BINARY)
    | _all("NoReturn Never", NULL)
    | _all("SupportsFloat", NUMBER)
    | _all("SupportsInt SupportsIndex", INTEGER)
    | _all("UserString", STRING)
    | _all("Type", live(LiveKind.CALLABLE))
)  # fmt: skip
_BY_PACKAGE: dict[str, _Named] = {
    "builtins": _all("int", INTEGER) | _all("float", NUMBER) | _all("bool", BOOLEAN) | _all("str", STRING)
    | _all("bytes bytearray memoryview", BINARY) | _all("None", NULL) | _all("list set frozenset tuple range", LIST)
    | _all("dict", MAP) | _all("type", live(LiveKind.CALLABLE)),
    "typing": _TYPING,
    "typing_extensions": _TYPING,
    "collections": _TYPING,
    "types": _all("NoneType", NULL) | _all("MappingProxyType SimpleNamespace", MAP),
    "datetime": {"date": text_as("date"), "datetime": text_as("date-time"), "time": text_as("time"),
                 "timedelta": text_as("duration")},
    "time": _all("struct_time", LIST),
    "uuid": _all("UUID", text_as("uuid")),
    "decimal": _all("Decimal", _DECIMAL),
    "fractions": _all("Fraction", NUMBER),
    "numbers": _all("Number Real Rational", NUMBER) | _all("Integral", INTEGER),
    "pathlib": _all("Path PurePath PosixPath PurePosixPath WindowsPath", text_as("path")),
    "os": _all("PathLike", text_as("path")) | _all("_Environ", map_of(STRING)),
    "re": _all("Pattern", text_as("regex")),
    "zoneinfo": _all("ZoneInfo", STRING),
    "ipaddress": _ADDRESSES,
    "array": _all("array", array_of(NUMBER)),
    "http": _all("HTTPStatus", INTEGER),
    "pendulum": {"DateTime": text_as("date-time"), "Date": text_as("date"), "Time": text_as("time"),
                 "Duration": text_as("duration"), "Interval": text_as("duration")},
    "arrow": _all("Arrow", text_as("date-time")),
    "dateutil": _all("relativedelta", text_as("duration")),
    "ulid": _all("ULID", STRING),
    "bson": _all("ObjectId", STRING),
    "yarl": _all("URL", text_as("uri")),
    "httpx": _all("URL", text_as("uri")),
    "furl": _all("furl", text_as("uri")),
    "markupsafe": _all("Markup", STRING),
    "django": _all("SafeString SafeText Promise StrOrPromise StrPromise", STRING),
    "numpy": _all("float16 float32 float64 floating number", NUMBER) | _all("bool_", BOOLEAN)
    | _all("int8 int16 int32 int64 uint8 uint16 uint32 uint64 integer", INTEGER) | _all("str_", STRING)
    | _all("datetime64", text_as("date-time")),
    "pydantic": _all("EmailStr NameEmail", text_as("email"))
    | _all("AnyUrl AnyHttpUrl HttpUrl FileUrl AnyWebsocketUrl WebsocketUrl FtpUrl PostgresDsn RedisDsn AmqpDsn "
           "MySQLDsn KafkaDsn MongoDsn NatsDsn CockroachDsn MariaDBDsn ClickHouseDsn SnowflakeDsn", text_as("uri"))
    | _all("UUID1 UUID3 UUID4 UUID5 UUID6 UUID7 UUID8", text_as("uuid"))
    | _all("SecretStr", text_as("password")) | _all("SecretBytes StrictBytes conbytes", BINARY)
    | _all("PositiveInt NegativeInt NonNegativeInt NonPositiveInt StrictInt conint ByteSize", INTEGER)
    | _all("PositiveFloat NegativeFloat NonNegativeFloat NonPositiveFloat StrictFloat FiniteFloat confloat", NUMBER)
    | _all("StrictBool", BOOLEAN) | _all("StrictStr constr ImportString Base64Str", STRING)
    | _all("condecimal", _DECIMAL) | _all("conlist conset confrozenset", LIST)
    | _all("FilePath DirectoryPath NewPath", text_as("path"))
    | _all("PastDate FutureDate condate", text_as("date"))
    | _all("AwareDatetime NaiveDatetime PastDatetime FutureDatetime", text_as("date-time"))
    | _all("IPvAnyAddress", text_as("ip")),
    "pydantic_core": _all("Url MultiHostUrl", text_as("uri")),
}  # fmt: skip
_YIELDS: _Named = (
    _all("builtins.len builtins.hash builtins.id builtins.ord time.time_ns random.randint random.randrange os.getpid "
         "builtins.int", INTEGER)
    | _all("builtins.float time.time time.monotonic time.perf_counter random.random random.uniform math.sqrt", NUMBER)
    | _all("builtins.bool builtins.any builtins.all builtins.isinstance builtins.issubclass builtins.callable "
           "builtins.hasattr os.path.exists os.path.isfile os.path.isdir hmac.compare_digest", BOOLEAN)
    | _all("builtins.str builtins.repr builtins.format builtins.chr builtins.hex builtins.ascii json.dumps os.getcwd "
           "os.path.join os.path.basename os.path.dirname os.path.abspath os.urandom.hex textwrap.dedent "
           "secrets.token_hex secrets.token_urlsafe urllib.parse.quote urllib.parse.quote_plus urllib.parse.urlencode "
           "urllib.parse.urljoin html.escape time.strftime platform.node socket.gethostname inspect.cleandoc "
           "django.template.loader.render_to_string django.utils.text.slugify django.utils.html.escape "
           "django.urls.reverse flask.render_template flask.url_for slugify.slugify "
           "django.utils.crypto.get_random_string", STRING)
    | _all("django.utils.translation.gettext django.utils.translation.gettext_lazy django.utils.html.format_html "
           "django.utils.translation.ugettext django.utils.translation.ngettext django.utils.safestring.mark_safe "
           "django.utils.translation.pgettext django.utils.translation.pgettext_lazy", STRING)
    | _all("os.urandom secrets.token_bytes builtins.bytes base64.b64encode base64.b64decode pickle.dumps", BINARY)
    | _all("os.listdir glob.glob re.findall re.split shlex.split", STRINGS)
    | _all("builtins.list builtins.set builtins.tuple builtins.sorted builtins.frozenset builtins.range", LIST)
    | _all("builtins.dict builtins.vars collections.defaultdict collections.OrderedDict", MAP)
    | _all("collections.Counter", map_of(INTEGER))
    | _all("datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.datetime.fromtimestamp "
           "datetime.datetime.strptime datetime.datetime.combine datetime.datetime.fromisoformat "
           "datetime.datetime.utcfromtimestamp django.utils.timezone.now django.utils.timezone.localtime "
           "django.utils.timezone.make_aware dateutil.parser.parse pendulum.now pendulum.parse arrow.get arrow.utcnow",
           text_as("date-time"))
    | _all("datetime.date.today datetime.date.fromisoformat datetime.datetime.now().date "
           "django.utils.timezone.localdate django.utils.timezone.now().date", text_as("date"))
    | _all("uuid.uuid1 uuid.uuid3 uuid.uuid4 uuid.uuid5", text_as("uuid"))
)  # fmt: skip
METHODS: _Named = (
    _all("lower upper strip lstrip rstrip title capitalize casefold swapcase zfill ljust rjust strftime isoformat "
         "hexdigest as_posix removeprefix removesuffix ctime", STRING)
    | _all("split rsplit splitlines", STRINGS)
    | _all("startswith endswith isdigit isalpha isalnum isnumeric isupper islower isspace isdisjoint issubset "
           "issuperset exists is_file is_dir aexists", BOOLEAN)
    | _all("encode digest to_bytes read_bytes", BINARY)
    | _all("count acount bit_length", INTEGER)
    | _all("total_seconds timestamp", NUMBER)
)  # fmt: skip
"""What methods yield that have these names almost wherever they are met, without regard to what they are called on."""


def of_type(name: str) -> Shape | None:
    """Return the shape of an object of a type by its dotted name; None where it is not known."""
    module, _, last = name.rpartition(".")
    package = module.partition(".")[0]
    found = _BY_PACKAGE.get(package, {}).get(last)
    if found is not None:
        return found
    kind = live_type(f"{name}()")
    return None if kind is None else of_live(kind)


def of_live(kind: LiveKind) -> Shape:
    """Return the shape of what is live by itself: what is read one by one, or not run yet, becomes a list."""
    if kind in (LiveKind.QUERY, LiveKind.GENERATOR):
        return LIST
    return Shape(ShapeKind.UNKNOWN) if kind is LiveKind.ENTITY else live(kind)


def of_call(function: str) -> Shape | None:
    """Return the shape of what a function outside the project yields; None where it is not known."""
    found = _YIELDS.get(function)
    if found is not None:
        return found
    last = function.rpartition(".")[2]
    if "()" in function:
        return METHODS.get(last)
    return of_type(function) if last[:1].isupper() or function in _TYPES_IN_SMALL else None


_TYPES_IN_SMALL = {f"datetime.{name}" for name in ("date", "datetime", "time", "timedelta")} | {"builtins.range"}
