"""Exports of Alaveteli and Froide, as those platforms write them: requests, replies, letters; hostile input."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from extractor.rounds.platforms import NoExport, as_requests, read_export
from tests.pdfs import letter_pdf, paragraphs
from tests.rounds import PACK, veeduria

LETTER = [
    "Ministerio de Salud", "Lima, 3 de marzo de 2011", "OFICIO N° 77-2011-MINSA", "",
    "Se realizó un taller sobre trata de personas para docentes de Puno en mayo de 2010.",
]  # fmt: skip


class Told:
    """A file as the reader wants it."""

    def __init__(self, name: str, content: Any) -> None:
        self.name = name
        self._data = content if isinstance(content, bytes) else json.dumps(content).encode()

    def read(self, limit: int) -> bytes:
        return self._data[:limit]


def event(id: int, day: str, type: str = "response", state: str | None = None) -> dict[str, Any]:
    return {
        "id": id, "event_type": type, "created_at": f"{day}T10:23:14.000+01:00", "described_state": state,
        "calculated_state": state, "last_described_at": None, "incoming_message_id": id + 100 if type == "response" else
        None, "outgoing_message_id": None, "comment_id": None, "display_status": "Response",
    }  # fmt: skip


def alaveteli(name: str, body: str, state: str, *events: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 12, "url_title": name, "title": "Acciones", "created_at": "2011-02-14T09:00:00.000+01:00",
        "updated_at": "2011-03-14T09:00:00.000+01:00", "described_state": state, "display_status": "x",
        "awaiting_description": False, "prominence": "normal", "law_used": "foi", "tags": [],
        "user": {"url_name": "quien_pregunta", "name": "Quien Pregunta"},
        "public_body": {"id": 3, "url_name": "x", "name": body}, "info_request_events": list(events),
    }  # fmt: skip


def froide(id: int, body: str, status: str, resolution: str, *messages: dict[str, Any]) -> dict[str, Any]:
    return {
        "resource_uri": f"https://x.example/api/v1/request/{id}/", "id": id, "url": "/anfrage/x/", "status": status,
        "resolution": resolution, "created_at": "2011-02-14T12:37:16.468280+01:00", "description": "¿Qué se hizo?",
        "public_body": {"resource_uri": "https://x.example/api/v1/publicbody/9/", "id": 9, "name": body},
        "messages": list(messages),
    }  # fmt: skip


def message(id: int, day: str, response: bool = True, *names: str, by: int = 9) -> dict[str, Any]:
    return {
        "id": id, "sent": True, "is_response": response, "is_draft": False, "kind": "email",
        "sender_public_body": f"https://x.example/api/v1/publicbody/{by}/" if response else None,
        "timestamp": f"{day}T08:00:00+01:00", "content": "Estimada Quien Pregunta", "attachments":
        [{"name": name, "filetype": "application/pdf"} for name in names],
    }  # fmt: skip


def told(*files: Told) -> dict[str, list[tuple[str | None, str]]]:
    exported = read_export(files, PACK)
    return {one.name: [(reply.date, reply.reason) for reply in one.replies] for one in exported}


def test_what_requesters_said_of_replies_is_kept_and_acknowledgements_are_no_replies() -> None:
    sent = event(1, "2011-02-14", "sent")
    acknowledged = event(2, "2011-02-15", state="waiting_response")
    refused = event(3, "2011-03-01", state="rejected")
    assert told(
        Told(
            "a.json",
            alaveteli("salud", "MINSA", "rejected", sent, acknowledged, refused),
        ),
        Told("b.json", alaveteli("mtc", "MTC", "waiting_response", sent, event(4, "2011-02-15"))),
        Told("c.json", alaveteli("minedu", "MINEDU", "successful", event(5, "2011-03-02", state="successful"))),
    ) == {"salud": [("2011-03-01", "refused")], "mtc": [], "minedu": [("2011-03-02", "not_on_file")]}


def test_a_mediator_or_a_draft_is_no_answer_of_the_body() -> None:
    resolved = froide(
        82, "MINSA", "resolved", "not_held", message(1, "2011-02-14", False), message(3, "2011-03-05"),
        message(2, "2011-02-20"), message(4, "2011-03-07", by=305), message(5, "2011-03-08") | {"is_draft": True},
    )  # fmt: skip
    waiting = froide(83, "MTC", "asleep", "", message(6, "2011-02-20"))
    assert told(Told("list.json", {"meta": {"total_count": 2}, "objects": [resolved, waiting]})) == {
        "82": [("2011-02-20", "not_on_file"), ("2011-03-05", "not_held")], "83": [],
    }  # fmt: skip


def test_a_unit_is_told_from_the_body_itself() -> None:
    exported = read_export(
        [Told("a.json", [alaveteli("a", "Ministerio de Salud", "rejected"), alaveteli("b", "GR Puno", "rejected")])],
        PACK,
    )
    pairs, problems = as_requests(exported, "first", PACK)
    assert [(row.institution, row.unit) for _, row in pairs] == [("MINSA", ""), ("GR", "GR Puno")] and problems == []


def table(*requests: dict[str, Any]) -> bytes:
    """Requests as Froide's programming interface writes them as CSV: each heading a path, all of them sorted."""
    flat = [dict(_flat(one)) for one in requests]
    made = io.StringIO()
    rows = csv.DictWriter(made, sorted({name for row in flat for name in row}))
    rows.writeheader()
    rows.writerows(flat)
    return made.getvalue().encode()


def _flat(thing: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(thing, dict | list):
        yield path, thing
        return
    for name, inner in enumerate(thing) if isinstance(thing, list) else thing.items():
        yield from _flat(inner, f"{path}.{name}" if path else str(name))


def test_a_table_of_froide_tells_what_its_json_does() -> None:
    requests = [
        froide(82, "MINSA", "resolved", "not_held", message(1, "2011-02-14", False), message(2, "2011-02-20"),
               message(3, "2011-03-05", True, "a.pdf", "b.pdf"), message(5, "2011-03-08") | {"is_draft": True}),
        froide(83, "MTC", "asleep", "", message(6, "2011-02-20")),
        froide(84, "MINEDU", "resolved", "user_withdrew", message(7, "2011-02-20", False)),
    ]  # fmt: skip
    assert read_export([Told("list.csv", table(*requests))], PACK) == read_export([Told("a.json", requests)], PACK)


def test_a_list_without_messages_tells_that_there_was_a_reply() -> None:
    answered = [froide(82, "MINSA", "resolved", "refused"), froide(85, "MTPE", "awaiting_classification", "")]
    waiting = [froide(83, "MTC", "awaiting_response", ""), froide(84, "MINEDU", "resolved", "user_withdrew")]
    expected = {"82": [(None, "refused")], "85": [(None, "not_on_file")], "83": [], "84": []}
    assert told(Told("list.csv", table(*answered, *waiting))) == expected
    assert told(Told("search.json", {"meta": {}, "objects": {"results": [*answered, *waiting]}})) == expected
    dated = froide(82, "MINSA", "resolved", "refused", message(2, "2011-03-01"))
    for files in (
        (Told("a.csv", table(*answered)), Told("b.json", dated)),
        (Told("a.json", dated), Told("b.csv", table(*answered))),
    ):
        assert told(*files)["82"] == [("2011-03-01", "refused")]


def test_a_table_of_froide_is_taken_in_and_brought_up_to_date_by_its_messages(tmp_path: Path) -> None:
    path, given = tmp_path / "v.db", tmp_path / "requests.csv"
    given.write_bytes(table(froide(82, "MINSA", "resolved", "refused"), froide(83, "MTC", "awaiting_response", "")))
    said = veeduria(path, "requests", "import", str(given), "--wave", "1").output
    assert "2 requests taken in" in said and "1 reply without a file" in said
    many = [message(number, "2011-02-14", False) for number in range(90)]  # a heading longer than a register's
    given.write_bytes(table(froide(82, "MINSA", "resolved", "refused", *many, message(99, "2011-03-01"))))
    said = veeduria(path, "requests", "import", str(given), "--wave", "1").output
    assert "0 requests taken in" in said and "1 reply taken back" in said, said
    assert "2 sent, 1 answered (50%)" in veeduria(path, "requests", "status", "--on", "2011-03-26").output


def archive(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


def batch(folder: Path) -> Path:
    """The archive of an Alaveteli batch: its table, and what was sent and received of each request."""
    table = [
        "request_url,authority_name,number_of_replies,request_status",
        "https://x.example/alaveteli_pro/info_requests/salud,Ministerio de Salud,1,Successful",
        "https://x.example/alaveteli_pro/info_requests/mtc,MTC,1,Refused",
        "https://x.example/alaveteli_pro/info_requests/mincetur,MINCETUR,1,Awaiting response",
    ]
    salud, mtc = "Ministerio de Salud - salud", "MTC - mtc"
    return archive(
        folder / "batch.zip",
        {
            "batch-7-acciones-dashboard.csv": "\n".join(table).encode(),
            f"{salud}/2011-02-14-090000/outgoing_1.txt": b"Solicito",
            f"{salud}/2011-03-03-101500/incoming_55.txt": b"Estimada",
            f"{salud}/2011-03-03-101500/attachments-55/oficio.pdf": letter_pdf(*paragraphs(*LETTER)),
            f"{mtc}/2011-02-14-090000/outgoing_2.txt": b"Solicito",
            f"{mtc}/2011-02-25-101500/incoming_56.txt": b"Estimada",
        },
    )


def test_a_batch_is_taken_in_with_its_letters_and_nothing_is_doubled(tmp_path: Path) -> None:
    path, given = tmp_path / "v.db", str(batch(tmp_path))
    assert "--wave" in veeduria(path, "requests", "import", given).output and not path.exists()
    said = veeduria(path, "requests", "import", given, "--wave", "1").output
    assert "3 requests taken in" in said and "1 reply without a file" in said and "1 letter linked" in said
    counted = "Primera carta: 3 sent, 2 answered (67%), 1 unanswered, 0 overdue"
    assert counted in veeduria(path, "requests", "status", "--on", "2011-02-26").output
    again = veeduria(path, "requests", "import", given, "--wave", "1").output
    assert "0 requests taken in, 0 brought up to date, 3 were known, 0 replies" in again and "0 letters linked" in again
    rows = [json.loads(row) for row in veeduria(path, "requests", "list", "--format", "jsonl").output.splitlines()]
    assert [(row["institution"], row["sent"], len(row["replies"])) for row in rows] == [
        ("MINSA", "2011-02-14", 1), ("MINCETUR", None, 0), ("MTC", "2011-02-14", 1),
    ]  # fmt: skip
    assert veeduria(path, "verify").exit_code == 0


def test_an_account_of_froide_is_taken_in_from_its_archive(tmp_path: Path) -> None:
    one = froide(82, "MINSA", "resolved", "successful")
    del one["messages"]
    archive(
        tmp_path / "account.zip",
        {
            "requests/82/request.json": json.dumps(one).encode(),
            "requests/82/1/message.json": json.dumps(message(1, "2011-02-14", False)).encode(),
            "requests/82/2/message.json": json.dumps(message(2, "2011-03-03", True, "oficio.pdf")).encode(),
            "requests/82/2/attachments.json": b"[]",
            "requests/82/2/oficio.pdf": letter_pdf(*paragraphs(*LETTER)),
            "drafts.json": b"[]",
        },
    )
    path = tmp_path / "v.db"
    said = veeduria(path, "requests", "import", str(tmp_path / "account.zip"), "--wave", "1").output
    assert "1 request taken in" in said and "0 replies without a file" in said and "1 letter linked" in said


def test_a_body_that_is_not_known_keeps_all_out_unless_it_is_to_be_left_out(tmp_path: Path) -> None:
    path, given = tmp_path / "v.db", tmp_path / "two.json"
    given.write_text(json.dumps([alaveteli("a", "MINSA", "rejected"), alaveteli("b", "Oficina de Magia", "rejected")]))
    said = veeduria(path, "requests", "import", str(given), "--wave", "1")
    assert said.exit_code == 2 and "Oficina de Magia" in said.output and not path.exists()
    assert (
        "1 request taken in" in veeduria(path, "requests", "import", str(given), "--wave", "1", "--skip-unknown").output
    )


DAMAGED: tuple[tuple[str, bytes], ...] = (
    ("a.json", b"[" * 100_000),
    ("a.json", b"{"),
    ("a.json", b"\xff\xfe\x00"),
    ("a.json", b"3"),
    ("a.json", b'{"info_request_events": 7, "described_state": {}}'),
    ("a.json", json.dumps(alaveteli("a", "MINSA", "x", event(1, "ayer")) | {"created_at": "2011-99-99"}).encode()),
    ("a.json", json.dumps(alaveteli("", "MINSA", "x")).encode()),
    ("a.json", json.dumps(alaveteli("a", "MINSA", "x") | {"public_body": None}).encode()),
    ("a.json", json.dumps(froide(1, "MINSA", "resolved", "refused", {"id": 1})).encode()),
    ("a.json", json.dumps(froide(1, "MINSA", ["resolved"], {}, message(1, "2011-02-14"))).encode()),  # type: ignore[arg-type]
    ("a.csv", b"request_url,authority_name,number_of_replies,request_status\nx,MINSA,muchas,y\n"),
    ("a.csv", b"request_url,authority_name,number_of_replies,request_status\nx\n"),
    ("a.csv", b'request_url,authority_name,number_of_replies,request_status\n"x' + b"y" * 200_000),
    ("a.csv", b"id,created_at,status,resolution,public_body.name\n,2011-02-14,resolved,refused,MINSA\n"),
    ("a.csv", b"id,created_at,status,resolution,public_body.name\n1,ayer,resolved,refused,MINSA\n"),
    ("a.csv", b"id,created_at,status,resolution,public_body.name,public_body\n1,2011-02-14,resolved,,MINSA,x\n"),
    ("a.csv", b"id,created_at,status,resolution,public_body.name,id.x\n1,2011-02-14,resolved,,MINSA,x,y,z\n"),
    ("a.csv", b"id,created_at,status,resolution,public_body.name,messages.0\n1,2011-02-14,resolved,,MINSA,x\n"),
    ("a.csv", b'id,created_at,status,resolution,public_body.name\n"1' + b"y" * 200_000),
)


@pytest.mark.parametrize(("name", "data"), DAMAGED)
def test_what_is_no_export_ends_in_a_sentence_and_leaves_nothing(name: str, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(NoExport):
        read_export([Told(name, data)], PACK)
    (tmp_path / name).write_bytes(data)
    said = veeduria(tmp_path / "v.db", "requests", "import", str(tmp_path / name), "--wave", "1")
    assert said.exit_code == 2 and said.output.startswith("Error: ") and not (tmp_path / "v.db").exists()


def test_an_archive_that_explodes_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("requests/1/request.json", b" " * 40_000_000)
    said = veeduria(tmp_path / "v.db", "requests", "import", str(tmp_path / "bomb.zip"), "--wave", "1")
    assert said.exit_code == 2 and "exceeds its bounds" in said.output and not (tmp_path / "v.db").exists()
