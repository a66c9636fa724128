from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Let tests, and the commands they start, keep packs elsewhere than the user's own."""
    folder = TemporaryDirectory(prefix="veeduria-cache-")
    config.add_cleanup(folder.cleanup)
    os.environ["XDG_CACHE_HOME"] = folder.name
