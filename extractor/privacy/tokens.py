"""A text as words that may be names: where they stand, what the pack knows of them, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.privacy.settings import ABBREVIATION
from extractor.privacy.vocabulary import BOTH, EVERYDAY, KNOWN, OFFICE, PUBLIC, UNKNOWN, NameVocabulary, mended
from rules.words import fold

# letters with the marks and apostrophes inside a name: "D'Angelo", "N’Diaye", accents that stand by themselves
_MARK = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0e31-\u0e4e"
_WORD = re.compile(rf"[^\W_][^\W_{_MARK}]*(?:[{_MARK}]+[^\W_]*|['’ʼ´`](?=[^\W\d_]{{2}})[^\W_]+)*")
_MARKS = re.compile(f"[{_MARK}'’ʼ´`]")
UPPER = "A-ZÀ-ÖØ-ÞŁŚŻŹČŠŽĐĞİŞŐŰА-ЯΑ-Ω"  # inside an expression's brackets: letters that may begin a name
_ORDINALS = frozenset("ªº")
_SIGNS = ("°", "º")
_MISREAD = re.compile("[a-zñ][a-zñ0158]*")
_VOWEL = re.compile("[aeiou]")
_RANKED = re.compile(r"\. [A-Z]{2,4} [A-Z]")  # "Brig. PNP Ejemplo"
_MAY_BE_SHORT = (UNKNOWN, PUBLIC, EVERYDAY)
_LATIN_END = 0x250
NUMBER = "D"
NO_CASE = "C"  # a word of a script without capitals: in a Spanish letter it is foreign, and probably a name
INITIAL = "I"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text. `kinds` says what each may be (`vocabulary`), "" for one in small letters, D, C or I."""

    text: str
    starts: list[int]
    ends: list[int]
    folded: list[str]
    kinds: list[str]
    capital: list[bool]
    upper: list[bool]

    def __len__(self) -> int:
        return len(self.starts)

    def gap(self, index: int) -> str:
        """What stands between word `index` and the next one."""
        return self.text[self.ends[index] : self.starts[index + 1]]

    def raw(self, index: int) -> str:
        return self.text[self.starts[index] : self.ends[index]]

    def before(self, index: int, count: int) -> list[str]:
        return self.folded[max(0, index - count) : index]


def tokens(text: str, words: NameVocabulary) -> Tokens:
    """Cut `text` into words, in time linear in its length."""
    made = Tokens(text, [], [], [], [], [], [])
    for match in _WORD.finditer(text):
        raw = match.group()
        plain = fold(raw)
        if not raw.isascii() or "'" in raw or "`" in raw:
            plain = _MARKS.sub("", plain)
        capital = raw[0].isupper() or raw[0].istitle()
        made.starts.append(match.start())
        made.ends.append(match.end())
        made.capital.append(capital)
        made.upper.append(capital and raw.isupper() and len(plain) > 1)
        kind = _kind(raw, plain, capital, words)
        if kind == INITIAL and text[match.end() : match.end() + 1] in _SIGNS:
            kind = OFFICE  # "N°"
        if kind in _MAY_BE_SHORT and len(plain) <= ABBREVIATION and text[match.end() : match.end() + 1] == ".":
            full = words.unshortened(plain, ranked=bool(_RANKED.match(text, match.end())))
            kind, plain = (OFFICE, full) if full else (kind, plain)  # "Crnl.", "Asoc."
        if not plain.isalpha() and raw.isupper() and plain.rstrip("0123456789") in words.titles:
            kind, plain = OFFICE, plain.rstrip("0123456789")  # "SOT1"
        if kind == NUMBER and not raw.isdigit() and mended(plain) in words.particles:
            kind, plain = "", mended(plain)  # "de 1a"
        if plain in words.particles and capital and not raw.isascii():
            kind, plain = UNKNOWN, raw.lower()  # "Lê"
        if kind not in (NUMBER, NO_CASE) and not plain.isalpha():
            plain = mended(plain)
        made.folded.append(plain)
        made.kinds.append(kind)
    _raise_small(made, words)
    return made


def _raise_small(made: Tokens, words: NameVocabulary) -> None:
    """Take names in small letters as if they had capitals: "maria quispe", "la menor yuly"."""
    run: list[int] = []
    for index, word in enumerate(made.folded):
        told = index > 0 and made.folded[index - 1] in words.naming and made.gap(index - 1).isspace()
        if told and not made.capital[index] and words.kind(word) in (UNKNOWN, KNOWN, BOTH):
            made.capital[index], made.kinds[index] = True, words.kind(word)  # "me llamo yovana"
            for other in _unlisted(made, index + 1, words):
                made.capital[other], made.kinds[other] = True, words.kind(made.folded[other])
        named = word in words.given or word in words.surnames
        named = named and (made.capital[index] or bool(run) or word not in words.office)
        named = named and (made.capital[index] or word not in words.cues)
        named = named and (made.capital[index] or bool(run) or not _is_linked(made, index, words))
        if run and not (named and _is_beside(made, index - 1)):
            _raise(made, run, words)
            run = []
        if named and not made.upper[index]:
            run.append(index)
    _raise(made, run, words)


def _is_linked(made: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is it an everyday word after "of": "juez de paz Feliciano …"?"""
    return index > 0 and made.folded[index - 1] in words.particles and words.kind(made.folded[index]) != KNOWN


def _is_beside(made: Tokens, index: int) -> bool:
    return made.gap(index) in (" ", "\u00a0", ", ", "_", ".", "-")


def _raise(made: Tokens, run: list[int], words: NameVocabulary) -> None:
    """Give capitals to a run of names if it has a given name, a surname and one that is nothing else."""
    said = [made.folded[index] for index in run]
    if all(made.capital[index] for index in run):
        return
    sure = [word for word in said if words.kind(word) == KNOWN]
    both = len(said) > 1 and any(word in words.given for word in said) and any(word in words.surnames for word in said)
    cued = bool(sure) and run[0] > 0 and said[0] in sure and made.folded[run[0] - 1] in words.cues - words.titles
    told = sure and run[-1] == run[0] and said[0] in words.given and any(_unlisted(made, run[-1] + 1, words))
    if sure and (both or cued or told):
        for index in (*run, *_unlisted(made, run[-1] + 1, words)):
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


def _kind(raw: str, plain: str, capital: bool, words: NameVocabulary) -> str:
    if raw.isdigit():
        return NUMBER
    first = raw[0]
    if not raw.isascii():
        if ord(first) >= _LATIN_END:
            return NO_CASE if first.isalpha() else ""
        if first in _ORDINALS:
            return ""
    figures = 0 if plain.isalpha() else sum(char.isdigit() for char in plain)
    if figures:
        letters = len(plain) - figures
        if capital and raw[1:].islower() and _MISREAD.fullmatch(plain) and _VOWEL.search(mended(plain)):
            return words.kind(mended(plain)) or UNKNOWN  # "So1"
        if letters < 3 or figures * 3 > letters:
            return NUMBER
        if first.isdigit() and raw[1:].isupper() and first in "0158":
            return words.kind(mended(plain))
        return words.kind(mended(plain)) if capital else ""
    if not capital:
        return ""
    if len(plain) == 1:
        return INITIAL
    if raw[1:] in _ORDINALS:
        return OFFICE  # "Nº"
    return words.kind(plain) or UNKNOWN
