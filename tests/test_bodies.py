from __future__ import annotations

import pytest

from corpus.bodies import faults, samples
from extractor.read.letter import read_letter
from tests.pdfs import PACK, blocks_of, lines_at, placed

HEAD = ("GOBIERNO REGIONAL DE TACNA", "Tacna, 4 de mayo de 2011", "OFICIO N° 7-2011-GRT", "Presente.-")


@pytest.mark.parametrize("count", [2, pytest.param(25, marks=pytest.mark.slow)])
def test_no_sentence_or_row_is_lost_cut_or_mixed_in_layouts_that_are_hard_to_read(count: int) -> None:
    found = {sample.id: list(faults(sample, read_letter(sample.data, PACK))) for sample in samples(count, seed=count)}
    wrong = {id_: told for id_, told in found.items() if told}
    assert len(wrong) <= 0.02 * len(found), wrong


def test_a_heading_beside_its_text_stands_before_it() -> None:
    text = ["Se dictó una charla en el mercado de la ciudad a los", "comerciantes. Se repartió una cartilla."]
    page = [*lines_at(70, 60, HEAD, 18), (70, 200, "CHARLAS"), *lines_at(180, 200, text)]
    assert blocks_of(placed(page), "heading") == ["CHARLAS"]
    assert blocks_of(placed(page), "paragraph") == [" ".join(text)]
