"""How is a result saved, and read back?"""

from __future__ import annotations

import msgspec

from analyzer.model.analysis import SCHEMA_VERSION, Analysis
from reports.errors import ReportError


class _Version(msgspec.Struct):
    schema_version: int


def write_json(analysis: Analysis) -> bytes:
    """Encode the result as one JSON document with a line per record, so that two results can be compared by line."""
    encode = msgspec.json.Encoder().encode
    members = []
    for field in msgspec.structs.fields(analysis):
        value = getattr(analysis, field.name)
        if field.name == "redacted" and not value:
            continue  # what was not asked for is not spoken of
        text = (
            b"[\n" + b",\n".join(map(encode, value)) + b"\n]" if value and isinstance(value, tuple) else encode(value)
        )
        members.append(encode(field.encode_name) + b": " + text)
    return b"{\n" + b",\n".join(members) + b"\n}\n"


def read_json(content: bytes) -> Analysis:
    """Decode a saved result; raises ReportError if it is broken or of another schema version."""
    try:
        version = msgspec.json.decode(content, type=_Version).schema_version
    except msgspec.MsgspecError as error:
        raise ReportError(f"this is not a result of seamline ({error}); make one with `seamline analyze`") from error
    if version != SCHEMA_VERSION:
        raise ReportError(
            f"this result has schema version {version}, but this seamline reads version {SCHEMA_VERSION}; "
            "run `seamline analyze` again"
        )
    try:
        return msgspec.json.decode(content, type=Analysis)
    except msgspec.MsgspecError as error:
        raise ReportError(f"this result is damaged ({error}); run `seamline analyze` again") from error
