"""Who is answered: only who knows the token, under this machine's own name, from the page itself. Plain ASGI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Guard:
    """Lets through what comes with the token; `hosts` are the names, with the port, under which this is served."""

    app: App
    token: str
    hosts: frozenset[str]
    cookie: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = _headers(scope)
        if not self._is_ours(scope["method"], headers):
            await _refuse(send, 403)
        elif self._in_address(scope):
            await self.app(scope, receive, self._answering(send, self._set_cookie()))
        elif self._in_headers(headers):
            await self.app(scope, receive, self._answering(send, None))
        else:
            await _refuse(send, 401)

    def _is_ours(self, method: str, headers: dict[str, list[str]]) -> bool:
        """Is it asked of us by name, and by our own page if a page asks? Strange names could lead here."""
        if [host.lower() for host in headers.get("host", [])] not in [[host] for host in self.hosts]:
            return False
        origins = headers.get("origin", [])
        if any(origin.lower() not in {f"http://{host}" for host in self.hosts} for origin in origins):
            return False
        site = headers.get("sec-fetch-site", ["none"])[0]
        return site in ("same-origin", "none") or (method == "GET" and not origins and self._is_visit(headers))

    @staticmethod
    def _is_visit(headers: dict[str, list[str]]) -> bool:
        """Does the analyst open the page itself, as from a link in a report or a file of ours?"""
        return headers.get("sec-fetch-mode") == ["navigate"] and headers.get("sec-fetch-dest") == ["document"]

    def _in_address(self, scope: Scope) -> bool:
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [])
        return len(given) == 1 and self._fits(given[0])

    def _in_headers(self, headers: dict[str, list[str]]) -> bool:
        given = [value.removeprefix("Bearer ") for value in headers.get("authorization", [])]
        for line in headers.get("cookie", []):
            try:
                kept = SimpleCookie(line).get(self.cookie)
            except CookieError:
                continue
            given += [kept.value] if kept else []
        return any(self._fits(value) for value in given)

    def _fits(self, given: str) -> bool:
        return compare_digest(given.encode("utf8", "replace"), self.token.encode())

    def _set_cookie(self) -> bytes:
        return f"{self.cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/".encode()

    def _answering(self, send: Send, cookie: bytes | None) -> Send:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.encode(): value.encode() for name, value in HEADERS.items()}
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in own]
                cookies = [(b"set-cookie", cookie)] if cookie else []
                message = {**message, "headers": [*kept, *own.items(), *cookies]}
            await send(message)

        return answer


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


async def _refuse(send: Send, status: int) -> None:
    body = b"Open the address that veeduria printed.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    headers += [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
