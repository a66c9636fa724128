"""Text of a statement -> its kind, its facets and ranked suggestions with evidence, by the rules of a pack.

A rule that fires adds its weight to the obligations it speaks for: of several, the strongest counts whole and the
others in part, so that an obligation with many rules is not favoured. A rule of which one condition holds and another
does not hints at its obligation with a small share of its weight: where nothing is plain, the likely stand before the
unlikely. The scores of the body's list become probabilities (softmax, at the temperature of the pack's calibration).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.core.errors import VeeduriaError
from extractor.core.model import Classification, Evidence, Facet, Level, Suggestion
from extractor.filing.beside import Voice, voice_of
from extractor.filing.settings import ALONE, CLEAR, HINT, LEAST_BELIEF, MODEL_SHOWN, REST, SECTION, SHOWN, SUGGESTIONS
from extractor.filing.voices import Voices, hear, judge_kind
from rules.firing import BodyRules, CompiledRule, rule_book
from rules.matching import MatchResult, matcher
from rules.model import model_of
from rules.models import Pack

if TYPE_CHECKING:
    from rules.model import Model
    from rules.model.vectors import Vector


class UnknownBody(VeeduriaError):
    """The body asked for is not in the pack."""

    def __init__(self, body: str, pack: Pack) -> None:
        known = ", ".join(body.id for body in pack.bodies)
        super().__init__(
            "{body}: no such body in pack {pack}; it has {known}", body=body, pack=pack.info.id, known=known
        )


def in_pack(institution: str | None, pack: Pack) -> str | None:
    """Return the body if the pack has it: of those outside its list it knows no functions."""
    return institution if any(body.id == institution for body in pack.bodies) else None


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule that fired, with what it adds."""

    compiled: CompiledRule
    weight: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """What was seen in a text and how it adds up for one body: `scores` and `chances` go with `body_rules.obligations`.

    `hints` are the rules that half hold; they order what is suggested, but are no evidence. `vector` is the text as the
    model sees it, where that was asked before.
    """

    found: MatchResult
    body_rules: BodyRules
    fired: tuple[RuleMatch, ...]
    scores: tuple[float, ...]
    chances: tuple[float, ...]
    hints: tuple[RuleMatch, ...] = ()
    model: Model | None = None
    reranker: Voice | None = None
    vector: Vector | None = None


def classify(
    text: str,
    pack: Pack,
    institution: str | None = None,
    section: str = "",
    misread: bool = False,
    leaning: float = ALONE,
) -> Classification:
    """Say what a text is and which obligations of `institution` it answers, best first.

    Without an institution, and where neither a rule nor the pack's model speaks, there are no suggestions. `section` is
    the heading or lead-in under which the text stands; it supports the text but gives no evidence of its own.
    `misread`: OCR read the text, so its words may be others than they seem.
    `leaning`: what its place adds to the odds that it reports nothing.

    Raises:
        UnknownBody: if the pack has no such institution.
    """
    found = matcher(pack).find(text, misread)
    return classify_found(found, hear(found, pack, institution), pack, institution, section, leaning)


def classify_found(
    found: MatchResult, voices: Voices, pack: Pack, institution: str | None, section: str = "", leaning: float = 0.0
) -> Classification:
    """Say what a text is whose phrases were found and whose kind was asked about, as `classify` does."""
    if institution is None:
        judged = judge_kind(voices, found, pack, leaning)
        return Classification(judged.kind, (), facets_of(found), judged.cues, judged.doubtful, judged.odds)
    weighing = weigh(found, pack, institution, section, voices.vector)
    judged = judge_kind(voices, found, pack, leaning, _names_a_duty(weighing))
    return Classification(judged.kind, suggest(weighing), facets_of(found), judged.cues, judged.doubtful, judged.odds)


def facets_of(found: MatchResult) -> tuple[Facet, ...]:
    """Return the facets of a text by name, each with the rules that show it and where."""
    shown: dict[str, list[Evidence]] = {}
    for rule, hits in sorted(found.facets.items()):
        places = dict.fromkeys((hit.start, hit.end) for hit in hits[: 2 * SHOWN])
        named = [Evidence(rule, start, end, found.words.text[start:end]) for start, end in list(places)[:SHOWN]]
        shown.setdefault(".".join(rule.split(".")[:2]), []).extend(named)
    return tuple(Facet(name, tuple(places)) for name, places in shown.items())


def weigh(
    found: MatchResult, pack: Pack, institution: str, section: str = "", vector: Vector | None = None
) -> Weighing:
    """Add up for one body the rules that fire, what the pack's model believes, and what was learned from decisions."""
    body_rules = _body_rules(pack, institution)
    mask = rule_book(pack).mask(found)
    fired = tuple(_fire(found, mask, pack, body_rules, section))
    model = model_of(pack)
    learned = model.functions(institution, vector or found.words) if model and not found.words.plain.isspace() else {}
    spoken = any(one.weight > 0 and not one.compiled.default for one in fired)
    reranker = voice_of(pack)
    if not spoken and not learned and reranker is None:
        return Weighing(found, body_rules, fired, (), ())
    hints = tuple(_hints(mask, body_rules, fired))
    scores = _scores((*fired, *hints), len(body_rules.obligations))
    if learned:
        scores = _with_model(scores, body_rules, learned, pack.calibration.model)
    temperature = pack.calibration.with_model if learned else pack.calibration.temperature
    if reranker is not None:
        moves = reranker.moves(institution, found.words, probabilities(scores, temperature))
        if moves:  # learned in units of log-probability
            scores = tuple(score + temperature * moved for score, moved in zip(scores, moves, strict=True))
    model = model if learned else None
    chances = probabilities(scores, temperature)
    return Weighing(found, body_rules, fired, scores, chances, hints, model, reranker, vector)


def _with_model(
    scores: Sequence[float], body_rules: BodyRules, learned: Mapping[str, float], points: float
) -> tuple[float, ...]:
    """Add to the rules' scores what the model believes: both are logarithms, so both must hold."""
    believed = (math.log(max(learned.get(duty.id, 0.0), LEAST_BELIEF)) for duty in body_rules.obligations)
    return tuple(score + points * belief for score, belief in zip(scores, believed, strict=True))


def suggest(weighing: Weighing) -> tuple[Suggestion, ...]:
    """Rank the body's obligations, each with what speaks for it; none if no rule spoke.

    Evidence names rules, the strongest first, then what was learned, each with its words.
    """
    obligations, chances, scores = weighing.body_rules.obligations, weighing.chances, weighing.scores
    order = sorted(range(len(chances)), key=lambda number: -scores[number])[:SUGGESTIONS]
    speaking = sorted((one for one in weighing.fired if one.weight > 0), key=lambda one: -one.weight)
    places = [(one.compiled.targets, _words_of(one, weighing.found)) for one in speaking] if order else []
    return tuple(
        Suggestion(
            obligations[number].id,
            Level(obligations[number].level),
            chances[number],
            (
                *(spot for targets, words in places if number in targets for spot in words),
                *(_words_of_team(weighing, number) if place == 0 else ()),
                *(_words_of_model(weighing, number) if place < MODEL_SHOWN else ()),
            ),
        )
        for place, number in enumerate(order)
    )


def probabilities(scores: Sequence[float], temperature: float = 1.0) -> tuple[float, ...]:
    """Turn scores into probabilities (softmax), in the same order; the pack's temperature makes them true."""
    top = max(scores)
    powers = [math.exp((score - top) / temperature) for score in scores]
    total = sum(powers)
    return tuple(round(power / total, 4) for power in powers)


def _names_a_duty(weighing: Weighing) -> bool:
    """Does a clear rule speak for a function? A text that plainly names one reports it, even without a verb."""
    return any(one.weight >= CLEAR and not one.compiled.rule.level for one in weighing.fired)


def _body_rules(pack: Pack, institution: str) -> BodyRules:
    try:
        return rule_book(pack).body_rules[institution]
    except KeyError:
        raise UnknownBody(institution, pack) from None


def _fire(found: MatchResult, mask: int, pack: Pack, body_rules: BodyRules, section: str) -> Iterable[RuleMatch]:
    """Yield the rules whose conditions hold: in the text (`mask`) or, with its section's heading, nearly so."""
    both = mask | _mask_of(section, pack) if section else mask
    for compiled in body_rules.touched(both):
        if compiled.fires(mask, found):
            yield RuleMatch(compiled, compiled.rule.weight)
        elif both != mask and not compiled.rule.within and compiled.fires(both, found):
            yield RuleMatch(compiled, compiled.rule.weight * SECTION)


@lru_cache(maxsize=64)  # statements of a section come one after the other
def _mask_of(heading: str, pack: Pack) -> int:
    return rule_book(pack).mask(matcher(pack).find(heading))


def _hints(mask: int, body_rules: BodyRules, fired: Iterable[RuleMatch]) -> Iterable[RuleMatch]:
    spoken = {one.compiled.rule.id for one in fired}
    for compiled in body_rules.touched(mask):
        rule = compiled.rule
        if rule.weight > 0 and not rule.level and compiled.half_holds(mask) and rule.id not in spoken:
            yield RuleMatch(compiled, rule.weight * HINT)


def _scores(fired: Iterable[RuleMatch], size: int) -> tuple[float, ...]:
    """Rules for the obligation itself and those for its level are added up apart; defaults count whole."""
    total = [0.0] * size
    own: list[list[float]] = [[] for _ in total]
    level: list[list[float]] = [[] for _ in total]
    for one in fired:
        pile = level if one.compiled.rule.level else own
        for number in one.compiled.targets:
            if one.compiled.default:
                total[number] += one.weight
            else:
                pile[number].append(one.weight)
    return tuple(total[number] + combine(own[number]) + combine(level[number]) for number in range(size))


def combine(weights: Sequence[float]) -> float:
    """Return what several rules weigh together: the strongest whole, the rest in part; those against count whole."""
    if not weights:
        return 0.0
    best = max(weights)
    if best <= 0:
        return sum(weights)
    return best + REST * (sum(weight for weight in weights if weight > 0) - best) + sum(w for w in weights if w < 0)


def _words_of(one: RuleMatch, found: MatchResult) -> tuple[Evidence, ...]:
    rule = one.compiled.rule
    hits = [found.hits[name][0] for name in (*rule.all, *rule.any) if name in found.hits]
    places = dict.fromkeys((hit.start, hit.end) for hit in hits)
    return tuple(Evidence(rule.id, start, end, found.words.text[start:end]) for start, end in places)


def _words_of_team(weighing: Weighing, number: int) -> tuple[Evidence, ...]:
    duty = weighing.body_rules.obligations[number]
    return weighing.reranker.spoken(duty.institution, duty.id, weighing.found.words) if weighing.reranker else ()


def _words_of_model(weighing: Weighing, number: int) -> tuple[Evidence, ...]:
    """The words by which the model came to an obligation, as evidence "model:WORD"."""
    if weighing.model is None:
        return ()
    duty = weighing.body_rules.obligations[number]
    spoken = weighing.model.contributions(duty.institution, duty.id, weighing.vector or weighing.found.words)
    return tuple(Evidence(f"model:{one.word.lower()}", one.start, one.end, one.word) for one in spoken)
