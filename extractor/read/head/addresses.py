"""Hosts of mail addresses and pages: whose letter bears them is told by the pack's bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

from rules.models import Body

_HOST = re.compile(r"(?:@|\bwww\.|\bhttps?://(?:www\.)?)\s?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)


class Domains:
    """The domains of a pack's bodies. Of several that fit a host the longest, which says most, decides."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        pairs = {(domain.lower(), body.id) for body in bodies for domain in body.domains}
        ordered = sorted(pairs, key=lambda pair: (-len(pair[0]), pair))
        self._pairs = [
            (re.compile(f"{translate(domain)}|{translate(f'*.{domain}')}"), body) for domain, body in ordered
        ]

    def owner(self, host: str) -> str | None:
        """The body whose mail or pages a host has, None if it is nobody's."""
        host = host.lower()
        for domain, body in self._pairs:
            if domain.match(host):
                return body
        return None


def hosts_in(text: str) -> list[str]:
    """The hosts of the mail addresses and pages in a text, in order."""
    return [match.group("host") for match in _HOST.finditer(text)]


__all__ = ["Domains", "hosts_in"]
