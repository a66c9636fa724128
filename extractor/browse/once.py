"""The printed address opens the database once: its token is spent then, and the browser that came has a session."""

from __future__ import annotations

import secrets
from secrets import compare_digest
from urllib.parse import parse_qsl, urlencode

from extractor.review.web.guard import App, Guard, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",  # Datasette's own pages hold scripts; what letters say is escaped
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class Once:
    """Lets in whoever brings the token first, and then only that session; strange pages and names are refused."""

    def __init__(self, app: App, token: str, hosts: frozenset[str]) -> None:
        self._token: str | None = token
        self._session = secrets.token_urlsafe(24)
        self._guard = Guard(app, self._session, hosts, "veeduria-browse")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_first(scope):
            await self._open(scope, send)
            return

        async def answer(message: Scope) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name != b"content-security-policy"]
                message = {**message, "headers": [*kept, (b"content-security-policy", POLICY.encode())]}
            await send(message)

        await self._guard(scope, receive, answer)

    def _is_first(self, scope: Scope) -> bool:
        """Does it bring the token that nobody has used, under our own name? Then it is spent."""
        given = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))).get("token", "")
        if self._token is None or not compare_digest(given.encode(), self._token.encode()):
            return False
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        if scope["method"] != "GET" or not self._guard._is_ours("GET", headers):
            return False
        self._token = None
        return True

    async def _open(self, scope: Scope, send: Send) -> None:
        rest = [(key, value) for key, value in parse_qsl(scope["query_string"].decode("latin-1")) if key != "token"]
        place = scope["path"] + (f"?{urlencode(rest)}" if rest else "")
        cookie = f"{self._guard.cookie}={self._session}; HttpOnly; SameSite=Strict; Path=/"
        headers = [
            (b"location", place.encode()), (b"set-cookie", cookie.encode()), (b"cache-control", b"no-store"),
            (b"referrer-policy", b"no-referrer"), (b"content-length", b"0"),
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
