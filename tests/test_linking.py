"""Which reply answers which request: linked when it is clear, asked when it is not, never guessed."""

from __future__ import annotations

from extractor.rounds.linking import Link, ReplyLetter, suggest_links
from extractor.rounds.register import Request
from rules.loader import load_pack

PACK = load_pack()


def request(id: str, unit: str = "", wave: str = "first", sent: str | None = "2011-02-14", ref: str = "") -> Request:
    return Request(id, "GR", unit, wave, sent, ref, ())


def reply(unit: str = "", reference: str = "", date: str | None = "2011-02-25", wave: str | None = None) -> ReplyLetter:
    return ReplyLetter("d1", "GR", unit, reference, date, wave)


def best(one: ReplyLetter, *requests: Request, rejected: tuple[tuple[str, str], ...] = ()) -> Link | None:
    return next(iter(suggest_links([one], requests, PACK, rejected)), None)


def test_the_only_request_of_the_body_and_unit_is_sure() -> None:
    found = best(reply("GR Puno"), request("a", "GR Puno"), request("b", "GR Tacna"))
    assert found is not None and (found.request, found.sure) == ("a", True)


def test_two_requests_alike_are_asked_for() -> None:
    found = best(reply("GR Puno"), request("a", "GR Puno", ref="Carta 1"), request("b", "GR Puno", ref="Carta 2"))
    assert found is not None and not found.sure


def test_the_cited_number_tells_them_apart_as_a_whole_word() -> None:
    requests = [request(str(n), "GR Puno", ref=f"Carta {n}") for n in (1, 12)]
    for number in (1, 12):
        found = best(reply("GR Puno", f"a) Carta {number} de su institución"), *requests)
        assert found is not None and (found.request, found.sure) == (str(number), True)


def test_the_cited_day_is_that_on_which_it_was_sent() -> None:
    requests = [request("a", sent="2011-02-14"), request("b", sent="2011-02-16")]
    found = best(reply(reference="Carta s/n de fecha 16 de febrero de 2011"), *requests)
    assert found is not None and (found.request, found.sure) == ("b", True)


def test_the_only_request_cited_is_meant_though_the_reply_names_no_unit() -> None:
    tacna, puno = request("a", "GR Tacna", sent="2011-02-16"), request("b", "GR Puno", ref="Carta 45-2011")
    by_day = best(reply(reference="Carta s/n de fecha 16 de febrero de 2011"), tacna, puno)
    by_number = best(reply(reference="Su Carta 45-2011"), tacna, puno)
    assert [(one.request, one.sure) for one in (by_day, by_number) if one] == [("a", True), ("b", True)]


def test_a_day_on_which_two_were_sent_tells_neither() -> None:
    cited = reply(reference="Carta s/n de fecha 16 de febrero de 2011")
    found = best(cited, *(request(unit, f"GR {unit}", sent="2011-02-16") for unit in ("Ica", "Puno")))
    assert found is not None and not found.sure


def test_a_reply_that_names_no_unit_may_be_any_units_if_several_were_asked() -> None:
    head, unit = request("a"), request("b", "GR Puno", sent="2011-02-16")
    found = best(reply(), head, unit)
    assert found is None or not found.sure
    alone = best(reply(), head)
    assert alone is not None and alone.sure


def test_a_letter_without_number_is_not_known_by_having_none() -> None:
    requests = request("a", "GR Ica", ref="Carta s/n", sent=None), request("b", "GR Puno", ref="Carta s/n", sent=None)
    found = best(reply(reference="Carta s/n"), *requests)
    assert found is None or not found.sure


def test_what_contradicts_a_request_is_never_sure_whatever_else_agrees() -> None:
    cited = request("a", "GR Puno", ref="Carta 45-2011")
    early = best(reply("GR Puno", "Su Carta 45-2011", date="2011-01-03"), cited)
    elsewhere = best(reply("Dirección de Salud", "Su Carta 45-2011"), cited)
    assert early is None  # nothing answers what was sent after it
    assert elsewhere is None or not elsewhere.sure


def test_a_reply_written_before_the_request_does_not_surely_answer_it() -> None:
    found = best(reply(date="2011-01-03"), request("a"))
    assert found is None or not found.sure


def test_a_reply_of_a_known_wave_answers_a_request_of_that_wave() -> None:
    both = request("a", wave="first"), request("b", wave="second", sent="2011-02-14")
    found = best(reply(wave="second"), *both)
    assert found is not None and found.request == "b"
    assert best(reply(wave="third"), *both) is None


def test_nobody_is_answered_for_on_a_guess() -> None:
    assert suggest_links([ReplyLetter("d", None, "", "", None)], [request("a")], PACK) == ()
    assert best(reply("GR Ica", "Carta 9"), request("a", "Gobierno Regional de Madre de Dios", ref="Carta 1")) is None
    assert best(reply(), request("a"), rejected=(("a", "d1"),)) is None
