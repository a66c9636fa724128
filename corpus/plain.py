"""A plain classifier to be held against: TF-IDF of words and pairs, a linear SVM a body. Needs scikit-learn."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence

from corpus.classifier import Label
from rules.model.examples import Example
from rules.model.fit import FitError
from rules.models import Pack


def first_by_svm(pack: Pack, taught: Iterable[Example], asked: Sequence[Label]) -> list[str]:
    """Return the function that the SVM puts first for each text, "" for a body of which nothing was taught.

    Raises:
        FitError: scikit-learn is not installed.
    """
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC
    except ImportError:
        raise FitError("Fitting a model needs scikit-learn: pip install 'veeduria[learn]'") from None

    bodies = {duty.id: duty.institution for duty in pack.obligations}
    texts: defaultdict[str, list[Example]] = defaultdict(list)
    for one in taught:
        if one.obligation:
            texts[bodies[one.obligation]].append(one)
    found = dict.fromkeys((one.id for one in asked), "")
    for body in {one.institution for one in asked}:
        own, wanted = texts[body], [one for one in asked if one.institution == body]
        if len({one.obligation for one in own}) < 2:
            continue
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit([one.text for one in own], [one.obligation for one in own])
        given = model.predict([one.text for one in wanted])
        found |= {one.id: str(first) for one, first in zip(wanted, given, strict=True)}
    return [found[one.id] for one in asked]
