"""What the page asks of the server: the page's own files, the dialogue, images of pages, originals."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from extractor.batch.drawing import NoPicture
from extractor.core.errors import VeeduriaError
from extractor.review.intents import Intent
from extractor.review.settings import BODY_BYTES, RESOLUTIONS
from extractor.review.web.dialogues import Dialogues, Unknown
from extractor.review.web.images import PageImages
from extractor.review.web.masked import masked as masked_in

T = TypeVar("T")
SCRIPTS = ("app.js", "page.js", "settings.js", "privacy.js")
STATIC = {
    "index.html": "text/html",
    **dict.fromkeys(SCRIPTS, "text/javascript"),
    "review.css": "text/css",
    "icon.svg": "image/svg+xml",
}
HASH = re.compile(r"[0-9a-f]{64}")
HANDLERS = Callable[[Request], Awaitable[Response]]


class DialogueThread:
    """The dialogues, reached through the one thread that their database belongs to."""

    def __init__(self, dialogues: Callable[[], Dialogues]) -> None:
        self._thread = ThreadPoolExecutor(1, "review")
        self._dialogues = self._thread.submit(dialogues).result()

    async def do(self, work: Callable[[Dialogues], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._dialogues)

    def close(self, end: Callable[[Dialogues], None]) -> None:
        self._thread.submit(end, self._dialogues).result()
        self._thread.shutdown()


def site(dialogue_thread: DialogueThread, images: PageImages) -> Starlette:
    """Return the application; nobody is kept out of it here."""
    drawing = ThreadPoolExecutor(2, "images")

    async def opened(request: Request) -> Response:
        given = await _body(request)
        asked = {name: str(given.get(name) or "")[:200] for name in ("reviewer", "lang", "at")}
        return JSONResponse(await dialogue_thread.do(lambda dialogues: dialogues.open(**asked)))

    async def act(request: Request) -> Response:
        given = await _body(request)
        try:
            intent = _intent(given["intent"])
            id, acts = str(given["session"]), int(given["acts"])
            return JSONResponse(await dialogue_thread.do(lambda dialogues: dialogues.act(id, acts, intent)))
        except (KeyError, ValueError, TypeError) as error:
            raise HTTPException(400) from error
        except Unknown as error:
            raise HTTPException(410) from error

    async def masked(request: Request) -> Response:
        id = str((await _body(request)).get("session"))
        try:
            path, pack = await dialogue_thread.do(lambda dialogues: dialogues.place(id))
        except Unknown as error:
            raise HTTPException(410) from error
        return JSONResponse({"runs": await asyncio.to_thread(masked_in, path, pack)})

    async def rule(request: Request) -> Response:
        given = await _body(request)
        id, text, ruling = (str(given.get(name) or "") for name in ("session", "text", "ruling"))
        try:
            await dialogue_thread.do(lambda dialogues: dialogues.rule(id, text, ruling))
        except Unknown as error:
            raise HTTPException(410) from error
        return JSONResponse({"ruling": ruling})

    async def letter(request: Request) -> Response:
        sha256, (lang, dialogue) = _hash(request), _page(request)
        return JSONResponse(await dialogue_thread.do(lambda dialogues: dialogues.letter(sha256, lang, dialogue)))

    async def page(request: Request) -> Response:
        sha256, (lang, dialogue) = _hash(request), _page(request)
        number = int(request.path_params["number"])
        return JSONResponse(await dialogue_thread.do(lambda dialogues: dialogues.page(sha256, number, lang, dialogue)))

    async def image(request: Request) -> Response:
        sha256, number, dpi = _hash(request), int(request.path_params["number"]), int(request.path_params["dpi"])
        if dpi not in RESOLUTIONS:
            raise HTTPException(404)
        try:
            drawn = await asyncio.get_running_loop().run_in_executor(drawing, images.image, sha256, number, dpi)
        except NoPicture as error:
            raise HTTPException(404) from error
        return Response(drawn, media_type="image/jpeg")

    async def original(request: Request) -> Response:
        path = images.original(_hash(request))
        if not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, media_type="application/octet-stream", filename=path.name)

    return Starlette(
        routes=[
            Route("/", _file("index.html")),
            Route("/static/{name}", _static),
            Route("/api/open", opened, methods=["POST"]),
            Route("/api/act", act, methods=["POST"]),
            Route("/api/masked", masked, methods=["POST"]),
            Route("/api/rule", rule, methods=["POST"]),
            Route("/api/letter/{sha256}", letter),
            Route("/api/page/{sha256}/{number:int}", page),
            Route("/image/{sha256}/{number:int}/{dpi:int}", image),
            Route("/original/{sha256}", original),
        ],
        exception_handlers={VeeduriaError: _problem},
    )


def _problem(_request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 409)


def _hash(request: Request) -> str:
    given = str(request.path_params["sha256"])
    if not HASH.fullmatch(given):
        raise HTTPException(404)
    return given


def _page(request: Request) -> tuple[str, str]:
    """Return the language and the session of the page that asks."""
    return request.query_params.get("lang", ""), request.query_params.get("session", "")


async def _body(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent; a form of a strange page cannot send one unasked."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES:
            raise HTTPException(413)
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400) from error
    if not isinstance(given, dict):
        raise HTTPException(400)
    return given


def _intent(given: dict[str, Any]) -> Intent:
    values = given.get("values") or {}
    return Intent(
        str(given["name"]),
        str(given.get("value") or ""),
        tuple((str(name), str(text)) for name, text in values.items()),
    )


def _file(name: str) -> HANDLERS:
    async def send(_request: Request) -> Response:
        data = files("extractor.review.web").joinpath("static", name).read_bytes()
        return Response(data, media_type=STATIC[name])

    return send


async def _static(request: Request) -> Response:
    name = str(request.path_params["name"])
    if name not in STATIC:
        raise HTTPException(404)
    return await _file(name)(request)
