"""Propose keywords from corrected statements: words that mark what the rules missed, as rules ready to paste."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractor.filing.learn.lessons import Filed
from extractor.filing.rank import Weighing, weigh
from extractor.filing.settings import HEAVIEST, LETTERS, PHRASES, PRECISE
from rules.matching import matcher
from rules.models import Pack
from rules.words import Words


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule for an obligation, from the texts that reviewers filed there and the rules did not.

    Of the body's `texts` that hold one of the `phrases`, `right` are filed there; `missed` of them were suggested
    otherwise.
    """

    obligation: str
    phrases: tuple[str, ...]
    weight: float
    texts: int
    right: int
    missed: int

    def yaml(self) -> str:
        """Return the rule as YAML, with what it rests on as a remark."""
        phrases = "".join(f'    - "{phrase}"\n' for phrase in self.phrases)
        return (
            f"# {self.right} of {self.texts} decided texts with these words are filed here; {self.missed} were missed\n"
            f"- id: {self.obligation}.learned\n"
            f"  obligation: {self.obligation}\n"
            f"  any:\n{phrases}"
            f"  weight: {self.weight:g}\n"
        )


@dataclass(frozen=True, slots=True)
class _Text:
    example: Filed
    terms: dict[str, str]  # stems -> the words as written
    missed_by: float  # by how much another obligation was ahead; 0 or less if none was


def propose(examples: Sequence[Filed], pack: Pack) -> list[Proposal]:
    """Return a rule for every obligation whose missed texts have words of their own."""
    by_body: defaultdict[str, list[_Text]] = defaultdict(list)
    for example in examples:
        found = matcher(pack).find(example.text)
        missed = _missed_by(weigh(found, pack, example.institution), example.obligation)
        by_body[example.institution].append(_Text(example, _terms(found.words), missed))
    return [proposal for _, texts in sorted(by_body.items()) for proposal in _proposals(texts)]


def _proposals(texts: Sequence[_Text]) -> Iterator[Proposal]:
    for obligation in sorted({text.example.obligation for text in texts if text.missed_by > 0}):
        missed = [text for text in texts if text.missed_by > 0 and text.example.obligation == obligation]
        terms = _choose(missed, texts, obligation)
        if terms:
            holding = [text for text in texts if not terms.isdisjoint(text.terms)]
            gap = median(text.missed_by for text in holding if text in missed)
            yield Proposal(
                obligation=obligation,
                phrases=tuple(sorted(_as_written(term, missed) for term in terms)),
                weight=min(HEAVIEST, round(gap + 0.5, 1)),
                texts=len(holding),
                right=sum(text.example.obligation == obligation for text in holding),
                missed=sum(text in missed for text in holding),
            )


def _choose(missed: Sequence[_Text], texts: Sequence[_Text], obligation: str) -> set[str]:
    """Take precise terms one by one, each time the one that serves most missed texts not served yet."""
    holding = Counter(term for text in texts for term in text.terms)
    right = Counter(term for text in texts if text.example.obligation == obligation for term in text.terms)
    letters: defaultdict[str, set[str]] = defaultdict(set)
    for text in missed:
        for term in text.terms:
            letters[term].add(text.example.sha256)
    precise = {
        term for term, seen in letters.items() if len(seen) >= LETTERS and right[term] >= PRECISE * holding[term]
    }
    chosen: set[str] = set()
    left = list(missed)
    while left and len(chosen) < PHRASES:
        serves = Counter(term for text in left for term in text.terms if term in precise)
        if not serves:
            break
        best = max(serves, key=lambda term: (serves[term], right[term] / holding[term], len(term), term))
        chosen.add(best)
        left = [text for text in left if best not in text.terms]
    return chosen


def _terms(words: Words) -> dict[str, str]:
    """The text's words and pairs that may be keywords, as stems: no numbers, no names, no small words."""
    stems = words.stems.split()
    written = [words.text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    fit = [len(one) > 3 and one.isalpha() and not (place and one[0].isupper()) for place, one in enumerate(written)]
    single = {stem: one for stem, one, good in zip(stems, written, fit, strict=True) if good}
    pairs = {
        " ".join(both): " ".join(forms)
        for both, forms, good in zip(pairwise(stems), pairwise(written), pairwise(fit), strict=True)
        if all(good)
    }
    return {**single, **pairs}


def _as_written(term: str, texts: Iterable[_Text]) -> str:
    forms = Counter(text.terms[term].lower() for text in texts if term in text.terms)
    return min(forms, key=lambda form: (-forms[form], form))


def _missed_by(weighing: Weighing, obligation: str) -> float:
    names = [duty.id for duty in weighing.body_rules.obligations]
    if obligation not in names:
        return 0.0
    if not weighing.scores:
        return 1.0
    right = weighing.scores[names.index(obligation)]
    ahead = max(score for score, name in zip(weighing.scores, names, strict=True) if name != obligation) - right
    first = max(zip(weighing.scores, names, strict=True), key=lambda pair: pair[0])[1]
    return max(ahead, 0.01) if first != obligation else 0.0
