"""forms.yaml, cues.yaml, facets.yaml, rules.yaml, calibration.yaml: how a text is classified.

A phrase is matched by its stems ("se capacitó" also finds "se capacitaron"). "=operativo" finds only this very word,
"operativ*" every word that begins so, and a phrase in capitals ("PNP") only capitals. Case and accents never count
otherwise. A hole ("se {preterito}") is any word of this form (forms.yaml). A condition is a phrase, a facet
("audience.policia"), a variant of it or a whole class ("audience"); "first:activity.charla" holds where that facet is
the first of its class in the text.
"""

from __future__ import annotations

from typing import Annotated, Literal

from rules.models.base import Limited, Phrases, Window, record


@record
class WordForm:
    """A form of words, told by their `endings`: named "preterito", it fills {preterito} in phrases. Accents count.

    `words` have the form without the ending; `unless` have the ending without the form.
    """

    endings: Phrases = ()
    words: Phrases = ()
    unless: Phrases = ()


@record
class Cue:
    """Words that change what a statement is (after ConText, Harkema et al. 2009).

    The scope of a cue is the words on the `direction` side of it: at most `window` of them, up to the next terminator
    or the end of the sentence. With `targets`, the cue counts only if one of these conditions holds in its scope or in
    the cue itself. A `pseudo` phrase that shares a word with the cue takes it back ("no omito señalar"). With
    `speakers`, one of these conditions must stand a few words before the cue, after it if `speaker_follows`, and not
    name the body that writes. With `opens`, at most so many words of its sentence stand before it.
    """

    id: str
    effect: Literal["no_action", "planned", "not_competent", "recital", "quoted_request", "hearsay", "done"]
    says: str = ""
    phrases: Phrases
    direction: Literal["forward", "backward", "both"] = "forward"
    window: Window = 12
    targets: Phrases = ()
    speakers: Phrases = ()
    speaker_follows: bool = False
    opens: Window | None = None
    terminators: Phrases = ()
    pseudo: Phrases = ()
    examples: Phrases = ()
    counterexamples: Phrases = ()


@record
class FacetRule:
    """Words that show one property of an action.

    `id` is the facet, CLASS.NAME ("activity.capacitacion"), or a variant of it ("activity.capacitacion.taller"), which
    shows the same facet on terms of its own. A phrase counts if no phrase of `unless` shares a word with it and, where
    `near` is given, one of those stands at most `window` words away. `body` is the pack's body that the facet names.
    """

    id: Annotated[str, Limited(pattern=r"^[a-z]+(\.[a-z0-9_]+){1,2}$")]
    says: str = ""
    body: str = ""
    phrases: Phrases
    near: Phrases = ()
    window: Window = 8
    unless: Phrases = ()
    examples: Phrases = ()
    counterexamples: Phrases = ()


@record
class Rule:
    """Speaks for an obligation or, where `level` is given instead, for all obligations of a level.

    It fires if every condition of `all`, at least one of `any` (where given) and none of `none` hold; with `within`,
    the other conditions must stand at most so many words from the first one of `all`. `obligation` may be
    "*.prev.otras": the same duty of every body that has it. `bodies` limits a rule to these bodies. A rule without
    conditions is a default: it always adds its weight, but never makes a suggestion by itself. A negative weight
    speaks against.
    """

    id: str
    obligation: str = ""
    level: Literal["prevencion", "proteccion", "persecucion"] | None = None
    bodies: Phrases = ()
    says: str = ""
    all: Phrases = ()
    any: Phrases = ()
    none: Phrases = ()
    within: Window = 0
    weight: Annotated[float, Limited(ge=-10, le=10)] = 1.0
    examples: Phrases = ()
    counterexamples: Phrases = ()

    def __post_init__(self) -> None:
        if bool(self.obligation) == (self.level is not None):
            raise ValueError("give either obligation or level")


@record
class Calibration:
    """How scores become probabilities: a softmax at this temperature (the higher, the less sure), fitted on labels.

    `model` is how many points a unit of the model's log-probability adds to the rules' score, and `with_model` the
    temperature where it speaks. The batches of examples in `shares` hold each function about as often as offices report
    it: what others wrote is weighed so that it does not change that.
    """

    temperature: Annotated[float, Limited(gt=0)] = 1.0
    model: Annotated[float, Limited(ge=0, le=10)] = 1.0
    with_model: Annotated[float, Limited(gt=0)] = 2.0
    shares: Phrases = ()
