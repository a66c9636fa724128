"""The page of what is reviewed, as an image in the system's own viewer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.store import Store
    from extractor.review.records import Item


def looker(password: str | None) -> Callable[[Store, Item], str]:
    """Return what draws the page with a box around the statement, opens it, and says which file it is."""

    def look(store: Store, item: Item) -> str:
        from extractor.batch.drawing import Drawer, NoPicture
        from extractor.review.web.images import PageImages
        from extractor.review.web.places import boxes

        original = store.original(item.letter.sha256).absolute()
        statement = item.statement
        page = statement.page if statement else 1
        placed = boxes(item.spans, statement.start, statement.end) if statement else ()
        marked = [(one.box.x0, one.box.top, one.box.x1, one.box.bottom) for one in placed if one.page == page]
        with Drawer(password) as drawer:
            images = PageImages(store.path.absolute(), store.original, drawer)
            try:
                drawn = drawer.draw(original, page, 130, marked)
            except NoPicture:
                return str(original)
        path = images.file(item.letter.sha256, page, 130).with_suffix(".look.jpg")
        images.keep(path, drawn)
        _open(str(path))
        return str(path)

    return look


def _open(path: str) -> None:
    """Hand the file to the system's viewer, where there is one."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606
        return
    name = "open" if sys.platform == "darwin" else "xdg-open"
    viewer = shutil.which(name) if sys.platform == "darwin" or _has_screen() else None
    if viewer:
        quiet = subprocess.DEVNULL
        subprocess.Popen([viewer, path], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
