"""Confirmed actions as FollowTheMoney entities, for OpenAleph and its kin: bodies, letters, events, and their proof.

The schemata and their properties are those of https://followthemoney.tech: PublicBody, Pages, Page, Event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rules.models import Pack

Record = Mapping[str, Any]


def entities(actions: Iterable[Record], pack: Pack) -> Iterator[dict[str, Any]]:
    """Yield the bodies, letters and pages that actions name, each once, and an event for each action."""
    names = {body.id: body.name for body in pack.bodies}
    known: set[str] = set()
    for action in actions:
        body, letter = _key("body", action["institution"]), _key("letter", action["document"])
        page = _key("page", f"{action['page']} {action['document']}")
        if body not in known:
            known.add(body)
            yield _entity(
                body,
                "PublicBody",
                name=names.get(action["institution"], action["institution"]),
                weakAlias=action["institution"],
            )
        if letter not in known:
            known.add(letter)
            title = action["number"] or action["document"]
            yield _entity(letter, "Pages", fileName=action["document"], title=title, **_given({"date": action["date"]}))
        if action["page"] and page not in known:
            known.add(page)
            yield _entity(page, "Page", index=str(action["page"]), document=letter)
        yield _event(action, body, letter)


def _event(action: Record, body: str, letter: str) -> dict[str, Any]:
    dates = action["details"].get("dates", [])
    when = {
        "startDate": min((one["first"] for one in dates), default=None),
        "endDate": max((one["last"] for one in dates), default=None),
    }
    return _entity(
        _key("action", action["id"]),
        "Event",
        name=action["label"],
        description=action["text"],
        keywords=[action["obligation"], action["level"], action["kind"]],
        involved=body,
        proof=letter,
        location=[one["name"] for one in action["details"].get("places", [])],
        **_given(when),
    )


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _entity(id: str, schema: str, **properties: Any) -> dict[str, Any]:
    lists = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: value for name, value in lists.items() if value}}


def _key(kind: str, name: str) -> str:
    return "vd-" + hashlib.sha256(f"{kind} {name}".encode()).hexdigest()[:32]
