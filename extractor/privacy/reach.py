"""How far a private name reaches: over its neighbours with capitals, a nickname in quotes, "Apellidos, Nombres"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.privacy.capitals import acts, closes_cell, is_mixed, opens, opens_cell
from extractor.privacy.officials import Public, has_age
from extractor.privacy.runs import BLANK, Name
from extractor.privacy.settings import REACH_MORE, SHORT
from extractor.privacy.tokens import INITIAL, NO_CASE, NUMBER, Tokens
from extractor.privacy.vocabulary import EVERYDAY, KNOWN, OFFICE, PUBLIC, UNKNOWN, WEAK, NameVocabulary
from rules.words import fold

_NICKNAME = re.compile(r"\s?,?\s?\(?[\"“«'‘](?P<said>[^\"”»'’\n]{1,30})[\"”»'’]\)?")


def reach(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> Name:
    """Return the name with what belongs to it on both sides."""
    mixed = is_mixed(text, name.first)
    first, last = name.first, name.last
    for _ in range(REACH_MORE):
        before = _before(text, first, last, mixed, words)
        after = _after(text, first, last, mixed, words)
        if (before, after) == (first, last):
            break
        first, last = before, after
    first = _small_before(text, first, words)
    if (first, last) == (name.first, name.last):
        return name
    left, right = name.first - first, last - name.last
    return Name(first, last, EVERYDAY * left + name.kinds + _kinds(text, name.last + 1, right, words))


def _kinds(text: Tokens, first: int, count: int, words: NameVocabulary) -> str:
    """What a name may be found again by: of what was added, only listed and unknown words."""
    kinds = ""
    for index in range(first, first + count):
        kinds += text.kinds[index] if text.kinds[index] in ("N", UNKNOWN) and text.capital[index] else EVERYDAY
    return kinds


def _after(text: Tokens, first: int, last: int, mixed: bool, words: NameVocabulary) -> int:
    """The last word of what follows, if it belongs to the name; else `last`."""
    nickname = _NICKNAME.match(text.text, text.ends[last])
    if nickname and (nickname["said"][:1].isupper() or fold(nickname["said"]).split()[0] in words.articles):
        while last + 1 < len(text) and text.ends[last + 1] <= nickname.end():
            last += 1
        return last
    step = last + 1
    if step >= len(text):
        return last
    quoted = text.text[text.ends[last] : text.starts[step]]
    turned = quoted.strip(" \u00a0") in (",", ".,") and _is_surnames(text, first, last, words)
    while step < len(text) and text.folded[step] in words.particles and _near(text, step - 1):
        step += 1
    small = step - last - 1
    if step >= len(text) or not (_near(text, step - 1) or (turned and not small) or _after_quote(quoted)):
        return last
    if small == 1 and text.folded[last + 1] not in words.contracted:
        return last  # "Juana Quispe de Lima"
    if turned and text.kinds[step] == text.kinds[last] == INITIAL:
        return step if text.text[text.ends[step] : text.ends[step] + 1] == "." else last  # "Ejemplo B., R."
    if turned and not _is_given(text, step, mixed, words):
        return last
    return step if _takes(text, step, small, mixed, words) or (turned and text.folded[step] in words.given) else last


def _near(text: Tokens, index: int) -> bool:
    return index + 1 < len(text) and (text.gap(index) in BLANK or text.gap(index) in ("-", "‐", "‑"))


def _after_quote(gap: str) -> bool:
    return gap.strip() in ('"', "”", "»", "'", "’") and len(gap) == 2


def _is_given(text: Tokens, step: int, mixed: bool, words: NameVocabulary) -> bool:
    """Is what follows "QUISPE MAMANI," the rest of a name, and no place or list?"""
    if text.folded[step] in words.given:
        return True
    end = _run_ends(text, step, words)
    if text.kinds[step] == OFFICE or end - step >= REACH_MORE or not (mixed or _ends(text, end, words)):
        return False
    follows = "" if closes_cell(text, end) or text.folded[end + 1] in words.small else text.gap(end).strip()
    return follows in ("", ";", ".") or (follows == "," and (text.upper[step] or text.kinds[step] != PUBLIC))


def _run_ends(text: Tokens, index: int, words: NameVocabulary) -> int:
    """The last of the words in capitals from here on, before one of grammar."""
    end = index
    while end - index < REACH_MORE and not _ends(text, end, words) and text.capital[end + 1]:
        end += 1
    return end


def _ends(text: Tokens, index: int, words: NameVocabulary) -> bool:
    return closes_cell(text, index) or not _near(text, index) or text.folded[index + 1] in words.small


def _is_surnames(text: Tokens, first: int, last: int, words: NameVocabulary) -> bool:
    return last - first <= 5 and not any(
        text.folded[index] in words.given and text.folded[index] not in words.surnames
        for index in range(first, last + 1)
    )


def _takes(text: Tokens, step: int, small: int, mixed: bool, words: NameVocabulary) -> bool:
    """Is a word with a capital that stands right after a private name part of it?"""
    kind, word = text.kinds[step], text.folded[step]
    if not small and _is_surname(text, step, words):
        return True
    if not (text.capital[step] or kind == NO_CASE) or kind == NUMBER or _is_stop(word, words):
        return False
    if word in words.small and kind != INITIAL:
        return False
    ends = step + 1 >= len(text) or not _near(text, step)
    ends = ends or not text.capital[step + 1] or text.folded[step + 1] in words.small or text.kinds[step + 1] in "NACU"
    ends = ends or (not mixed and _is_verb(text, step + 1, words))
    if kind == INITIAL:
        return text.text[text.ends[step] : text.ends[step] + 1] == "."
    if kind == OFFICE and not mixed and not small and acts(text, step, words):
        return True  # "Pedro Rey Corte huyó"
    if kind == OFFICE:
        follows = step + 1 < len(text) and text.folded[step + 1] in words.particles
        return ends and not follows and not small and mixed
    if mixed:
        return ends or kind not in (EVERYDAY, WEAK)
    return ends and not _is_verb(text, step, words)


def _is_surname(text: Tokens, title: int, words: NameVocabulary) -> bool:
    """Is a title with a capital, between a given name and another word, a surname: "Domitila Rector Ejemplo"?"""
    after = title + 1
    if text.folded[title] not in words.titles or text.upper[title] or not text.capital[title]:
        return False
    follows = after < len(text) and _near(text, title) and text.capital[after]
    lone = title > 0 and (title < 2 or not text.capital[title - 2]) and after < len(text) and not text.capital[after]
    lone = lone and text.folded[after] not in words.particles and _near(text, title)
    named = title > 0 and text.folded[title - 1] in words.given
    return named and (lone or (follows and text.kinds[after] not in (OFFICE, NUMBER)))


def _is_stop(word: str, words: NameVocabulary) -> bool:
    return word in words.titles or word in words.cues - words.surnames


def _is_verb(text: Tokens, index: int, words: NameVocabulary) -> bool:
    word = text.folded[index]
    return word.endswith((*words.verbs, *words.endings)) or text.raw(index)[-1] in "óÓáÁ" or word in words.doing


def _before(text: Tokens, first: int, last: int, mixed: bool, words: NameVocabulary) -> int:
    """The first word of what stands before, if it belongs to the name; else `first`."""
    step = first - 1
    if step < 0:
        return first
    if text.gap(step).strip(" \u00a0") == ",":
        return _surnames_before(text, first, last, words)
    if text.gap(step).strip(" \u00a0") == ".":
        return step if _is_shortened(text, step, first, words) else first
    while step >= 0 and text.folded[step] in words.particles and _near(text, step):
        step -= 1
    small = first - 1 - step
    if step < 0 or not _near(text, step) or (small == 1 and text.folded[first - 1] not in words.contracted):
        return first
    kind, word = text.kinds[step], text.folded[step]
    if step and _is_surname(text, step, words):
        return step - 1  # "Justo Juez Ejemplo"
    if word in words.titles and text.capital[step] and opens(text, step) and has_age(text.text, text.ends[last], words):
        return step  # "Fray Ejemplo (12)"
    opening = kind == OFFICE and opens(text, step) and not text.upper[step] and not small
    if opening and acts(text, last, words) and word not in words.bodies and not _is_stop(word, words):
        return step  # "Enero Ejemplo huyó"
    if not text.capital[step] or kind in (NUMBER, OFFICE, INITIAL) or word in words.small or _is_stop(word, words):
        return first
    if text.upper[step] != text.upper[first] and not (mixed and (kind in "NAU" or text.upper[first])):
        return first
    led = step == 0 or opens_cell(text, step)
    led = led or text.folded[step - 1] in words.toward or text.folded[step - 1] in words.cues
    led = led or (not small and (word not in words.ordinary or text.kinds[step - 1] in "NA"))
    if mixed and opens(text, step):
        doing = word.endswith(words.verbs) or text.raw(step)[-1] == "ó" or word in words.doing
        return first if doing or (small and kind == EVERYDAY and not opens_cell(text, step)) else step
    if mixed:
        return first if small and step > 0 and text.folded[step - 1] in words.articles else step
    return step if led and not _is_verb(text, step, words) else first


def _is_shortened(text: Tokens, step: int, first: int, words: NameVocabulary) -> bool:
    """Is what a stop ends right before a name its first part: "Md. …", the "T." of "T. J. …"?"""
    word = text.folded[step]
    if not text.capital[step] or text.kinds[step] in (NUMBER, OFFICE) or len(word) > SHORT:
        return False
    if text.kinds[step] == INITIAL:
        return text.kinds[first] == INITIAL
    return not text.upper[step] and word not in words.small and not _is_stop(word, words)


def _surnames_before(text: Tokens, first: int, last: int, words: NameVocabulary) -> int:
    """The surnames before the comma: "Guerra, Enrique"; "en Lima, Enrique" has none."""
    start = first - 1
    while start > 0 and _near(text, start - 1) and text.capital[start - 1] and first - start < REACH_MORE:
        start -= 1
    run = range(start, first)
    if any(not text.capital[i] or text.folded[i] in words.small or text.kinds[i] in (NUMBER, INITIAL) for i in run):
        return first
    if any(_is_stop(text.folded[i], words) for i in run) or not _may_be_given(text, first, last, words):
        return first
    listed = all(text.folded[i] in words.surnames or text.folded[i] in words.particles for i in run)
    if any(text.kinds[i] == OFFICE for i in run) and not listed:
        return first
    if opens_cell(text, start) or text.kinds[start - 1] == KNOWN:
        return start if listed or closes_cell(text, last) or text.gap(last).strip() in (";", ".") else first
    before = text.folded[start - 1]
    if (
        opens(text, start)
        or before in words.wheres
        or before in words.particles
        or (before in words.office and before not in words.small)
    ):
        return start if listed and before not in words.wheres and before not in words.particles else first
    return start if not text.capital[start - 1] and not any(text.kinds[i] == OFFICE for i in run) else first


def _may_be_given(text: Tokens, first: int, last: int, words: NameVocabulary) -> bool:
    return text.folded[first] in words.given or (last - first <= 2 and text.kinds[first] in "NU")


def _small_before(text: Tokens, first: int, words: NameVocabulary) -> int:
    """Take in "de la" where another small word or one for a family shows that it is the surname's: "contra de la O"."""
    step = first - 1
    while step >= 0 and text.folded[step] in words.particles and (_near(text, step) or text.gap(step).strip() == "."):
        step -= 1
    count = first - 1 - step
    if count and (step < 0 or opens_cell(text, step + 1) or text.gap(step).strip() in (",", "(", "[")):
        return step + 1
    if count == 0 or not _near(text, step):
        return first
    many = text.folded[first - 1] in words.definite and text.folded[first - 1].endswith(words.plurals)
    if count > 1 and not (many or text.capital[step] or text.folded[first] in words.given):
        return step + 1  # "la deponente de la Cruz": nothing is lost if it is an article
    led = text.folded[step] in words.toward or text.folded[step] in words.kin
    long = first - 1 - step >= 2 or text.folded[first - 1] in words.contracted or text.folded[step] in words.toward
    return step + 1 if led and long and not many else first


def beside(text: Tokens, name: Name, words: NameVocabulary) -> Iterator[Name]:
    """Yield who is named together with somebody: "X y Soledad", "Milagros, Luz y X"."""
    other = name.last + 2
    if (
        other < len(text)
        and text.folded[name.last + 1] in words.joiners
        and _near(text, name.last)
        and _near(text, other - 1)
    ):
        alone = other + 1 >= len(text) or not text.capital[other + 1]
        plain = text.kinds[other] == EVERYDAY and text.folded[other] not in words.small
        plain = plain and not text.folded[other].endswith(words.plurals)
        last = _run_ends(text, other, words)
        whole = range(other, last + 1)
        if (
            not alone
            and text.folded[other] in words.given
            and all(text.kinds[i] not in (OFFICE, NUMBER) for i in whole)
        ):
            yield Name(other, last, "".join(text.kinds[i] for i in whole))
        if text.capital[other] and alone and (text.folded[other] in words.given or plain) and not text.upper[other]:
            yield Name(other, other, text.kinds[other])
    yield from _listed(text, name.first, -1, words)
    yield from _listed(text, name.last, 1, words)


def _listed(text: Tokens, index: int, way: int, words: NameVocabulary) -> Iterator[Name]:
    """Yield the given names that stand alone in a list with somebody, before or after."""
    other, gap = index + way, min(index, index + way)
    while 0 <= other < len(text) and text.gap(gap).strip() in (",", ";") and "\n" not in text.gap(gap):
        after = other + 1
        follows = after < len(text) and text.capital[after] and _near(text, other) and way > 0
        before = other > 0 and text.capital[other - 1] and _near(text, other - 1)
        if follows or before or not text.capital[other] or text.folded[other] not in words.given:
            return
        yield Name(other, other, text.kinds[other])
        other, gap = other + way, gap + way
