"""The pack's phrases as patterns for spaCy's SpanRuler and for Prodigy; matching by stems and holes stays ours."""

from __future__ import annotations

from collections.abc import Iterator

from rules.models import Pack


def pack_patterns(pack: Pack) -> Iterator[dict[str, str]]:
    """Yield {"label", "pattern"} for each phrase that is plain words: with no hole, stem or mark of its own."""
    for facet in pack.facets:
        for phrase in facet.phrases:
            if not set("{}*=") & set(phrase):
                yield {"label": facet.id, "pattern": phrase}
