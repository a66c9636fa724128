from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from extractor.core.clean import clean
from extractor.review.terminal.passage import passage, window

TEXTS = st.text(st.sampled_from("aé ñ\n\t.—漢\u200b\x1b\u202e\u0301"), min_size=1, max_size=300)


def words(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, st.integers(4, 60), st.data())
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = passage(text, (start, end), ((start, end, "bold"),), width, "dim")
    assert words("".join(line.plain for line in part.lines)) == words(clean(text))
    assert all(cell_len(line.plain) <= width for line in part.lines)
    assert 0 <= part.first <= part.last < len(part.lines)
    focus = "".join(line.plain for line in part.lines[part.first : part.last + 1])
    assert words(clean(text[start:end])) in words(focus)


def test_evidence_stays_on_its_words_when_characters_before_it_are_taken_out() -> None:
    text = "uno \u200b\u202edos\x1b tres"
    (line,) = passage(text, (0, len(text)), ((11, 15, "bold"),), 40, "dim").lines
    assert [line.plain[span.start : span.end] for span in line.spans if span.style == "bold"] == ["tres"]


def test_the_window_shows_the_focus_with_context_on_both_sides_and_scrolls_to_the_ends() -> None:
    text = "\n".join(f"línea {n}" for n in range(50))
    start = text.index("línea 25")
    part = passage(text, (start, start + 8), (), 30, "dim")
    shown = [line.plain for _, line in window(part, 9, 0)]
    assert shown == [f"línea {n}" for n in range(21, 30)]
    assert window(part, 9, -500)[0][1].plain == "línea 0"
    assert window(part, 9, 500)[-1][1].plain == "línea 49"
    assert len(window(part, 100, 3)) == 50


def test_a_focus_longer_than_the_window_starts_at_its_top() -> None:
    text = "\n".join(f"línea {n}" for n in range(50))
    part = passage(text, (text.index("línea 10"), text.index("línea 40")), (), 30, "dim")
    assert window(part, 8, 0)[0][1].plain == "línea 10"
