"""Load a rule pack: the one door through which the program gets one."""

from __future__ import annotations

from functools import cache

from rules.folders import fingerprint, pack_folder, shipped_packs
from rules.models import Pack
from rules.pack_cache import keep, recall


@cache
def load_pack(name: str = "pe-ley-28950") -> Pack:
    """Load the pack of this name (shipped) or in this folder (a path), with the packs it extends.

    Raises:
        PackError: with all faults found, one line each: "file:line: key: what is wrong".
    """
    folder = pack_folder(name)
    known = fingerprint(folder)
    pack = recall(folder, known)
    if pack is None:
        import logging  # this, YAML and lint: slow to load, and seldom needed

        from rules.reader import checked_pack

        pack = checked_pack(name)
        logging.getLogger(__name__).info("pack %s: read anew, %s", pack.info.id, pack.hash[:12])
        keep(folder, known, pack)
    return pack


__all__ = ["load_pack", "shipped_packs"]
