"""Who is looking at the page."""

from __future__ import annotations

from businessplatform import data_access, login


def of_session(session: str) -> int:
    known = login.SESSION_CACHE.get(session)
    if known is not None:
        return known
    return login.resume(session)


def of_machine(api_token: str) -> int:
    row = data_access.fetch_one("SELECT user_id FROM api_tokens WHERE token = ? AND revoked = 0", (api_token,))
    if row is None:
        raise login.AccessDenied("unknown token")
    return row["user_id"]
