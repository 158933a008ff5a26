from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from businessplatform import cli, login, settings
from businessplatform.front_end import create_app

Answer = tuple[int, str]


@pytest.fixture(autouse=True)
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BUSINESSPLATFORM_DB", str(tmp_path / "firm.sqlite3"))
    monkeypatch.setenv("BUSINESSPLATFORM_EXPORTS", str(tmp_path / "exports"))
    monkeypatch.setattr(settings, "PAYMENT_DAYS", 14)
    assert cli.main(["migrate"]) == 0
    assert cli.main(["seed"]) == 0
    yield
    login.SESSION_CACHE.clear()


@pytest.fixture
def eva() -> str:
    return login.sign_in("eva@example.org", cli.WELCOME)


async def _ask(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    text = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return sent[0]["status"], text.decode()


@pytest.fixture
def ask() -> Callable[..., Answer]:
    """A request to the application itself, without a server."""
    app = create_app()

    def request(method: str, path: str, body: Any = None, session: str = "", api_token: str = "") -> Answer:
        headers = [(b"host", b"firm"), (b"content-type", b"application/json")]
        if session:
            headers.append((b"cookie", f"session={session}".encode()))
        if api_token:
            headers.append((b"x-api-token", api_token.encode()))
        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("firm", 80),
        }
        return asyncio.run(_ask(app, scope, b"" if body is None else json.dumps(body).encode()))

    return request
