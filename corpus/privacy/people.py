"""Invented people and their numbers: many countries, orders of the name, ways to write it."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from functools import cache

from faker import Faker

HERE = ("es_ES", "es_MX", "es_CO", "es_AR", "es_CL", "es")
ABROAD = (
    "pt_BR", "it_IT", "fr_FR", "de_DE", "en_US", "pl_PL", "ro_RO", "tr_TR", "id_ID", "vi_VN", "nl_NL", "hu_HU",
    "cs_CZ", "yo_NG", "zu_ZA", "ru_RU", "uk_UA", "el_GR", "zh_CN", "ja_JP", "ko_KR", "ar_AA", "hi_IN", "th_TH", "he_IL",
)  # fmt: skip
ANDEAN = (
    "Quispe", "Mamani", "Huamán", "Condori", "Yupanqui", "Choquehuanca", "Ccahuana", "Shupingahua", "Tuanama",
    "Ñahui", "Sangama", "Llacctahuamán", "Apaza", "Taricuarima", "Pacori", "Sinarahua", "Ticona", "Wajajay",
    "Tsamarain", "Ampush",
)  # fmt: skip
INDIGENOUS = (  # surnames of the Andes and of peoples of the Amazon, of other lists than those above
    "Kunchikui", "Chumpi", "Yampis", "Nugkuag", "Wampash", "Sejekam", "Tiwi", "Antún", "Petsain", "Chijiap",
    "Shirimbanto", "Camaiteri", "Mahua", "Rengifo", "Canayo", "Tangoa", "Papa", "Cushimariano", "Chiricente",
    "Barbarán",
    "Cutire", "Huillca", "Ttito", "Sutta", "Puma", "Ccoscco", "Phuturi", "Chullunquía", "Nina", "Layme",
    "Poma", "Rimachi",
    "Soria", "Maynas", "Vásquez", "Silvano", "Tello", "Sandy", "Ríos", "Mori", "Inuma", "Yaicate", "Tapayuri", "Lancha",
)  # fmt: skip
NAMED = ("given", "surnames", "listed", "nicknamed", "dotted", "ocr", "script", "indigenous")  # forms of a name
SCRIPTS = ("ru_RU", "uk_UA", "el_GR", "zh_CN", "ja_JP", "ko_KR", "ar_AA", "hi_IN", "th_TH", "he_IL")
ALIASES = (
    "Chato", "La Tía", "Gringa", "Loco Beto", "Pelado", "Mamá Rosa", "El Tuerto", "Negra", "Chino Julio", "Zorro",
    "Doña Pocha",
    "Cachorro", "Flaca", "Ojos de Gato", "Jhonny", "Tyson", "La Reina", "Pirata", "Peligro", "El Gordo Max",
)  # fmt: skip


@cache
def _faker(locale: str) -> Faker:
    return Faker(locale)


class People:
    """Makes the same people again from the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  no secret
        for locale in (*HERE, *ABROAD):
            _faker(locale).seed_instance(seed)

    def person(self) -> tuple[str, str]:
        """Return a name and how it was made."""
        home = self.random.random() < 0.6
        locale = self.random.choice(HERE if home else ABROAD)
        fake = _faker(locale)
        given, last = fake.first_name(), fake.last_name()
        if home:
            second = self.random.choice((fake.last_name(), self.random.choice(ANDEAN)))
            surnames = self.random.choice((f"{last} {second}", f"{second} {last}", second, f"{last} de la {second}"))
            given = self.random.choice((given, given, f"{given} {fake.first_name()}"))
        else:
            surnames = last
        forms: dict[str, Callable[[], str]] = {
            "plain": lambda: f"{given} {surnames}",
            "again": lambda: f"{given} {surnames}",
            "capitals": lambda: f"{given} {surnames}".upper(),
            "surname first": lambda: f"{surnames}, {given}",
            "capitals first": lambda: f"{surnames.upper()}, {given.upper()}",
            "surname in capitals": lambda: f"{given} {surnames.upper()}",
            "surnames in capitals first": lambda: f"{surnames.upper()} {given}",
            "initial": lambda: f"{given} {last[0].upper()}. {surnames}",
            "hyphen": lambda: f"{given} {surnames.replace(' de la ', ' ').replace(' ', '-')}",
            "misread": lambda: self._misread(f"{given} {surnames}"),
            "given alone": lambda: given,
        }
        how = self.random.choice(list(forms))
        return forms[how](), f"{'home' if home else 'abroad'}: {how}"

    def named(self, slot: str) -> str:
        """Return a name in the form that a frame asks for."""
        fake, pick = _faker(self.random.choice(HERE)), self.random.choice
        given, last = fake.first_name(), fake.last_name()
        second = pick((fake.last_name(), pick(ANDEAN), pick(INDIGENOUS)))
        match slot:
            case "given":
                return given
            case "surnames":
                return pick((last, second, f"{last} {second}"))
            case "listed":
                both, more = f"{last} {second}", pick(("", f" {fake.first_name()}"))
                forms = (f"{both}, {given}{more}", f"{both.upper()}, {given}{more}", f"{both} {given}{more}".upper())
                return pick((*forms, f"{both}, {given}{more}".upper(), f"{last}, {given}"))
            case "nicknamed":
                marks = pick(('""', "“”", "«»", "''"))
                return f"{given} {marks[0]}{pick(ALIASES)}{marks[1]} {pick((last, second))}"
            case "dotted":
                forms = (f"{given[0]}. {last} {second[0]}.", f"{given[0]}. {last}", f"{given} {last[0]}. {second[0]}.")
                return pick((*forms, f"{given} {last[0]}.", f"{given[0]}.{second}"))
            case "ocr":
                return self._misread(self._misread(f"{given} {last} {second}"))
            case "script":
                away = _faker(pick(SCRIPTS))
                return pick((away.name(), f"{away.first_name()} {away.last_name()}", away.last_name()))
            case "indigenous":
                return pick((f"{given} {pick(INDIGENOUS)} {pick(INDIGENOUS)}", f"{given} {pick(INDIGENOUS)}"))
        raise ValueError(slot)

    def _misread(self, name: str) -> str:
        wrong = self.random.choice((("o", "0"), ("l", "1"), ("i", "1"), ("m", "rn"), ("á", "a"), ("s", "5")))
        return name[0] + name[1:].replace(wrong[0], wrong[1], 1)

    def fill(self, slot: str) -> str:
        """Return something for a place of a frame."""
        pick, digits = self.random.choice, self._digits
        base = slot.rstrip("23")
        match base:
            case "initials":
                letters = [pick(string.ascii_uppercase) for _ in range(pick((3, 3, 4)))]
                return pick((".".join(letters) + ".", ". ".join(letters) + ".", ".".join(letters), "".join(letters)))
            case "alias":
                return pick(ALIASES)
            case "dni":
                whole = digits(8)
                return pick(
                    (
                        whole,
                        whole,
                        whole,
                        f"{whole[:2]} {whole[2:5]} {whole[5:]}",
                        f"{whole[:2]}.{whole[2:5]}.{whole[5:]}",
                    )
                )
            case "passport":
                return pick((f"AN{digits(6)}", f"{digits(9)}", f"P{digits(7)}", f"AQ-{digits(6)}"))
            case "ce":
                return digits(9)
            case "cedula":
                return pick((f"1.{digits(3)}.{digits(3)}.{digits(3)}", f"V-{digits(8)}", digits(10)))
            case "phone":
                mobile = "9" + digits(8)
                thirds = (mobile[:3], mobile[3:6], mobile[6:])
                landline = f"(0{pick('45678')}{digits(1)}) {digits(6)}"
                return pick((mobile, " ".join(thirds), "-".join(thirds), f"+51 {mobile}", landline, f"01-{digits(7)}"))
            case "email":
                user = pick(("ana", "luz", "karla")) + pick((".", "_", "")) + pick(("qm", "flores", "tkd")) + digits(2)
                return pick((f"{user}@correo.example", f"{user} @ correo.example", f"{user}@ correo . example",
                             f"{user} arroba correo.example", f"{user}(at)correo.example"))  # fmt: skip
            case "address":
                number = digits(3)
                streets = (
                    f"Jr. Los Sauces {number}",
                    f"Av. Grau N° {number}",
                    f"Calle Los Lirios {number}, Dpto. {digits(2)}",
                    f"Mz. {pick('ABCDEFG')} Lt. {digits(1)} AA.HH. Nueva Luz",
                    "Psje. Unión S/N",
                    f"Urb. El Sol Mz. {pick('HJK')} Lote {digits(2)}",
                    f"Jirón Tarapacá nro. {number} interior {digits(1)}",
                )
                return pick(streets)
            case "plate":
                return pick(
                    (
                        f"{self._letters(3)}-{digits(3)}",
                        f"{self._letters(1)}{digits(1)}{self._letters(1)}-{digits(3)}",
                        f"{self._letters(2)}-{digits(4)}",
                    )
                )
            case "account":
                return pick(
                    (f"{digits(3)}-{digits(8)}-0-{digits(2)}", digits(14), f"{digits(4)}-{digits(4)}-{digits(10)}")
                )
            case "birth":
                return pick(
                    (
                        f"{digits(1)} de mayo de 1996",
                        "12/03/1997",
                        "03-11-95",
                        "21 de setiembre del 1998",
                        "1996-02-14",
                        "7.8.1997",
                    )
                )
            case "file":
                return pick(
                    (
                        f"0{digits(4)}-2011-0-1801-JR-PE-01",
                        f"{digits(4)}-2010",
                        f"{digits(3)}-2011-PE",
                        f"{digits(10)}-2012-{digits(3)}-0",
                    )
                )
            case "minor_age":
                return pick(("11", "12", "13", "14", "15", "16", "17", "quince", "trece"))
            case "school":
                return pick(
                    (
                        "José Carlos Mariátegui",
                        f"N° {digits(4)}",
                        "Santa Rosa de Lima",
                        f"{digits(4)} Virgen del Carmen",
                        "Los Cedros",
                        "Horacio Zeballos",
                    )
                )
        raise ValueError(slot)

    def _digits(self, count: int) -> str:
        return str(self.random.randint(1, 9)) + "".join(str(self.random.randint(0, 9)) for _ in range(count - 1))

    def _letters(self, count: int) -> str:
        return "".join(self.random.choice("ABCDEFHKLMPRTWXYZ") for _ in range(count))
