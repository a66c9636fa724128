"""Names in small letters, taken as if they had capitals: where a text's writer does not use them, they say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.privacy.settings import SMALL_AROUND
from extractor.privacy.tokens import Tokens, cut
from extractor.privacy.vocabulary import BOTH, EVERYDAY, KNOWN, OFFICE, PUBLIC, UNKNOWN, NameVocabulary


def tokens(text: str, words: NameVocabulary) -> Tokens:
    """Cut `text` into words, names in small letters taken as if they had capitals: "maria quispe", "la menor yuly"."""
    made = cut(text, words)
    _raise_listed(made, words)
    _raise_strange(made, words)
    return made


def _raise_listed(made: Tokens, words: NameVocabulary) -> None:
    run: list[int] = []
    for index, word in enumerate(made.folded):
        led = index > 0 and made.folded[index - 1] in words.naming and not made.capital[index]
        if led and _is_told(made, index, words):
            _lift(made, [index, *_unlisted(made, index + 1, words)], words)  # "me llamo yovana", "doña ketzia"
        named = word in words.given or word in words.surnames
        named = named and (made.capital[index] or not made.raw(index).endswith(words.acute))  # "cayó"
        if not made.capital[index] and not run:
            named = named and word not in words.office and not _is_linked(made, index, words)
        named = named and (made.capital[index] or word not in words.cues)
        small = word in words.particles and not named
        if run and small and _is_beside(made, index - 1) and _goes_on(made, index, words):
            continue  # "maria del carmen"
        if run and not (named and _is_beside(made, index - 1)):
            _raise(made, run, words)
            run = []
        if named and not made.upper[index]:
            run.append(index)
    _raise(made, run, words)


def _raise_strange(made: Tokens, words: NameVocabulary) -> None:
    strange = [_is_strange(made, index, words) for index in range(len(made))]
    for index in range(1, len(made)):
        if strange[index] and strange[index - 1] and made.gap(index - 1) == " ":
            plural = all(made.folded[one].endswith(words.plurals) for one in (index - 1, index))
            if not plural and not _is_linked(made, index - 1, words) and not _is_abroad(made, index, words):
                _lift(made, [index - 1, index], words)  # "ketzia ñahui": two words that nobody knows


def _is_abroad(made: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is the text around in another language, of which every word is unknown, those too short for a name as well?"""
    around = range(max(index - SMALL_AROUND, 0), min(index + SMALL_AROUND, len(made)))
    said = [made.folded[one] for one in around if not made.capital[one] and made.folded[one].isalpha()]
    unknown = [word for word in said if word not in words.small and words.kind(word) == UNKNOWN]
    known = sum(word in words.small or words.kind(word) in (EVERYDAY, OFFICE, PUBLIC) for word in said)
    return len(unknown) > known and any(len(word) < 3 for word in unknown)  # "only images or drawings"


def _is_strange(made: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is a word in small letters none that is known, or one that is a name too, and no verb by its ending?"""
    word = made.folded[index]
    if made.capital[index] and made.raw(index)[0].isupper():
        return False
    if words.kind(word) not in (UNKNOWN, BOTH, KNOWN) or len(word) < 3 or not word.isalpha():
        return False
    if word in words.small or word in words.worded:
        return False
    verbal = word.endswith((*words.verbs, *words.infinitives, *words.participles))
    return not verbal and not made.raw(index).endswith(words.accented)


def _is_told(made: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a word right before, like "llamo" or "doña", say that a name follows?"""
    if made.folded[index] in words.small:
        return False
    before, gap = made.folded[index - 1], made.gap(index - 1)
    told = before in words.called and gap.isspace()
    told = told or (before in words.courtesies and gap in (" ", "\u00a0", ". ") and len(made.folded[index]) > 2)
    word = made.folded[index]
    if told:
        return words.kind(word) in (UNKNOWN, KNOWN, BOTH)
    led = before in words.cues - words.titles and gap == " " and len(word) > 2 and not made.kinds[index]
    if not led or words.kind(word) not in (UNKNOWN, BOTH) or (words.kind(word) == BOTH and word not in words.given):
        return False
    return _is_strange(made, index, words)  # "la chica yesi"


def _goes_on(made: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a name in small letters go on after the small word at `index`?"""
    while index < len(made) and made.folded[index] in words.particles and index + 1 < len(made):
        index += 1
    word = made.folded[index]
    return not made.capital[index] and words.kind(word) in (KNOWN, BOTH) and _is_beside(made, index - 1)


def _is_linked(made: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is it an everyday word after "of": "juez de paz Feliciano …"?"""
    return index > 0 and made.folded[index - 1] in words.particles and words.kind(made.folded[index]) != KNOWN


def _is_beside(made: Tokens, index: int) -> bool:
    return made.gap(index) in (" ", "\u00a0", ", ", "_", ".", "-")


def _raise(made: Tokens, run: list[int], words: NameVocabulary) -> None:
    """Give capitals to a run of names one of which is nothing else, and is no everyday word or not alone."""
    said = [made.folded[index] for index in run]
    if all(made.capital[index] for index in run):
        return
    sure = [word for word in said if words.kind(word) == KNOWN]
    if not sure and made.text.islower():
        sure = [word for word in said if words.kind(word) == BOTH]  # a text without capitals: they tell nothing
    before = [run[0] - 1] if sure and len(said) == 1 and run[0] and any(_unlisted(made, run[0] - 1, words)) else []
    if before and made.gap(before[0]) == " " and not made.capital[before[0]]:
        run, said = [*before, *run], [made.folded[before[0]], *said]  # "ketzia quispe"
    cued = bool(sure) and run[0] > 0 and said[0] in sure and made.folded[run[0] - 1] in words.cues - words.titles
    if sure and not words.worded.issuperset(said) and (len(said) > 1 or cued or words.worded.isdisjoint(sure)):
        _lift(made, [*run, *_unlisted(made, run[-1] + 1, words)], words)


def _lift(made: Tokens, places: list[int], words: NameVocabulary) -> None:
    for index in places:
        made.capital[index] = True
        made.kinds[index] = made.kinds[index] or words.kind(made.folded[index])


def _unlisted(made: Tokens, index: int, words: NameVocabulary) -> Iterator[int]:
    """Yield the words right after a name in small letters that no list has and that are no verbs: "yovana qispe"."""
    while index < len(made) and made.gap(index - 1) in (" ", "\u00a0") and not made.kinds[index]:
        word = made.folded[index]
        known = word in words.small or words.kind(word) not in (UNKNOWN, KNOWN)
        if known or len(word) < 4 or word.endswith(words.verbs) or made.raw(index).endswith(words.accented):
            return
        yield index
        index += 1
