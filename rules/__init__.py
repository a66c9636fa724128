"""Rule packs: what a law assigns to whom, and the words by which letters speak of it. All of it is data."""

from rules.loader import load_pack
from rules.models import Pack

__all__ = ["Pack", "load_pack"]
