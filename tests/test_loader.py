from __future__ import annotations

from pathlib import Path

import pytest

from extractor.core.errors import PackError
from rules.loader import load_pack, shipped_packs
from rules.reader import read_pack
from rules.settings import FOLDERS_MAX_BYTES
from tests.packs import write_pack

BODY = "- {id: A, name: Alcaldía, type: otra, scope: local}\n"
FACET = "- id: activity.censo\n  phrases: [censo]\n"


def faults(folder: str) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return [fault.said() for fault in caught.value.faults]


@pytest.mark.parametrize("name", shipped_packs())
def test_shipped_packs_load(name: str) -> None:
    assert load_pack(name).hash == read_pack(name).pack.hash


def test_a_wrong_value_is_named_with_file_line_and_key(tmp_path: Path) -> None:
    text = BODY + "- id: B\n  name: Be\n  type: nosuch\n  scope: local\n"
    [fault] = faults(write_pack(tmp_path / "p", bodies=text))
    assert fault.startswith("p/bodies.yaml:4: 1.type: ")
    assert "nosuch" in fault


def test_an_unknown_key_is_named_where_it_stands(tmp_path: Path) -> None:
    [fault] = faults(write_pack(tmp_path / "p", facets=FACET + "  frases: [otra]\n"))
    assert fault.startswith("p/facets.yaml:3: 0.frases: there is no such key here")


def test_a_missing_key_is_named_at_its_item(tmp_path: Path) -> None:
    [fault] = faults(write_pack(tmp_path / "p", facets=FACET + "- id: activity.otra\n"))
    assert fault.startswith("p/facets.yaml:3: 1.phrases: this key is missing")


def test_all_faults_of_all_files_are_listed(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p", bodies="- {id: A}\n", facets="- id: Nope\n  phrases: []\n")
    assert {fault.split(":")[0] for fault in faults(folder)} == {"p/bodies.yaml", "p/facets.yaml"}


def test_lines_of_the_second_file_of_a_section_are_its_own(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p", facets__a=FACET, facets__b="\n\n- id: activity.censo\n  phrases: [otro]\n")
    assert faults(folder) == ["p/facets/b.yaml:3: id: activity.censo is used twice"]


def test_an_extending_pack_adds_phrases_to_an_inherited_facet(tmp_path: Path) -> None:
    base = read_pack("es").pack.facets[0]
    folder = write_pack(
        tmp_path / "p",
        pack="id: p\nversion: '1'\ntitle: P\nextends: es\n",
        facets=f"- id: {base.id}\n  phrases: [palabra nueva]\n",
    )
    merged = read_pack(folder).pack.facets[0]
    assert merged.phrases == (*base.phrases, "palabra nueva")
    assert merged.unless == base.unless


def test_the_hash_changes_with_any_file(tmp_path: Path) -> None:
    one = read_pack(write_pack(tmp_path / "a", facets=FACET)).pack.hash
    other = read_pack(write_pack(tmp_path / "b", facets=FACET + "# a remark\n")).pack.hash
    assert one != other


def test_unknown_references_are_faults(tmp_path: Path) -> None:
    folder = write_pack(
        tmp_path / "p",
        bodies=BODY,
        obligations="- {id: a.prev.x, institution: Z, level: prevencion, label: X}\n",
        rules="- id: r\n  obligation: a.prev.y\n  all: [activity.nosuch]\n",
    )
    assert faults(folder) == [
        "p/obligations.yaml:1: institution: Z is not a body of the pack",
        "p/rules.yaml:2: obligation: no body has the obligation a.prev.y",
        "p/rules.yaml:3: all: activity.nosuch is not a facet",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("- &a {id: x.y, phrases: [z]}\n- *a\n", "anchors and aliases"),
        ("- !!python/object/apply:os.system ['true']\n", "tags are not allowed"),
        ("- {id: a.b, id: c.d, phrases: [z]}\n", "id: given twice"),
        ("- [unclosed\n", "not valid YAML"),
        ("[" * 200_000, "nested too deeply"),
        ("{a: " * 50_000, "nested too deeply"),
        ("[\n" * 5_000, "nested too deeply"),
        ("- - - - - - - - - - - - - - deep\n", "nested too deeply"),
        ("- id: a.b\n  phrases: [2010-99-99]\n", "not valid YAML"),
        ("\x00", "not valid YAML"),
        ("a: 1\n", "should be a valid tuple"),
    ],
    ids=["alias", "tag", "twice", "syntax", "deep", "keys", "lines", "lists", "date", "control", "shape"],
)
def test_hostile_yaml_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    found = faults(write_pack(tmp_path / "p", facets=content))
    assert problem in found[0]
    assert found[0].startswith("p/facets.yaml:")


@pytest.mark.parametrize(
    ("section", "text", "key"),
    [
        ("facets", FACET + "  window: 201\n", "0.window"),
        ("facets", "- {id: Censo, phrases: [censo]}\n", "0.id"),
        ("cues", "- {id: c, effect: done, phrases: [censo], window: -1}\n", "0.window"),
        ("rules", "- {id: r, level: prevencion, within: 300}\n", "0.within"),
        ("rules", "- {id: r, level: prevencion, weight: 11}\n", "0.weight"),
        ("rules", "- {id: r}\n", "0"),
        ("calibration", "temperature: 0\n", "temperature"),
        ("calendar", "holidays: ['1 de mayo']\n", "holidays.0"),
        ("details", "regions: [{name: Norte, towns: {Villa: Nada}}]\n", "regions.0"),
    ],
)
def test_what_is_out_of_bounds_is_a_fault_at_its_key(tmp_path: Path, section: str, text: str, key: str) -> None:
    [fault] = faults(write_pack(tmp_path / "p", **{section: text}))
    assert fault.startswith(f"p/{section}.yaml:") and fault.split(": ")[1] == key


def test_no_number_of_a_pack_is_infinite(tmp_path: Path) -> None:
    rule = "- {id: r, level: prevencion, all: [taller], weight: .nan}\n"
    found = faults(write_pack(tmp_path / "p", calibration="temperature: .inf\n", rules=rule))
    assert [fault.split(":")[:2] for fault in found] == [["p/rules.yaml", "1"], ["p/calibration.yaml", "1"]]


def test_a_link_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(FACET, encoding="utf8")
    folder = Path(write_pack(tmp_path / "p"))
    (folder / "facets.yaml").symlink_to(secret)
    assert "may not hold links" in faults(str(folder))[0]


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    write_pack(tmp_path / "elsewhere", a=FACET)
    folder = Path(write_pack(tmp_path / "p"))
    (folder / "facets").symlink_to(tmp_path / "elsewhere")
    assert "may not hold links" in faults(str(folder))[0]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p", facets="#" * (FOLDERS_MAX_BYTES + 1))
    assert "larger than" in faults(folder)[0]


@pytest.mark.parametrize("base", ["../../secret", "/etc", "nosuch"])
def test_only_shipped_packs_can_be_extended(tmp_path: Path, base: str) -> None:
    folder = write_pack(tmp_path / "p", pack=f"id: p\nversion: '1'\ntitle: P\nextends: {base}\n")
    assert faults(folder) == [f"p/pack.yaml:4: extends: {base!r} is not a shipped pack"]


def test_a_file_that_would_be_passed_over_is_a_fault(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p", rule="[]\n")
    assert faults(folder)[0].startswith("p/rule.yaml:1: not a file of a pack")


def test_a_missing_pack_names_the_shipped_ones(tmp_path: Path) -> None:
    assert "shipped packs: co-ley-1257, es," in faults(str(tmp_path / "none"))[0]
