"""Fit a pack's model to its examples, the examples of its rules and the law's words. Needs scikit-learn.

The same examples give the same bytes on one machine. A test leaves batches out (`without`): their writers' texts are
then as new to the model as anybody's.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from extractor.core.errors import VeeduriaError
from rules.matching import matcher
from rules.model import model_file
from rules.model.examples import Example, read_examples
from rules.model.features import SIZE, VERSION
from rules.model.file import read_header, rows_of
from rules.model.grammar import KIND_SIZE, grammar_hash, grammar_numbers, kind_vector
from rules.model.heads import KINDS, ClassifierHead, Model
from rules.model.vectors import Vector, weighed
from rules.models import Pack
from rules.settings import (
    FILED_SHARE,
    GRAMMAR_SHARE,
    KIND_STRICTNESS,
    LEAST,
    LEAST_OF_ONE,
    SIGN_SHARE,
    STEPS,
    STRICTNESS,
)
from rules.words import read_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REPORTED = ("action", "planned")  # kinds that are filed under an obligation
RULES = "rules"  # batch of the rules' own examples
LARGEST = 127  # of a packed weight


class FitError(VeeduriaError):
    """A model cannot be fitted."""


def training_examples(pack: Pack) -> list[Example]:
    """Return all that a pack's model is fitted to: its examples and those of its rules.

    Raises:
        PackError: with what is wrong with the examples.
    """
    return [*read_examples(pack), *_of_rules(pack)]


def training_hash(pack: Pack, examples: Iterable[Example]) -> str:
    """Hash what a model is fitted to, and how its features are made."""
    settings = f"{VERSION} {STRICTNESS} {KIND_STRICTNESS} {FILED_SHARE} {GRAMMAR_SHARE} {SIGN_SHARE} {STEPS}"
    digest = hashlib.sha256(f"{settings} {grammar_hash(pack)}".encode())
    digest.update(json.dumps(pack.calibration.shares).encode())
    for one in examples:
        digest.update(json.dumps([one.batch, one.kind, one.obligation, one.text]).encode() + b"\n")
    return digest.hexdigest()


def fit(
    pack: Pack, examples: Sequence[Example], without: Collection[str] = (), kinds: bool = True, functions: bool = True
) -> Model | None:
    """Fit a model to examples, those of some batches left out; None if there are too few to learn anything.

    Without `kinds` only the functions are learned, without `functions` only the kinds: it takes half the time.

    Raises:
        FitError: scikit-learn is not installed.
    """
    used = [one for one in examples if one.batch not in without]
    tasks = {name: task for name, task in _tasks(pack, used) if (kinds if name == KINDS else functions)}
    if not tasks:
        return None
    rarity = _rarity(used, pack)
    rows = {text: weighed(read_words(text), rarity[:SIZE]) for text in dict.fromkeys(one.text for one in used)}
    heads = {}
    for name, task in sorted(tasks.items()):
        if name == KINDS:
            vectors = [kind_vector(matcher(pack).find(one.text), pack, rarity) for one in task]
            weights = [FILED_SHARE if one.obligation else 1.0 for one in task]
        else:
            vectors = [rows[one.text] for one in task]
            weights = _weights(task, pack.calibration.shares)
        heads[name] = _head(name, vectors, [one.kind if name == KINDS else one.obligation for one in task], weights)
    return Model(heads, rarity, training_hash(pack, used))


def is_stale(pack: Pack, examples: Sequence[Example]) -> bool:
    """Was the pack's model fitted to other examples, or by other means?

    Raises:
        ModelError: the file is no model.
    """
    file = model_file(pack)
    own = file is not None and str(file.parent) == pack.folders.get(pack.info.id)
    if file is None or not own:
        return any(one.batch != RULES and one.place.startswith(f"{pack.info.id}/") for one in examples)
    return read_header(file).trained != training_hash(pack, examples)


def _of_rules(pack: Pack) -> Iterable[Example]:
    duties = {duty.id for duty in pack.obligations}
    for rule in pack.rules:
        if rule.obligation in duties:
            yield from (Example(text, "action", rule.obligation, batch=RULES) for text in rule.examples)


def _tasks(pack: Pack, examples: Iterable[Example]) -> Iterable[tuple[str, list[Example]]]:
    """Yield the heads to fit, each with its examples: the kinds, and every body's obligations."""
    bodies = {duty.id: duty.institution for duty in pack.obligations}
    tasks: defaultdict[str, list[Example]] = defaultdict(list)
    for one in examples:
        if one.batch not in (RULES, *pack.calibration.shares):  # those hold reports alone, by design
            tasks[KINDS].append(one)
        if one.obligation and one.kind in REPORTED:
            tasks[bodies[one.obligation]].append(one)
    for name, task in tasks.items():
        labels = [one.kind if name == KINDS else one.obligation for one in task]
        counts = Counter(labels)
        enough = [one for one, label in zip(task, labels, strict=True) if counts[label] >= LEAST_OF_ONE]
        if len(enough) >= LEAST and len({label for label in labels if counts[label] >= LEAST_OF_ONE}) > 1:
            yield name, enough


def _weights(examples: Sequence[Example], shares: Collection[str]) -> list[float]:
    """Weigh a body's examples so that each function counts as in the batches that hold it as often as offices do."""
    mass = Counter(one.obligation for one in examples if one.batch in shares)
    written = Counter(one.obligation for one in examples if one.batch not in (*shares, RULES))
    return [
        mass[one.obligation] / written[one.obligation] if mass and one.batch not in (*shares, RULES) else 1.0
        for one in examples
    ]


def _rarity(examples: Iterable[Example], pack: Pack) -> NDArray[np.float32]:
    import numpy as np

    from rules.model.features import features, numbers

    texts = list(dict.fromkeys(one.text for one in examples))
    seen = np.zeros(KIND_SIZE)
    for text in texts:
        found = matcher(pack).find(text)
        seen[np.unique(numbers(features(found.words)))] += 1
        seen[grammar_numbers(found, pack)] += 1
    rarity: NDArray[np.float32] = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
    return rarity


def _head(name: str, rows: Sequence[Vector], labels: Sequence[str], weights: Sequence[float]) -> ClassifierHead:
    import numpy as np

    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise FitError("Fitting a model needs scikit-learn: pip install 'veeduria[learn]'") from None

    ends = np.cumsum([0, *(len(row.indices) for row in rows)])
    cells = np.concatenate([row.values for row in rows]).astype(np.float64)
    places = np.concatenate([row.indices for row in rows])
    matrix = csr_matrix((cells, places, ends), shape=(len(rows), rows_of(name)))
    strictness = KIND_STRICTNESS if name == KINDS else STRICTNESS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it may not have converged: after so many steps it is near enough
        model = LogisticRegression(C=strictness, max_iter=STEPS).fit(matrix, labels, sample_weight=weights)
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # one row that tells the second class from the first
        half = coefficients / 2
        coefficients, bias = np.vstack([-half, half]), np.array([-bias[0] / 2, bias[0] / 2])
    scale = np.abs(coefficients).max(axis=1) / LARGEST
    scale[scale == 0] = 1.0
    packed = np.rint(coefficients / scale[:, None]).astype(np.int8)
    return ClassifierHead(
        tuple(map(str, model.classes_)),
        np.ascontiguousarray(packed.T),
        scale.astype(np.float32),
        bias.astype(np.float32),
    )
