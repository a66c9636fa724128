"""Show how long comparing takes: `python -m corpus.comparebench N`.

Makes N actions, one in twenty told again by another source in other words, and compares them. Prints time, memory, how
many of the retold were found, and how many pairs were suggested beside them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from random import Random
from time import perf_counter, process_time

from extractor.rounds.comparison import ComparedAction, When, Where, compare

ACTIVITIES = (
    ("Se capacitó a {n} {who} de {place}", "{place}: capacitación de {n} {who}"),
    ("Se realizaron charlas de prevención para {n} {who} en {place}", "Charlas preventivas en {place}, con {n} {who}"),
    ("Se atendió a {n} {who} en la oficina de {place}", "La oficina de {place} brindó atención a {n} {who}"),
    ("Se distribuyeron {n} afiches entre {who} de {place}", "Distribución de {n} afiches a {who} en {place}"),
    ("Se inspeccionaron {n} locales de {place} con {who}", "Inspección de {n} locales junto con {who}, {place}"),
    ("Se efectuaron {n} operativos en {place} en los que participaron {who}", "Operativos ({n}) con {who} en {place}"),
)  # fmt: skip
AUDIENCES = ("docentes", "policías", "fiscales", "escolares", "transportistas", "padres de familia", "hoteleros",
             "serenos", "enfermeras", "promotores de salud", "regidores", "periodistas")  # fmt: skip
SUBJECTS = ("sobre el delito y sus señales de alerta", "acerca de la ruta de denuncia", "en el uso de la línea",
            "respecto de los riesgos de las ofertas de trabajo", "conforme al plan anual", "según el protocolo vigente",
            "con la mesa multisectorial", "a pedido de la comunidad")  # fmt: skip
PLACES = [
    Where(f"Distrito {name}{number}", f"Región {name}") for name in "ABCDEFGHIJKLMNOPQRSTUVWXY" for number in range(75)
]
BODIES = tuple(f"BODY{number}" for number in range(15))
RETOLD = 20  # one in so many


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.comparebench")
    parser.add_argument("count", type=int, help="how many actions")
    actions = list(make(parser.parse_args(arguments).count))
    retold = {(f"a{one.id[1:]}", one.id) for one in actions if one.id.startswith("b")}
    start, worked = perf_counter(), process_time()
    found = compare(actions)
    seconds, work = perf_counter() - start, process_time() - worked
    pairs = {(alike.one, alike.other) for alike in found}
    print(f"{len(actions)} actions compared in {seconds:.1f} s ({work:.1f} s of one core)", end=", ")
    print(f"at most {_megabytes():.0f} MB held by the process")
    print(f"{len(pairs & retold)} of {len(retold)} retold actions found; {len(pairs - retold)} other pairs suggested")
    return 0


def make(count: int, seed: int = 1) -> Iterator[ComparedAction]:
    """Yield actions, one in twenty retold: "a7" and "b7" are the same one."""
    random, number, made = Random(seed), 0, 0  # noqa: S311 - test data
    while made < count:
        number += 1
        once, again = _tellings(number, random)
        yield once
        made += 1
        if number % RETOLD == 0 and made < count:
            yield again
            made += 1


def _tellings(number: int, random: Random) -> tuple[ComparedAction, ComparedAction]:
    said, said_again = random.choice(ACTIVITIES)
    place, body, people = random.choice(PLACES), random.choice(BODIES), random.randint(5, 900)
    month = f"{random.randint(2005, 2024)}-{random.randint(1, 12):02}"
    holes = {"n": people, "who": random.choice(AUDIENCES), "place": place.name}
    tail = random.choice(SUBJECTS)
    when = frozenset([When(f"{month}-01", f"{month}-28")])

    def told(mark: str, text: str, source: str) -> ComparedAction:
        counts, places = frozenset([people]), frozenset([place])
        return ComparedAction(f"{mark}{number}", text.format(**holes), body, source, "", None, counts, places, when)

    return told("a", f"{said} {tail}.", "cartas"), told("b", f"{said_again}, {tail}", "informe")


def _megabytes() -> float:
    """The most memory this process has held (on Linux; 0 where the system does not say)."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
