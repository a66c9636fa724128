"""Every kind of finding equals a few plain lines over what is exported: rows of actions, requests, the pack's lists."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from Stemmer import Stemmer

from db.connection import open_database
from db.queries import statements
from db.store import open_store
from extractor.core.model import Decision, Facet, Level
from extractor.publish.balance import ReportContext
from extractor.publish.findings import KINDS, findings
from rules.models import Universe
from rules.words import fold
from tests import published
from tests.made import AT, reading, saved
from tests.rounds import PACK, register_of, veeduria

Row = dict[str, Any]
Counted = set[tuple[Any, ...]]
BODIES = {body.id: body for body in PACK.bodies}
DUTIES = {one.id: one for one in PACK.obligations}
FUNCTIONS = {id: one for id, one in DUTIES.items() if one.role == "function"}
ASSIGNED = {body: [one for one in FUNCTIONS.values() if one.institution == body] for body in BODIES}
LEVELS = {body: list(dict.fromkeys(o.level for o in DUTIES.values() if o.institution == body)) for body in BODIES}
BOUND = date(2008, 12, 1)  # the day after the regulation was printed
EMPTY, NOW, BEFORE = "MTC", 3, 2  # a body that reports nothing; the periods that are compared
SLOTS = ("what", "sex", "age", "purpose", "nation", "place", "first", "last", "percent", "running")

TAKEN = {row["obligation"] for row in published.rows()}
ALONE = next(one.id for one in ASSIGNED["PJ"] if one.id not in TAKEN)
BARE, TWICE, LEFT, DRAFT = (one.id for one in ASSIGNED["RREE"][:4])
STEADY = next(one.id for one in ASSIGNED["RREE"] if one.level == "persecucion")
REGION = ASSIGNED["GR"][0].id
MORE = [  # what the small round lacks
    (ALONE, "informe_2011", "Corte Superior de Lima", "2011-08", "Se dictó una charla a 12 jueces."),
    (ALONE, "informe_2011", "Corte Superior de Lima", "2011-09", "Se capacitó a 9 jueces."),
    ("pj.prev.otras", "informe_2011", "Corte Superior de Tacna", "2011-08", "Se capacitó a 3 jueces."),
    (BARE, "informe_2011", "", "2011-08", "Se difundió la norma en coordinación con la Defensoría del Pueblo."),
    (BARE, "informe_2011", "", "2011-09", "Se aprobó la Resolución Ministerial N° 015-2011-RE."),
    (TWICE, "informe_2010", "", "2011-08", "Se atendió a 30 víctimas."),
    (TWICE, "informe_2010", "", "2011-09", "Se atendió a 1 víctima."),
    (TWICE, "informe_2011", "", "2011-08", "Se atendió a 33 víctimas."),
    (TWICE, "informe_2010", "", "2011", "Se rescató a 40 víctimas: 25 mujeres y 13 varones, en 2011."),
    (TWICE, "informe_2011", "", "2011", "Se rescató a 45 víctimas en 2011."),
    (LEFT, "informe_2010", "", "2010-08", "Se realizó una feria en Puno y otra en Tacna."),
    (LEFT, "informe_2011", "", "2011-08", "Se realizó una feria en Cusco y otra en Puno."),
    (DRAFT, "informe_2010", "", "2010-08", "Se emitió la Resolución Ministerial N° 011-2010-RE."),
    (DRAFT, "informe_2011", "", "2011-08", "Se elaboró el borrador de un protocolo consular."),
    (
        ALONE,
        "informe_2011",
        "Corte Superior de Lima",
        "2011-10",
        "Se recomendó a los juzgados usar una ficha; fue aceptada.",
    ),
    (
        ALONE,
        "informe_2011",
        "Corte Superior de Lima",
        "2011-10",
        "Se participó en la Red Regional contra la Trata en Ayacucho.",
    ),
    (STEADY, "balance_2010", "Consulado General del Perú en Quito", "2009-08", "Se comunicó lo ocurrido a la policía."),
    (STEADY, "informe_2010", "Consulado General del Perú en Quito", "2010-08", "Se comunicó lo ocurrido a la policía."),
    (STEADY, "informe_2011", "Dirección de Protocolo", "2011-08", "Se comunicó al Ministerio Público lo ocurrido."),
    (
        REGION,
        "informe_2011",
        "GR Piura",
        "2011-08",
        "Se aprobó la Ordenanza Regional N° 021-2011-GRP, que crea la Red Regional contra la Trata en Piura.",
    ),
    (ALONE, "informe_2011", "Corte Superior de Lima", "2011-11", "Se acudió a la Mesa Regional de la Niñez de Tacna."),
]


@pytest.fixture(scope="module")
def round_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of several sources and periods, with requests of which some were not answered."""
    folder = tmp_path_factory.mktemp("recount")
    rows = [row for row in published.rows() if DUTIES[row["obligation"]].institution != EMPTY]
    names = ("obligation", "source", "unit", "period", "text")
    rows += [dict(zip(names, more, strict=True)) for more in MORE]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    path = folder / "v.db"
    assert veeduria(path, "import", str(folder / "rows.jsonl")).exit_code == 0
    asked = [("GR", f"GR {name}", "1", "2011-02-14", f"Carta {name}", "") for name in ("Puno", "Tacna", "Piura")]
    assert veeduria(path, "requests", "import", str(register_of(folder / "r.csv", asked))).exit_code == 0
    id = lines(path, "requests", "list")[0]["id"]
    assert veeduria(path, "requests", "reply", id, "--number", "Oficio 1", "--reason", "nothing_done").exit_code == 0
    return path


def lines(path: Path, *command: str) -> list[Row]:
    result = veeduria(path, *command, "--format", "jsonl")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


class Told:
    """What is exported, and what the findings say, of one database."""

    def __init__(self, path: Path) -> None:
        self.rows = lines(path, "export", "actions")
        self.done = [row for row in self.rows if row["kind"] == "action"]
        self.requests = lines(path, "requests", "list")
        self.findings = lines(path, "report", "findings", "--all")

    def of(self, **wanted: Any) -> list[Row]:
        """What was done, of these."""
        return [row for row in self.done if all(row[name] == value for name, value in wanted.items() if value != ANY)]

    def n(self, **wanted: Any) -> int:
        return len(self.of(**wanted))


ANY = "any"


@pytest.fixture(scope="module")
def told(round_db: Path) -> Told:
    return Told(round_db)


def each(count: Callable[[str], Any], kept: Callable[[Any], bool] = bool) -> Counted:
    """A count for each function, as findings of functions are compared."""
    return {(one.institution, id, count(id)) for id, one in FUNCTIONS.items() if kept(count(id))}


def change_of(told: Told, id: str) -> tuple[str, int]:
    now, before, old, undated = (told.n(obligation=id, period=period) for period in (NOW, BEFORE, 1, None))
    if (now and before) or (now and not undated and old):
        return "kept", now
    if undated:
        return "not_comparable", now
    return ("first_reported" if now else "dropped" if before else "silent_both"), now


def changed(told: Told, kind: str) -> Counted:
    return each(lambda id: change_of(told, id)[1] if change_of(told, id)[0] == kind else None, lambda n: n is not None)


def levels(count: Callable[[str, str], Any], whole: bool = True) -> Counted:
    """A count for each body and level, and (ANY) for the whole body."""
    return {
        (body, None if level == ANY else level, n)
        for body in BODIES
        for level in ([ANY] if whole else []) + LEVELS[body]
        if (n := count(body, level)) is not None
    }


def covered(told: Told, body: str, level: str) -> int | None:
    assigned = {one.id for one in ASSIGNED[body] if level in (ANY, one.level)}
    return len({row["obligation"] for row in told.done} & assigned) if assigned else None


def change(told: Told, body: str, level: str) -> int | None:
    now, before = (told.n(institution=body, level=level, period=period) for period in (NOW, BEFORE))
    return now - before if now + before else None


def most(told: Told, body: str) -> Counted:
    ranked = Counter(
        row["obligation"] for row in told.of(institution=body) if row["obligation"] in FUNCTIONS
    ).most_common(2)
    alone = ranked and ranked[0][1] > 1 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return {(body, *ranked[0])} if alone else set()


def plans(told: Told, id: str) -> tuple[str, int]:
    planned = [row for row in told.rows if row["kind"] == "planned" and row["obligation"] == id]
    first = min((row["period"] for row in planned if row["period"]), default=0)
    later = [row for row in told.of(obligation=id) if first and (row["period"] or 0) > first]
    if planned and later:
        return "announced_then_done", len(later)
    return ("announced_not_done", len(planned)) if planned and not told.n(obligation=id) else ("", 0)


def planned(told: Told, kind: str) -> Counted:
    return each(lambda id: plans(told, id)[1] if plans(told, id)[0] == kind else 0)


def drafted(told: Told, id: str) -> int:
    drafts = [row for row in told.of(obligation=id) if "borrador" in row["text"]]
    normed = [row for row in told.of(obligation=id) if row["details"].get("norms")]
    later = [row for row in normed if drafts and (row["period"] or 9) >= min(one["period"] or 0 for one in drafts)]
    return 0 if later else len(drafts)


def stem(what: str) -> str:
    return " ".join(Stemmer("spanish").stemWords(fold(what).split()))


def differing(told: Told) -> Counted:
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for row in told.done:
        for one in row["details"].get("counts", ()):
            if row["obligation"] in FUNCTIONS:
                key = (row["institution"], row["obligation"], stem(one["what"]), row["period"])
                sums[key][row["source"]] += one["value"]
    spread = ((key, [*by_source.values()]) for key, by_source in sums.items())
    return {(key[0], key[1], max(n) - min(n)) for key, n in spread if len(set(n)) > 1}


def units(told: Told, body: str, level: str) -> int | None:
    return len({row["unit"] for row in told.of(institution=body, level=level)} - {None}) or None


def alone(told: Told, id: str) -> int:
    body = FUNCTIONS[id].institution
    here = {row["unit"] for row in told.of(obligation=id)}
    return told.n(obligation=id) if (units(told, body, ANY) or 0) > 1 and len(here) == 1 and here != {None} else 0


CHARGED = {
    id: [name for organ in PACK.publication.organs if any(fnmatch(id, one) for one in organ.functions)
         for name in organ.named]
    for id in FUNCTIONS if any(fnmatch(id, one) for organ in PACK.publication.organs for one in organ.functions)
}  # fmt: skip


def unit_counts(told: Told, id: str) -> Counter[str]:
    return Counter(row["unit"] for row in told.of(obligation=id) if row["unit"])


def named_in(name: str, unit: str) -> bool:
    return re.search(rf"\b{re.escape(fold(name))}\b", fold(unit)) is not None


def steady(told: Told) -> Counted:
    months = {1: 13, 2: 13, 3: 13}
    found = set()
    for body in BODIES:
        for level in [ANY, *LEVELS[body]]:
            rows = told.of(institution=body, level=level)
            counts = Counter(row["period"] for row in rows)
            pace = [counts[period] / n for period, n in months.items()]
            if not counts[None] and len(rows) >= 3 and min(pace) and max(pace) / min(pace) <= 1.25:
                found.add((body, None if level == ANY else level, len(rows)))
    return found


def pairs(told: Told) -> Counter[tuple[str, str, str]]:
    return Counter(
        (row["institution"], row["level"], body)
        for row in told.done
        for body in {one.get("body") for one in row["details"].get("partners", ())} - {None, row["institution"]}
    )


def one_sided(told: Told) -> Counted:
    named = {(body, with_) for body, _, with_ in pairs(told) if told.n(institution=with_)}
    return {(None, None, sum((there, here) not in named for here, there in named))} if named else set()


def nothing(told: Told, body: str) -> Counted:
    heard = {row["unit"] for row in told.rows if row["institution"] == body} - {None}
    nil = heard - {row["unit"] for row in told.of(institution=body)}
    return {(body, None, round(len(nil) / len(heard), 4))} if nil else set()


def totals(told: Told) -> Counted:
    sums: Counter[tuple[str, str, str]] = Counter()
    forms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in told.done:
        for one in row["details"].get("counts", ()):
            sums[row["institution"], stem(one["what"]), row["source"]] += one["value"]
            forms[row["institution"], stem(one["what"])][one["what"].lower()] += 1
    return {
        (body, f"{forms[body, what].most_common(1)[0][0]}, {source}", n) for (body, what, source), n in sums.items()
    }


def people(told: Told) -> Counted:
    words = {stem(word) for one in PACK.details.figures.people.values() for word in one.words}
    return {one for one in totals(told) if one[2] >= 10 and stem(one[1].rpartition(", ")[0]) in words}


def amounts(told: Told) -> Counted:
    sums: dict[tuple[str, str, str], Counter[int]] = defaultdict(Counter)
    for row in told.done:
        for one in row["details"].get("counts", ()):
            sums[row["institution"], one["what"].lower(), row["source"]][row["period"]] += one["value"]
    both = {key: n for key, n in sums.items() if n[NOW] and n[BEFORE] and max(n[NOW], n[BEFORE]) >= 10}
    return {(body, f"{what}, {source}", n[NOW] - n[BEFORE]) for (body, what, source), n in both.items()}


def series(told: Told) -> Counted:
    """Each quantity told with one sum in two periods of three at least; last less first where it is told of all."""
    sums: dict[tuple[str, str], dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    forms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in told.done:
        for one in row["details"].get("counts", ()):
            forms[row["institution"], stem(one["what"])][one["what"].lower()] += 1
            if row["period"]:
                sums[row["institution"], stem(one["what"])][row["period"]][row["source"]] += one["value"]
    found = set()
    for (body, what), periods in sums.items():
        sure = {period: max(n.values()) for period, n in periods.items() if len(set(n.values())) == 1}
        if len(sure) > 1 and max(sure.values()) >= 10:
            name = forms[body, what].most_common(1)[0][0]
            found.add((body, f"{name}, events", sure[NOW] - sure[1] if len(sure) == 3 else None))
    return found


def named(told: Told, details: str, name: str) -> Counted:
    found: dict[str, set[str]] = defaultdict(set)
    for row in told.done:
        found[row["institution"]] |= {one[name] for one in row["details"].get(details, ())}
    return {(body, None, len(names)) for body, names in found.items() if names}


def left(told: Told, body: str) -> Counted:
    now, before = (
        {one["region"] for row in told.of(institution=body, period=period) for one in row["details"].get("places", ())}
        for period in (NOW, BEFORE)
    )
    return {(body, None, len(before - now))} if now and before and before - now else set()


def figures(told: Told) -> Counted:
    values: dict[tuple[Any, ...], dict[tuple[Any, ...], float]] = defaultdict(dict)
    for row in told.done:
        for one in row["details"].get("figures", ()):
            if "first" in one:
                thing = (row["institution"], *(one.get(slot) or None for slot in SLOTS))
                values[thing].setdefault((one.get("register"), row["source"]), one["value"])
    spread = ((thing, [*by_source.values()]) for thing, by_source in values.items())
    return {(thing[0], None, max(n) - min(n)) for thing, n in spread if len(set(n)) > 1}


def unsummed(told: Told) -> Counted:
    """Wholes whose women and men are told and give another sum."""
    found = set()
    for row in told.done:
        by_sex: dict[tuple[Any, ...], dict[str | None, float]] = defaultdict(dict)
        for one in row["details"].get("figures", ()):
            if not one.get("percent"):
                by_sex[one["what"], one.get("age"), one.get("first")][one.get("sex")] = one["value"]
        found |= {
            (row["institution"], None, n[None]) for n in by_sex.values() if len(n) == 3 and n[None] != n["f"] + n["m"]
        }
    return found


def empty(told: Told) -> Counted:
    spoken = {row["source"] for row in told.rows} | ({"cartas"} if told.requests else set())
    pairs = ((body, source) for body in BODIES for source in spoken if LEVELS[body])
    return {(body, source, 0) for body, source in pairs if not told.n(institution=body, source=source)}


def silent(told: Told) -> Counted:
    waves: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in told.requests:
        if row["state"] != "answered":
            waves[row["institution"], row["wave"]].add(row["unit"] or row["institution"])
    return {(body, wave, len(units)) for (body, wave), units in waves.items()}


def ranked(told: Told) -> Counted:
    found = set()
    for level in (ANY, *map(str, Level)):
        counts = {body: told.n(institution=body, level=level) for body in BODIES}
        for body, n in counts.items():
            if n:
                found.add((body, None if level == ANY else level, 1 + sum(other > n for other in counts.values())))
    return found


def groups(told: Told, name: str, count: Callable[[list[str]], int]) -> Counted:
    members: dict[str, list[str]] = defaultdict(list)
    for body in BODIES.values():
        members[getattr(body, name)].append(body.id)
    return {(None, group, count(bodies)) for group, bodies in members.items()}


def together(found: Iterable[Counted]) -> Counted:
    return set().union(*found)


ABOUT: dict[str, str] = {  # beside the body: what a finding of the kind is about
    **dict.fromkeys(
        ("never_reported", "dropped", "first_reported", "kept", "silent_both", "not_comparable", "only_once",
         "only_unit", "no_counts", "unapproved", "announced_not_done", "announced_then_done", "sources_differ",
         "most_reported", "units_of_function", "other_organ", "since_norm"), "obligation"),
    **dict.fromkeys(("pair", "empty_source", "units_silent", "total", "amount_change", "amount_series", "by_scope",
                     "by_type"), "what"),
}  # fmt: skip
RECOUNTS: dict[str, Callable[[Told], Counted]] = {
    "never_reported": lambda t: each(lambda id: 0 if not t.n(obligation=id) else None, lambda n: n is not None),
    **{kind: lambda t, kind=kind: changed(t, kind)  # type: ignore[misc]
       for kind in ("dropped", "first_reported", "kept", "silent_both", "not_comparable")},
    "only_once": lambda t: each(lambda id: t.n(obligation=id) == 1),
    "only_unit": lambda t: each(lambda id: alone(t, id)),
    "no_counts": lambda t: each(lambda id: t.n(obligation=id) if t.n(obligation=id) > 1 and not any(
        row["details"].get("counts") for row in t.of(obligation=id)) else 0),
    "announced_not_done": lambda t: planned(t, "announced_not_done"),
    "announced_then_done": lambda t: planned(t, "announced_then_done"),
    "sources_differ": differing,
    "units_of_function": lambda t: each(
        lambda id: len(unit_counts(t, id)), lambda n: n > 1),
    "other_organ": lambda t: each(lambda id: sum(
        n for unit, n in unit_counts(t, id).items() if not any(named_in(name, unit) for name in CHARGED[id])
    ) if id in CHARGED else 0),
    "organ_unknown": lambda t: {
        (body, None, n) for body in BODIES if (BODIES[body].type, BODIES[body].scope) == ("responsable", "nacional")
        and (n := sum(bool(unit_counts(t, one.id)) and one.id not in CHARGED for one in ASSIGNED[body]))
    },
    "no_functions": lambda t: {(body, None, t.n(institution=body)) for body in BODIES if not LEVELS[body]},
    "steady": steady,
    "without_content": lambda t: {
        (body, None, n) for body, n in Counter(
            row["institution"] for row in t.requests if row["state"] == "answered").items()
    },
    "universe_unknown": lambda t: {
        (body, None, len({what.rpartition(", ")[0] for other, what, n in people(t) if other == body}))
        for body in {one[0] for one in people(t)}
    },
    "pair": lambda t: {(body, with_, n) for (body, _, with_), n in pairs(t).items()},
    "milestones": lambda t: {(None, None, len({
        norm["text"] for row in t.done for norm in row["details"].get("norms", ()) if " crea " in row["text"]}))},
    "one_sided": one_sided,
    "outdoes": lambda t: {
        (body, None, n) for body in BODIES if BODIES[body].type != "responsable"
        and (n := sum(t.n(institution=other) < t.n(institution=body)
                      for other in BODIES if BODIES[other].type == "responsable"))
    },
    "coverage": lambda t: levels(lambda body, level: covered(t, body, level)),
    "level_empty": lambda t: levels(lambda body, level: 0 if covered(t, body, level) == 0 else None, whole=False),
    "change": lambda t: levels(lambda body, level: change(t, body, level)),
    "share_of_level": lambda t: levels(lambda body, level: round(
        t.n(institution=body, level=level) / t.n(institution=body), 4) if t.n(institution=body, level=level) else None,
        whole=False),
    "most_reported": lambda t: together(most(t, body) for body in BODIES),
    "other_actions": lambda t: levels(lambda body, level: sum(
        row["obligation"] not in FUNCTIONS for row in t.of(institution=body, level=level)) or None, whole=False),
    "empty_source": empty,
    "acting_units": lambda t: levels(lambda body, level: units(t, body, level)),
    "nothing_share": lambda t: together(nothing(t, body) for body in BODIES),
    "units_silent": silent,
    "total": totals,
    "amount_change": amounts,
    "amount_series": series,
    "since_norm": lambda t: each(lambda id: 0 if t.n(obligation=id) else (date(2012, 5, 31) - BOUND).days // 365),
    "partners": lambda t: named(t, "partners", "name"),
    "norms": lambda t: named(t, "norms", "text"),
    "places_left": lambda t: together(left(t, body) for body in BODIES),
    "figures_differ": figures,
    "not_adding_up": unsummed,
    "unapproved": lambda t: each(lambda id: drafted(t, id)),
    "recommendations": lambda t: {
        (body, None, n) for body in BODIES if (n := sum("recomend" in row["text"] for row in t.of(institution=body)))
    },
    "networks": lambda t: {(None, None, len({
        place["region"] for row in t.done for place in row["details"].get("places", ())
        if re.search("(Red|Mesa|Comité|Comisión) [A-Z]", row["text"])
    }))},
    "ranking": ranked,
    "most_duties": lambda t: {(body, None, len(duties)) for body, duties in ASSIGNED.items()
                              if len(duties) == max(map(len, ASSIGNED.values()))},
    "share_of_all": lambda t: {(None, str(level), round(t.n(level=level) / len(t.done), 4)) for level in Level},
    "by_scope": lambda t: groups(t, "scope", lambda bodies: sum(covered(t, body, ANY) or 0 for body in bodies)),
    "by_type": lambda t: groups(t, "type", lambda bodies: sum(t.n(institution=body) for body in bodies)),
    "coverage_of_all": lambda t: {(None, None, sum(covered(t, body, ANY) or 0 for body in BODIES))},
    "empty_bodies": lambda t: {(None, None, sum(covered(t, body, ANY) == 0 for body in BODIES))},
}  # fmt: skip
ELSEWHERE = {  # below: of letters alone, or of what the pack does not say
    "not_heard", "lines_of_action", "off_topic", "not_specific", "most_of_activity", "share_of_universe",
    "since_unknown"
}  # fmt: skip


def test_a_total_is_the_same_in_the_findings_and_in_the_table_of_quantities(round_db: Path, told: Told) -> None:
    titles = {one.id: one.title for one in PACK.sources}
    found = {
        (one["body"], one["parts"]["counted"], titles[one["parts"]["source"]], one["value"])
        for one in told.findings
        if one["kind"] == "total"
    }
    printed = {
        (cell["table"].removesuffix("-totals"), cell["row"], cell["column"], cell["number"])
        for cell in lines(round_db, "report", "body", "--all")
        if cell.get("table", "").endswith("-totals") and cell.get("number") is not None
    }
    assert found == printed and ("RREE", "víctimas") in {one[:2] for one in found}


@pytest.mark.parametrize("kind", RECOUNTS)
def test_a_finding_of_each_kind_is_what_a_plain_count_gives(told: Told, kind: str) -> None:
    about = ABOUT.get(kind, "level")
    said = {
        (one["body"], one["parts"].get("what") if about == "what" else one[about], one["value"])
        for one in told.findings
        if one["kind"] == kind
    }
    assert said == RECOUNTS[kind](told) and said


def test_bodies_that_share_a_place_are_as_many_as_say_so(told: Told) -> None:
    places = Counter((one["level"], one["value"]) for one in told.findings if one["kind"] == "ranking")
    for one in told.findings:
        if one["kind"] == "ranking":
            assert one["parts"].get("equals", 1) == places[one["level"], one["value"]]


def test_every_kind_is_counted_again() -> None:
    assert {*RECOUNTS} | ELSEWHERE == {*KINDS}


def test_a_body_that_did_not_answer_was_not_heard(tmp_path: Path) -> None:
    """In letters alone, a body asked in vain is heard in no period; one that answered, in those of its wave."""
    path = tmp_path / "v.db"
    asked = [("MTC", "", "3", "2012-06-11", "Carta 1", ""), ("MINSA", "", "3", "2012-06-11", "Carta 2", "")]
    assert veeduria(path, "requests", "import", str(register_of(tmp_path / "r.csv", asked))).exit_code == 0
    id = next(row["id"] for row in lines(path, "requests", "list") if row["institution"] == "MINSA")
    assert veeduria(path, "requests", "reply", id, "--number", "Oficio 1", "--reason", "nothing_done").exit_code == 0
    found = {one["body"]: one for one in lines(path, "report", "findings", "--all") if one["kind"] == "not_heard"}
    assert found["MTC"]["parts"]["why"] == {"1": "not_asked", "2": "not_asked", "3": "no_reply"}
    assert found["MINSA"]["parts"]["why"] == {"1": "not_asked", "2": "not_asked"} and found["MINSA"]["value"] == 2


def test_themes_that_rules_say_of_letters_tell_what_names_others_alone(tmp_path: Path) -> None:
    path, (own, _), (other, more, *_) = tmp_path / "v.db", PACK.publication.themes, PACK.publication.other_themes
    texts = (
        "Se dictó un taller.",
        "Se hizo una campaña.",
        "Se abrió un local.",
        "Se hizo una feria.",
        "Se dio una charla.",
    )
    made = reading("a.pdf", texts)
    given = [(own,), (own, other), (other,), (), (other, more)]
    found = tuple(
        replace(one, classification=replace(one.classification, facets=tuple(Facet(name, ()) for name in names)))
        for one, names in zip(made.findings, given, strict=True)
    )
    filed = [0, 0, 0, 1, 2]  # functions of which all, none and no known theme are others
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved("a.pdf", replace(made, findings=found))], run)
        for row, place in zip(list(statements(store)), filed, strict=True):
            duty = ASSIGNED["MINEDU"][place].id
            store.decide([Decision(row.id, "accepted", duty, "{}", "ana", AT, row.content_hash)])
    said = {one["kind"]: one for one in lines(path, "report", "findings", "MINEDU")}
    tails = [name.partition(".")[2] for name in (other, more)]
    off, bare = said["off_topic"], said["not_specific"]
    assert (off["value"], off["parts"]["of"], off["parts"]["names"]) == (2, 4, {tails[0]: 2, tails[1]: 1})
    assert (bare["value"], bare["obligation"]) == (1, ASSIGNED["MINEDU"][2].id) and len(off["statements"]) == 2
    assert veeduria(path, "compare", "--same", *off["statements"]).exit_code == 0
    (off,) = (one for one in lines(path, "report", "findings", "MINEDU") if one["kind"] == "off_topic")
    assert (off["value"], off["parts"]["of"], len(off["statements"])) == (1, 3, 2)  # told twice, it counts once


def test_lines_of_action_are_the_activities_that_rules_say_of_letters(tmp_path: Path) -> None:
    path, facets = tmp_path / "v.db", ("activity.campaign", "activity.training", "topic.trata")
    made = reading(
        "a.pdf", ("Se hizo una campaña.", "Se dictó un taller.", "Se hizo otra campaña.", "Se abrió un local.")
    )
    given = [(facets[0],), facets, (facets[0],), ()]
    found = tuple(
        replace(one, classification=replace(one.classification, facets=tuple(Facet(name, ()) for name in names)))
        for one, names in zip(made.findings, given, strict=True)
    )
    with open_store(path) as store:
        run = store.begin_run("1", PACK, {}, AT)
        store.save([saved("a.pdf", replace(made, findings=found))], run)
        for row in list(statements(store)):
            store.decide([Decision(row.id, "accepted", ASSIGNED["MINEDU"][0].id, "{}", "ana", AT, row.content_hash)])
    (most,) = (one for one in lines(path, "report", "findings", "--all") if one["kind"] == "most_of_activity")
    assert (most["body"], most["value"], most["parts"]) == ("MINEDU", 3, {"what": "campaign", "of": 3})
    names = Counter(
        facet["name"].removeprefix("activity.")
        for row in lines(path, "export", "statements")
        for facet in row["facets"]
        if facet["name"].startswith("activity.")
    )
    (one,) = (one for one in lines(path, "report", "findings", "MINEDU") if one["kind"] == "lines_of_action")
    assert one["parts"]["names"] == dict(names) and one["value"] == len(names) == 2 and len(one["statements"]) == 3


def test_what_is_counted_is_held_against_how_many_there_are_where_the_pack_says_it(round_db: Path, told: Told) -> None:
    """The number of one body goes before that of all, a later one before an earlier one; of others it is missing."""
    day, counted = date(2011, 12, 31), next(one for one in told.findings if one["kind"] == "total")
    body, what, n = counted["body"], counted["parts"]["counted"], counted["value"]
    known = [
        Universe(counted=what, value=n * 2, day=day, source="all"),
        Universe(counted=what, value=n * 5, day=date(2010, 12, 31), source="older", body=body),
        Universe(counted=what, value=n * 4, day=day, source="census", body=body),
    ]
    pack = replace(PACK, publication=replace(PACK.publication, universes=tuple(known)))
    with open_database(round_db) as db:
        found = [*findings(ReportContext(db, pack, str), [body])]
    shares = [one for one in found if one.kind == "share_of_universe"]
    assert {one.parts["by"] for one in shares} == {"census"} and {one.parts["of"] for one in shares} == {n * 4}
    assert 0.25 in [one.value for one in shares] and all(one.statements for one in shares)
    assert all(what not in one.parts["names"] for one in found if one.kind == "universe_unknown")
