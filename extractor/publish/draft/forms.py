"""What in a pack's sentences asks for a finding, a case or a figure that there is not."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.core.errors import LazyMessage, remark
from extractor.publish.draft.cases import CASES
from extractor.publish.draft.slots import names_of
from extractor.publish.findings import KINDS
from rules.models import Pack, SentenceForm
from rules.templates import names


def form_faults(pack: Pack) -> Iterator[tuple[int, str, LazyMessage]]:
    """Yield place, key and fault of every sentence that no finding can be told with."""
    for number, form in enumerate(pack.sentences):
        for kind in (form.kind, *form.without):
            if kind not in KINDS:
                key = "kind" if kind == form.kind else "without"
                yield number, key, remark("there is no finding called {kind}", kind=kind)
        if form.kind in KINDS:
            yield from ((number, *fault) for fault in _faults(form))


def _faults(form: SentenceForm) -> Iterator[tuple[str, LazyMessage]]:
    known = names_of(form.kind)
    for said in form.says.values():
        for case in sorted({*said} - CASES):
            yield "says", remark("there is no case called {case}", case=case)
    if form.by and form.by not in known:
        yield "by", remark("{name} is nothing that the finding {kind} tells", name=form.by, kind=form.kind)
    for key, template in _templates(form):
        for name in sorted({name.partition(".")[0] for name in names(template)} - known):
            yield key, remark("{name} is nothing that the finding {kind} tells", name=name, kind=form.kind)


def _templates(form: SentenceForm) -> Iterator[tuple[str, str]]:
    yield from (("says", template) for said in form.says.values() for template in said.values())
    yield from (("items", template) for template in form.items.values())
    yield from (("groups", template) for template in form.groups.values())
