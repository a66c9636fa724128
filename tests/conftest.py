from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

# What starts processes, recognises scans, learns, draws charts or long sequences of keys: most of the time of all.
LONG = {"test_batch", "test_bench", "test_browse", "test_charts", "test_cli_compare", "test_cli_export",
        "test_cli_ingest", "test_cli_learn", "test_cluster", "test_documents", "test_generate", "test_imports",
        "test_kept", "test_learn", "test_ocr", "test_ocr_images", "test_office", "test_overlays", "test_report_cli",
        "test_packages", "test_proofs", "test_review_docs", "test_review_state", "test_review_terminal",
        "test_stamps"}  # fmt: skip


settings.register_profile("shared", deadline=None)  # machines are shared: what is slow once is no fault
settings.load_profile("shared")


def pytest_configure(config: pytest.Config) -> None:
    """Let tests, and the commands they start, keep packs elsewhere than the user's own."""
    folder = TemporaryDirectory(prefix="veeduria-cache-")
    config.add_cleanup(folder.cleanup)
    os.environ["XDG_CACHE_HOME"] = folder.name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-fast` leaves out, by file."""
    for item in items:
        if item.path.stem in LONG:
            item.add_marker(pytest.mark.long)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name files given as bytes by their argument: their content may differ in every process that runs tests."""
    return argname if isinstance(val, bytes) and len(val) > 100 else None
