"""What `veeduria status` says of a sample: how many actions were missed, and what share was recognised."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from db.queue import sample, set_aside
from db.store import open_store
from extractor.cli import build
from tests.made import AT, PACK, reading, saved


def test_status_tells_the_share_of_actions_recognised_once_a_sample_was_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "v.db"
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved("a.pdf", reading("a.pdf"))], run)
        store.connection.execute("UPDATE statements SET kind = 'other' WHERE kind = 'no_action'")
        (aside,) = set_aside(store)
        sample(store, [aside], 1, AT)
    monkeypatch.setenv("LANGUAGE", "en")
    veeduria = ("--db", str(path))
    assert "recognised" not in CliRunner().invoke(build(), [*veeduria, "status"]).output
    decide = CliRunner().invoke(build(), [*veeduria, "decide", aside, "--kind", "other", "--reviewer", "ana"])
    assert decide.exit_code == 0, decide.output
    assert "about 100% were recognised (100% to 100%)" in CliRunner().invoke(build(), [*veeduria, "status"]).output
