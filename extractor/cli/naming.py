"""Sources and waves as people name them; what is none of them is refused with the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _

if TYPE_CHECKING:
    from rules.models import Pack


def known_source(named: str, pack: Pack) -> str:
    """Return the id of the source that is meant, by its id, its title or another of its names."""
    ids = {name.casefold(): one.id for one in pack.sources for name in (one.id, one.title, *one.written)}
    return _known(ids.get(named.casefold(), named), {one.id: one.title for one in pack.sources}, "--source")


def known_wave(named: str | None, pack: Pack) -> str | None:
    """Return the id of the wave that is meant, by its id, its title or its number."""
    from extractor.rounds.register import wave_named

    if named is None:
        return None
    return _known(wave_named(named, pack) or named, {wave.id: wave.title for wave in pack.calendar.waves}, "--wave")


def _known(id: str, titles: Mapping[str, str], option: str) -> str:
    if titles and id not in titles:
        allowed = ", ".join(f"{known} ({title})" for known, title in titles.items())
        said = _("{value} is none of: {allowed}").format(value=id, allowed=allowed)
        raise click.BadParameter(said, param_hint=option)
    return id
