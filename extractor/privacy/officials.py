"""Names that are public: an official's beside the office, a school's or a street's after the word for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.privacy.callings import WordRun, holds_office
from extractor.privacy.capitals import acts, opens
from extractor.privacy.settings import ABBREVIATION, APPOSED, OFFICIALS_BACK, OFFICIALS_LIST, SHORTEST_TRADE
from extractor.privacy.tokens import INITIAL, NUMBER, Tokens
from extractor.privacy.vocabulary import KNOWN, OFFICE, PUBLIC, NameVocabulary

Public = dict[int, tuple[int, int]]  # a word of a public name, and where that name lies in the text
_QUOTES = ('"', "“", "«")


def named_with_office(text: Tokens, names: Iterable[WordRun], words: NameVocabulary) -> Iterator[frozenset[str]]:
    """Yield the words of the names that stand beside an office somewhere in the text."""
    for name in names:
        if is_official(text, name, words):
            yield frozenset(word for word in text.folded[name.first : name.last + 1] if len(word) > 2)


def is_official(text: Tokens, name: WordRun, words: NameVocabulary) -> bool:
    """Does a title stand beside the name: "la fiscal …", "jefa de la oficina, …", "…, alcalde de"?"""
    if _is_accused_of(text, name.last, words) or has_age(text.text, text.ends[name.last], words):
        return False
    return (
        _title_before(text, name, words) or _title_after(text, name, words) or _among_officials(text, name.first, words)
    )


def has_age(text: str, end: int, words: NameVocabulary) -> bool:
    """Does the age of whoever is named before `end` follow: "(14)", ", de 14 …"?"""
    return bool(words.ages.match(text, end))


def _is_accused_of(text: Tokens, last: int, words: NameVocabulary) -> bool:
    """Does a word for a private person follow: "…, acusado de", "… fue detenido", "…, profesora, fue captada"?"""
    after = last + 1
    if after >= len(text) or text.gap(last).strip() not in ("", ","):
        return False
    if text.gap(last).strip() == "," and " ".join(text.folded[after : after + 2]) in words.titles:
        return False  # "…, trabajadora social"
    if text.gap(last).strip() == "," and not text.capital[after]:
        after = _apposed_ends(text, after, words)
    if text.kinds[after] == NUMBER and after > last + 1:
        return True
    if text.folded[after] in words.doing and after + 1 < len(text) and text.gap(after).isspace():
        after += 1
    done = text.folded[after].startswith(words.deeds) and text.gap(after - 1).isspace()
    if done and (text.raw(after).endswith(words.accented) or text.folded[after].endswith(words.verbs)):
        return True  # "el profesor … abusó"
    return text.folded[after] in words.cues - words.courtesies and not text.capital[after]


def _apposed_ends(text: Tokens, first: int, words: NameVocabulary) -> int:
    """The word after what is said of somebody between two commas ("…, enfermera de 22 años, figura"), or `first`."""
    if text.folded[first] not in words.titles:
        return first
    for index in range(first, min(first + APPOSED, len(text) - 1)):
        aged = text.folded[index + 1] in words.years or text.gap(index).strip() == ","
        if text.kinds[index] == NUMBER and aged:
            return index  # an age
        gap = text.gap(index).strip(" \u00a0")
        if gap:
            return index + 1 if gap == "," else first
    return first


def _title_before(text: Tokens, name: WordRun, words: NameVocabulary) -> bool:
    first = name.first
    opened = first - 1 if first > 1 and text.folded[first - 1] in words.courtesies else first  # "…, Sra. …"
    comma = first > 0 and text.gap(opened - 1).strip() in (",", ":", "-", "–")
    if comma and text.gap(opened - 1).strip() == "," and _goes_on(text, name.last):
        return False  # "ante el juez, X se ratificó": what a comma sets apart, another one ends
    for index in range(first - 1, max(-1, first - 1 - OFFICIALS_BACK), -1):
        gap = text.gap(index)
        if (
            ";" in gap
            or "\n" in gap
            or (":" in gap and not comma)
            or ("." in gap and len(text.raw(index)) > ABBREVIATION)
        ):
            return False
        word = text.folded[index]
        if word in words.titles & words.between and comma and not text.capital[index + 1]:
            return False  # "la mayor, …"
        if word in words.titles and not (comma and _of_institution(text, index, words)):
            if _accused(text, index, words) or _is_surname(text, index, words):
                return False
            if not holds_office(text, index, name, words) or (index == first - 1 and _has_comma(text, name)):
                return False  # "Alcalde Ejemplo, Rosa"
            return not (":" in gap and _is_spoken_to(text, index, words))
        if word in words.premises and not text.capital[index]:
            return False  # "el gerente del hostal, …"
        if word in words.cues and word not in words.between and word not in words.courtesies:
            if _of_institution(text, index, words) or of_place(text, index, words):
                continue  # "Oficina de Control Interno", "Madre de Dios"
            return False
        if not comma and index == first - 1 and word in words.particles:
            return False  # "abogada de Juana …"
        if comma and not text.capital[index] and _is_verbal(text, index, words):
            return False  # "el fiscal informó que en mayo, X, …"
        if word in words.copulas and index == first - 1 and _opens_with_title(text, index - 1, words):
            continue  # "El ponente fue …"
        small = word in words.particles or word in words.qualifiers or word in words.courtesies
        if not (comma or text.capital[index] or small or text.kinds[index] == NUMBER):
            return False
    return False


def _is_verbal(text: Tokens, index: int, words: NameVocabulary) -> bool:
    word = text.folded[index]
    verb = text.raw(index).endswith(words.accented) or word.endswith(words.verbs) or word in words.doing - words.copulas
    return verb or (word in words.toward and word not in words.particles)


def _among_officials(text: Tokens, first: int, words: NameVocabulary) -> bool:
    """Does a name stand in a list that a title in the plural or an author's word opens: "los ponentes X y …"?"""
    officer = first > 1 and text.folded[first - 1] in words.forces and text.folded[first - 2] not in words.articles
    if officer and text.upper[first - 1] and text.gap(first - 1).isspace() and text.capital[first - 2]:
        return True  # "SOS PNP Ejemplo"
    joined = first > 1 and text.folded[first - 1] in words.joiners
    if joined and text.kinds[first - 2] in (OFFICE, PUBLIC) and not text.gap(first - 2).strip():
        return False  # "las psicólogas del CEM y X"
    index = first - 1
    while index >= 0 and first - index < OFFICIALS_LIST:
        gap = text.gap(index)
        if gap.strip(" \u00a0,():/") or "\n" in gap:
            return False
        if (" " + " ".join(text.before(index + 1, 3))).endswith(words.authors):
            return True
        if not text.capital[index] and text.folded[index] not in words.listing:
            break
        index -= 1
    word = text.folded[max(index, 0)]
    plural = not words.titles.isdisjoint(words.singulars(word)) and word not in words.titles
    calling = not words.callings.isdisjoint((word[:-1], word[:-2])) and not text.capital[max(index, 0)]
    return plural and not calling and not _accused(text, index, words) and not _are_accused(text, first, words)


def _are_accused(text: Tokens, first: int, words: NameVocabulary) -> bool:
    """Does a word for private persons follow a list of names: "X y Z, acusados de"?"""
    index = first
    while index + 1 < len(text) and (text.capital[index] or text.folded[index] in words.listing):
        index += 1
    return text.folded[index] in words.cues - words.courtesies and not text.capital[index]


def _opens_with_title(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a sentence open with an article and a title: "El ponente"?"""
    before = index - 1
    return (
        before >= 0
        and text.folded[index] in words.titles
        and text.folded[before] in words.articles
        and opens(text, before)
    )


def _of_institution(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is a title's word part of an institution's name: "Fiscalía Superior", "Consulado General", "Carpeta Fiscal"?"""
    before = index - 1
    if before < 0 or not text.capital[before] or not text.gap(before).isspace():
        return False
    return text.folded[before] not in words.small | words.courtesies | words.titles


def _goes_on(text: Tokens, last: int) -> bool:
    """Does a sentence go on in small letters right after a name?"""
    after = last + 1
    return after < len(text) and text.gap(last).isspace() and "\n" not in text.gap(last) and not text.capital[after]


def of_place(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is a word for a person part of a place's name after "of": "Oficina Defensorial de Madre de Dios"?"""
    if index < 2 or not text.capital[index] or not text.capital[index - 2]:
        return False
    before = text.folded[index - 1]
    return before in words.particles and before not in words.articles and text.gap(index).strip() in ("", "(")


def _accused(text: Tokens, title: int, words: NameVocabulary) -> bool:
    """Does a word for a private person lead to the title: "el imputado, suboficial …", "la supuesta ingeniera …"?"""
    if not text.capital[title] and words.pretended.intersection(text.before(title, 1)):
        return True
    start = title - 2
    while start > 0 and title - start < APPOSED and text.gap(start).isspace() and text.folded[start] in words.beneath:
        start -= 1  # "la hija de la señora fiscal"
    if start < title - 2 and start > 0 and text.gap(start - 1).isspace() and not text.capital[start]:
        start -= 1  # "la empleada doméstica de la jueza"
    return any(
        text.folded[index] in words.cues
        and text.folded[index] not in words.courtesies
        and not _of_institution(text, index, words)
        for index in range(max(0, start), title)
    )


def _is_surname(text: Tokens, title: int, words: NameVocabulary) -> bool:
    """Does a name stand right before a title with a capital: "Fortunato Alcalde Ejemplo"?"""
    if title == 0 or not text.capital[title] or text.gap(title - 1) not in (" ", "\u00a0"):
        return False
    return text.folded[title - 1] in words.given and text.upper[title] == text.upper[title - 1]


def _is_spoken_to(text: Tokens, title: int, words: NameVocabulary) -> bool:
    """Does a letter speak to somebody ("Señora fiscal: …"), so that what follows is no name of hers?"""
    return any(word in words.courtesies for word in text.before(title, 2))


def _title_after(text: Tokens, name: WordRun, words: NameVocabulary) -> bool:
    last = name.last
    if last + 1 >= len(text):
        return False
    gap = text.gap(last)
    if gap.strip() not in ("", ",", "-", "–", "(", "/") or gap.count("\n") > 2:
        return False
    if " ".join(text.folded[last + 1 : last + 3]) in words.titles:
        return True
    if name.first == last and gap.isspace() and "\n" not in gap and text.folded[last] in words.given:
        return False  # "Rosa Alcalde": a surname
    following = text.folded[last + 1 : last + 4]
    while following and following[0] in words.links:
        following = following[1:]
    if not following or following[0] not in words.titles:
        return False
    title = text.folded.index(following[0], last + 1)
    if _keeps_house(text, last + 1, words) or not holds_office(text, title, name, words):
        return False
    if gap.strip() or "\n" in gap:
        return True
    if not text.capital[last + 1] or last + 2 >= len(text) or "\n" in text.gap(last + 1):
        return text.capital[last + 1]
    follows = text.kinds[last + 2] == NUMBER or text.capital[last + 2] or text.folded[last + 2] in words.links
    follows = follows and not (text.folded[last] in words.given and text.kinds[last + 2] not in (OFFICE, NUMBER))
    return text.gap(last + 1).isspace() and follows  # else it is a surname: "Rosa Quispe Alcalde viajó"


def _keeps_house(text: Tokens, first: int, words: NameVocabulary) -> bool:
    """Is it no office that follows a name, but a trade: "…, administrador del hostal"?"""
    for index in range(first, min(first + 5, len(text))):
        if text.folded[index] in words.premises:
            return True
        if text.gap(index - 1).strip(' \u00a0"“«') not in ("", ",") and index > first:
            return False
    return False


def named_after(text: Tokens, name: WordRun, words: NameVocabulary, public: Public) -> bool:
    """Does the name belong to a street, a school, a bar or the like? `public` are the words of known names."""
    if _is_somewhere(text, name, words) or has_own(text, name.last, words):
        return False
    if _follows(text, name, words, public, words.named_after):
        return True
    business = _is_company(text, name.last, words) or _follows(text, name, words, public, words.venues)
    articled = _begins(text, name.first, words) < name.first  # "la cantina El Gato …"
    return business and (articled or not _is_persons(text, name, words))


def has_own(text: Tokens, last: int, words: NameVocabulary) -> bool:
    """Does what is named have somebody of its own: "X y su tía"?"""
    if last + 2 >= len(text) or text.gap(last) != " ":
        return False
    return text.folded[last + 1] in words.joiners and text.folded[last + 2] in words.possessives


def _is_somewhere(text: Tokens, name: WordRun, words: NameVocabulary) -> bool:
    """Does somebody do something where a word in small letters says: "en la posta Rosa Ejemplo fue atendida"?"""
    head, last = name.first - 1, name.last
    if head < 1 or text.capital[head] or not text.gap(head).isspace() or text.folded[head] in words.particles:
        return False
    if text.folded[head - 1] in words.possessives:
        return True  # "llamó a su casa Rosa, llorando"
    small = [word for word in text.before(head, 2) if word in words.small]
    leading = (words.wheres | words.toward | words.particles) - (words.articles - words.contracted)
    led = not leading.isdisjoint(small)
    return led and acts(text, last, words)


def _is_persons(text: Tokens, name: WordRun, words: NameVocabulary) -> bool:
    """Is it so surely somebody's name that no business makes it public: with a surname that is nothing else?"""
    kinds = [text.kinds[index] for index in range(name.first, name.last + 1)]
    sure = any(
        kind == KNOWN and text.folded[index] in words.surnames
        for index, kind in enumerate(kinds, name.first)
        if text.folded[index] not in words.given
    )
    return sure and len(kinds) > 1


def _is_company(text: Tokens, last: int, words: NameVocabulary) -> bool:
    """Does a company's form follow the name: "… S.A.C."?"""
    form = words.company.match(text.text, text.ends[last]) if words.company else None
    return bool(form)


def _follows(text: Tokens, name: WordRun, words: NameVocabulary, public: Public, heads: tuple[str, ...]) -> bool:
    """Does one of these phrases stand before the name, with nothing but small words and its kind between?"""
    placed = _placed(text, name, words, public)
    if name.first > 0 and text.gap(name.first - 1).strip() in ("-", "–") and _has_comma(text, name):
        return False  # "Pasaje Puno–Lima, Rosa …": what follows a way's end is no part of its name
    for index in range(name.first, max(-1, name.first - 1 - OFFICIALS_BACK), -1):
        if index < name.first:
            gap = text.gap(index).strip(' \u00a0"“«')
            if gap not in ("", ".", "°", "º", "-", "–", ":", "N°", ".°"):
                return False
            if gap == "." and len(text.raw(index)) > ABBREVIATION and not text.upper[index]:
                return False  # "Albergue Ejemplo. Rosa. …"
            if gap == ":" and not (
                heads is words.named_after and text.capital[index] and _said(text, index).endswith(heads)
            ):
                return False  # "trabajadora del hogar: …", "CEM Puno: …"
            if "\n" in text.gap(index):
                return False
        elif name.last > index and text.gap(index).strip() == ",":
            continue
        if index == name.first and _heads_itself(text, name, words):
            continue
        if _said(text, index).endswith(heads) or (heads is words.venues and _is_trade(text, index, words)):
            if index <= placed or (not text.capital[index] and text.folded[index] in words.dwellings):
                return False  # "el albergue de Huánuco …" has its name
            head = (
                text.capital[index] or _begins(text, name.first, words) - index <= 1 or text.kinds[index + 1] == NUMBER
            )
            quoted = index < name.first and text.gap(index).strip() in _QUOTES
            return head or quoted or not _linked(text, index, name, words)
        if index == name.first:
            continue
        word = text.folded[index]
        small = word in words.particles or (word in words.courtesies and text.capital[index])
        small = small or text.kinds[index] in (NUMBER, INITIAL) or word in words.signs
        small = small or (
            word in words.joiners and index > 0 and text.capital[index - 1] and text.kinds[index - 1] in "OPX"
        )
        if not (small or (text.capital[index] and text.kinds[index] in "OPX")):
            return False
    return False


def _begins(text: Tokens, first: int, words: NameVocabulary) -> int:
    """Where the name of a bar begins: with an article or a possessive that has a capital ("El …", "Mi …")."""
    small = words.articles | words.possessives
    while first > 0 and text.capital[first - 1] and text.folded[first - 1] in small and text.gap(first - 1).isspace():
        first -= 1
    return first


def _is_trade(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is a word by its ending one for a trade's place: "pollería"?"""
    word = text.folded[index]
    led = text.capital[index] or (index > 0 and text.folded[index - 1] in words.articles)
    return led and len(word) >= SHORTEST_TRADE and word.endswith(words.trades) and word not in words.given


def names_venue(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is a word with a capital one for a business or the like?"""
    return index >= 0 and text.capital[index] and _said(text, index).endswith(words.venues)


def _said(text: Tokens, index: int) -> str:
    return " " + " ".join(text.before(index + 1, 6))


def _placed(text: Tokens, name: WordRun, words: NameVocabulary, public: Public) -> int:
    """Return the small word of a place that ends right before the name ("de Huánuco"), or -1."""
    index = name.first - 1
    if index < 0 or index not in public or not text.gap(index).isspace():
        return -1
    place = public[index]
    while index >= 0 and text.starts[index] >= place[0]:
        index -= 1
    return index if index >= 0 and text.folded[index] in words.particles else -1


def _heads_itself(text: Tokens, name: WordRun, words: NameVocabulary) -> bool:
    """Is the word for a street or the like somebody's surname: "MERCADO VARGAS, Mario", "contra Iglesia Saldaña"?"""
    first = name.first
    if text.folded[first] not in words.surnames or text.folded[first] in words.saints or name.last == first:
        return False
    commas = _has_comma(text, name)
    if any(word in words.saints for word in text.folded[first : name.last]):
        return False
    opens = first == 0 or "\n" in text.gap(first - 1) or text.kinds[first - 1] == NUMBER
    opens = opens or text.gap(first - 1).strip() in ("|", "–", "-", ":", ";")
    led = first > 0 and text.folded[first - 1] in words.toward | words.cues
    return commas or led or (opens and text.folded[name.last] in words.given)


def _has_comma(text: Tokens, name: WordRun) -> bool:
    return any("," in text.gap(index) for index in range(name.first, name.last))


def _linked(text: Tokens, index: int, name: WordRun, words: NameVocabulary) -> bool:
    """Does "of" stand between a word in small letters and a name: "la casa de Juana …" is no institution's name."""
    return all(word in words.particles for word in text.folded[index + 1 : name.first])
