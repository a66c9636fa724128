"""What capitals say: a run among small letters, a text all in capitals, acronyms, the numbers of documents."""

from __future__ import annotations

import re

from extractor.privacy.settings import ACRONYM, CAPITALS_NUMBER
from extractor.privacy.tokens import NUMBER, Tokens
from extractor.privacy.vocabulary import NameVocabulary

_SENTENCE = re.compile(r"[.:;!?\n•\-–—(\"“«¿¡|/\t]")
_CELL = re.compile(r"[:;\n•–—|/\t)]|\s-\s")
_NO_VOWEL = re.compile(r"[^aeiouy]{4}")


def is_mixed(text: Tokens, first: int) -> bool:
    """Does a run of words in capitals that begins here stand among words in small letters?"""
    before = [i for i in range(max(0, first - 5), first) if len(text.folded[i]) > 2]
    after = [i for i in range(first + 1, min(len(text), first + 13)) if len(text.folded[i]) > 2]
    return any(not text.capital[i] and text.kinds[i] == "" for i in (*before, *after))


def in_capitals(text: Tokens, index: int) -> bool:
    """Are the words around one in capitals too?"""
    around = [i for i in (*range(index - 3, index), *range(index + 1, index + 4)) if 0 <= i < len(text)]
    longer = [i for i in around if len(text.folded[i]) > 3 and text.kinds[i] != NUMBER]
    return bool(longer) and all(text.upper[i] for i in longer)


def opens(text: Tokens, index: int) -> bool:
    """Does a word begin a sentence, a line, a cell?"""
    return index == 0 or bool(_SENTENCE.search(text.gap(index - 1)))


def opens_cell(text: Tokens, index: int) -> bool:
    """Does a word begin a cell, a line or an item of a list?"""
    return index == 0 or bool(_CELL.search(text.gap(index - 1))) or text.kinds[index - 1] == NUMBER


def closes_cell(text: Tokens, index: int) -> bool:
    """Does a word end a cell, a line or an item of a list?"""
    return index + 1 >= len(text) or bool(_CELL.search(text.gap(index)))


def acts(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a verb in small letters follow a word: "Luz pidió"?"""
    after = index + 1
    if after >= len(text) or text.gap(index) not in (" ", "\u00a0", "  ") or text.capital[after]:
        return False
    if after + 1 < len(text) and text.folded[after] in words.pronouns and text.gap(after) in (" ", "\u00a0", "  "):
        after += 1
    if text.folded[after] in words.doing or text.folded[after].endswith(words.verbs):
        return not text.capital[after]
    return text.raw(after).endswith(words.accented)


def is_apposed(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a comma and a word for a private person follow a word: "Luz, la hermana menor", "Luz, identificada con"?"""
    after = index + 1
    if after + 1 >= len(text) or text.gap(index).strip() != ",":
        return False
    after += text.folded[after] in words.definite
    word = text.folded[after]
    return not text.capital[after] and (word in words.cues or (word in words.between and word not in words.small))


def is_acronym(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is a word in capitals among words that are not an acronym? Short, unpronounceable, or after an article."""
    if not text.upper[index]:
        return False
    if is_numbered(text, index):
        return True
    if is_explained(text, index):
        return True
    word, all_around = text.folded[index], in_capitals(text, index)
    if len(word) <= 4 and not all_around:
        return True
    if len(word) > ACRONYM:
        return False
    if not any(char in "aeiou" for char in word) or _NO_VOWEL.search(word):
        return True
    before = text.folded[index - 1] if index else ""
    bracketed = index > 0 and text.gap(index - 1).endswith("(") and text.text[text.ends[index] :][:1] == ")"
    return not all_around and (bracketed or before in words.definite)


def is_explained(text: Tokens, index: int) -> bool:
    """Do the words before a bracket or a comma give the letters: "Violencia Sexual y Trata (VST)"?"""
    if index == 0 or text.gap(index - 1).strip() not in ("(", ",", "-", "–"):
        return False
    first = [text.folded[one][0] for one in range(max(0, index - 14), index) if text.capital[one]]
    letters, at = [char for char in text.folded[index] if char not in "aeiou"], 0
    for char in first:
        at += at < len(letters) and char == letters[at]
    return len(letters) > 1 and at == len(letters) and len(first) > 2


def is_numbered(text: Tokens, index: int) -> bool:
    """Does a word in capitals stand in the number of a document: "0341-2012-IN/SG/OACGD"?"""
    start, end = text.starts[index], text.ends[index]
    while start > 0 and not text.text[start - 1].isspace() and text.ends[index] - start < CAPITALS_NUMBER:
        start -= 1
    while end < len(text.text) and not text.text[end].isspace() and end - text.starts[index] < CAPITALS_NUMBER:
        end += 1
    whole = text.text[start:end]
    return ("-" in whole or "/" in whole) and any(char.isdigit() for char in whole)
