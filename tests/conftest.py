from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# What starts processes, recognises scans, learns, draws charts or long sequences of keys: most of the time of all.
LONG = {"test_annotation_layer", "test_annotations_back", "test_attribution", "test_balance", "test_balance_import",
        "test_balance_layout",
        "test_batch", "test_bench", "test_browse", "test_charts", "test_cli_compare", "test_cli_export",
        "test_cli_ingest", "test_cli_learn", "test_cli_rules", "test_cli_writing", "test_cluster",
        "test_conservation", "test_documents", "test_drafts", "test_generate", "test_imports", "test_integrity",
        "test_learn", "test_messages", "test_model", "test_no_country_in_code", "test_ocr",
        "test_ocr_images", "test_office", "test_pack_cache", "test_packages", "test_print", "test_privacy_gate",
        "test_proofs", "test_rates", "test_reading_twice", "test_report_cli", "test_requests", "test_review_docs",
        "test_review_sheet", "test_review_state", "test_review_terminal", "test_review_web", "test_round_of_two",
        "test_score", "test_seals", "test_seals_given", "test_seams", "test_site", "test_spanish", "test_stamps",
        "test_state_reports", "test_sturdy", "test_two_reviewers", "test_verify"}  # fmt: skip


# Machines are shared: what is slow once is no fault. `make slow` draws as many as a test asks for (tests/drawn.py).
# What is waited for draws the same examples each time, so that a failure is of the change; `make slow` draws new ones.
settings.register_profile("few", deadline=None, max_examples=30, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=100)
settings.load_profile("few")

MEMORY = Path("/dev/shm")  # databases wait for a disk thousands of times; TMPDIR set: there, and what failed is kept


def pytest_configure(config: pytest.Config) -> None:
    """Let tests, and the commands they start, keep packs elsewhere than the user's own, and files in memory."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # all as the process that started this one has set it: one pack is read for all of them
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 << 30:
        os.environ["TMPDIR"] = tempfile.tempdir = _folder(config, MEMORY)
    cache: pytest.Cache | None = getattr(config, "cache", None)  # what is kept is sealed by the code and the pack
    os.environ["XDG_CACHE_HOME"] = str(cache.mkdir("home")) if cache else _folder(config)
    os.environ["VEEDURIA_WORKERS"] = "1"  # three letters are read before a second process has started


def _folder(config: pytest.Config, place: Path | None = None) -> str:
    folder = tempfile.TemporaryDirectory(prefix="veeduria-", dir=place)
    config.add_cleanup(folder.cleanup)
    return folder.name


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import what `make test-fast` leaves out."""
    return True if collection_path.stem in LONG and "not long" in config.option.markexpr else None


def pytest_collection_finish() -> None:
    """Spare the garbage collector thousands of tests, which stay to the end."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-fast` leaves out, by file."""
    for item in items:
        if item.path.stem in LONG:
            item.add_marker(pytest.mark.long)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name files given as bytes by their argument: their content may differ in every process that runs tests."""
    return argname if isinstance(val, bytes) and len(val) > 100 else None
