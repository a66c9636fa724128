"""A text as words that may be names: where they stand, what the pack knows of them, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.privacy.settings import ABBREVIATION
from extractor.privacy.vocabulary import BOTH, EVERYDAY, KNOWN, OFFICE, PUBLIC, UNKNOWN, WEAK, NameVocabulary, mended
from rules.words import fold

# letters with the marks and apostrophes inside a name: "D'Angelo", "N’Diaye", accents that stand by themselves
_MARK = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0e31-\u0e4e"
_WORD = re.compile(rf"(?![ªº])[^\W_][^\W_{_MARK}]*(?:[{_MARK}]+[^\W_]*|['’ʼ´`](?=[^\W\d_]{{2}})[^\W_]+)*")
_MARKS = re.compile(f"[{_MARK}'’ʼ´`]")
UPPER = "A-ZÀ-ÖØ-ÞŁŚŻŹČŠŽĐĞİŞŐŰА-ЯΑ-Ω"  # inside an expression's brackets: letters that may begin a name
_ORDINALS = frozenset("ªº")
_SIGNS = ("°", "º")
_MISREAD = re.compile("[a-zñ][a-zñ0158]*")
_AMONG = re.compile(r"[a-zñ]\d+[a-zñ]")
_FIRST = re.compile(r"[0134568][a-zñ0-9]*[a-zñ][a-zñ0-9]{2,}")
_KNOWN_PUBLIC = (EVERYDAY, OFFICE, PUBLIC)
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


def cut(text: str, words: NameVocabulary) -> Tokens:
    """Cut `text` into words as they are written, in time linear in its length."""
    made = Tokens(text, [], [], [], [], [], [])
    for match in _WORD.finditer(text):
        raw = match.group()
        plain = fold(raw)
        if not raw.isascii() or "'" in raw or "`" in raw:
            plain = _MARKS.sub("", plain)
        capital = raw[0].isupper() or raw[0].istitle() or bool(not plain.isalpha() and _AMONG.search(plain))
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
        if kind in (*_MAY_BE_SHORT, OFFICE) and not raw.isascii() and _is_foreign(raw, words):
            kind = UNKNOWN
        if kind not in (NUMBER, NO_CASE) and not plain.isalpha():
            plain = mended(plain)
        made.folded.append(plain)
        made.kinds.append(kind)
    return made


def _is_foreign(raw: str, words: NameVocabulary) -> bool:
    """Has a word a letter that the language has not, so that it is no word of it: "Çelik", "Câmara"?"""
    return any(char.isalpha() and not char.isascii() and char not in words.letters | _ORDINALS for char in raw.lower())


def _mixed(plain: str, words: NameVocabulary) -> str:
    """What a word with figures for letters may be: a name, unless it reads as a known word ("polic1a")."""
    read = mended(plain)
    if not read.isalpha() or not _VOWEL.search(mended(plain.replace("1", "i"))):
        return NUMBER
    known = {words.kind(one) for one in (read, mended(plain.replace("1", "i")))}
    for kind in (KNOWN, BOTH, WEAK, *_KNOWN_PUBLIC):
        if kind in known:
            return kind
    figures = sum(char.isdigit() for char in plain)
    return UNKNOWN if _AMONG.search(plain) and figures * 2 <= len(plain) else NUMBER


def _kind(raw: str, plain: str, capital: bool, words: NameVocabulary) -> str:
    if raw.isdigit():
        return NUMBER
    first = raw[0]
    if not raw.isascii():
        if ord(first) >= _LATIN_END:
            return NO_CASE if first.isalpha() else ""
        if first in _ORDINALS:
            return ""
    if _AMONG.search(plain) or _FIRST.fullmatch(plain):
        kind = _mixed(plain, words)
        if kind != NUMBER:
            return kind
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
