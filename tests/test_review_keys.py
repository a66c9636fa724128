from hypothesis import given
from hypothesis import strategies as st

from extractor.review.terminal.keys import named_keys, pasted, unfinished


def test_keys_have_names_whatever_the_terminal_sends() -> None:
    assert list(named_keys("añ/\r\x7f\x1b[A\x1bOB\x1b[3~\x03")) == [
        *"añ/", "enter", "backspace", "up", "down", "delete", "ctrl-c",
    ]  # fmt: skip


def test_escape_alone_is_a_key_and_unknown_sequences_are_not() -> None:
    assert list(named_keys("\x1b")) == ["esc"]
    assert list(named_keys("\x1b[15~\x1b[99;9Xa")) == ["a"]


def test_a_key_may_arrive_in_two_parts() -> None:
    assert unfinished("\x1b") and unfinished("\x1b[1;") and unfinished("\x1bO") and unfinished("\x1b[200~text")
    assert not unfinished("\x1b[A") and not unfinished("a") and not unfinished("\x1b[200~text\x1b[201~")


def test_a_paste_is_one_key_on_one_line_without_controls() -> None:
    (key,) = named_keys("\x1b[200~dos\r\nlíneas\x07 y\tmás\x1b[201~")
    assert pasted(key) == "dos líneas y más"
    assert pasted("a") is None


@given(st.text(st.sampled_from("\x1b[]O;~0129Aa\r\x00\x9bñ\u202e")))
def test_any_input_gives_only_names_pastes_and_printable_characters(raw: str) -> None:
    for key in named_keys(raw):
        assert key.isprintable() or pasted(key) is not None
