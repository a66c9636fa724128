"""What others' own readers say of our exports: `python -m corpus.foreign [--envs FOLDER] [NAME ...]`.

Their packages pin releases that ours do not, so each has an environment of its own, made in FOLDER by pip where it is
not there yet, and kept. Sample letters are read and partly filed, exported, and handed over. Ends with 1 where a reader
found a fault; one that cannot be installed, or lacks a network that it needs, is told and no fault.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.build import build_pdf
from corpus.sample import load_samples
from db import queries
from db.records import Filters
from db.store import open_store
from extractor.core.model import Decision

COMMAND = (sys.executable, "-c", "from extractor.cli import main; main()")
LETTERS, MINUTES, AT = 12, 15, "2024-05-02T10:00:00Z"

FRICTIONLESS = """
from frictionless import validate
report = validate("pub/datapackage.json")
for error in report.flatten(["type", "message"]): print(*error)
raise SystemExit(not report.valid)
"""
FOLLOWTHEMONEY = """
import json
from followthemoney import model
wrong = 0
for line in open("ftm.jsonl", encoding="utf8"):
    given = json.loads(line)
    model.get(given["schema"]).validate(given)
    kept = model.get_proxy(given, cleaned=False).to_dict()["properties"]
    for name, values in given["properties"].items():
        if sorted(map(str, values)) != sorted(kept.get(name, [])):
            wrong += 1
            print(given["schema"], name, values, kept.get(name))
raise SystemExit(bool(wrong))
"""
LABEL_STUDIO = """
import json
from label_studio_sdk.label_interface import LabelInterface
interface = LabelInterface(open("label-studio.xml", encoding="utf8").read())
interface.validate()
wrong = [fault for task in json.load(open("label-studio.json", encoding="utf8")) for one in task["predictions"]
         for fault in interface.validate_prediction(one, return_errors=True) or ()]
print(*wrong[:9], sep="\\n")
raise SystemExit(bool(wrong))
"""
WEB_ANNOTATION = """
import json, urllib.error
from pyld import jsonld
jsonld.set_document_loader(jsonld.requests_document_loader())
OA = "http://www.w3.org/ns/oa#"
for line in open("annotations.jsonl", encoding="utf8"):
    try:
        (one,) = jsonld.expand(json.loads(line))
    except jsonld.JsonLdError as error:
        if "loading" in str(error).lower():
            print("the W3C's context cannot be fetched here"); raise SystemExit(3)
        raise
    (target,) = one[OA + "hasTarget"]
    assert one["@type"] == [OA + "Annotation"] and one[OA + "hasBody"] and target[OA + "hasSelector"], line
"""
DATASETTE = """
import json, subprocess, sys
asked = "/pub/statements.json?_search=trata&_shape=array"
command = [sys.executable, "-m", "datasette", "pub.db", "--metadata", "pub.metadata.json", "--get", asked]
rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
raise SystemExit(not rows)
"""
ROCRATE = """
import email.message, io, urllib.request, urllib.response
from importlib.resources import files
import requests.adapters, urllib3
CONTEXT = (files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()  # as its own library ships it: no network
def is_context(url): return url.startswith("https://w3id.org/ro/crate/") and url.endswith("/context")
def opened(request, *rest, real=urllib.request.urlopen, **more):
    url = request if isinstance(request, str) else request.full_url
    if not is_context(url): return real(request, *rest, **more)
    headers = email.message.Message(); headers["Content-Type"] = "application/ld+json"
    return urllib.response.addinfourl(io.BytesIO(CONTEXT), headers, url, 200)
def sent(self, request, real=requests.adapters.HTTPAdapter.send, **more):
    if not is_context(request.url): return real(self, request, **more)
    raw = urllib3.HTTPResponse(io.BytesIO(CONTEXT), {"Content-Type": "application/ld+json"}, 200,
                               preload_content=False, request_url=request.url)
    return self.build_response(request, raw)
real = urllib.request.urlopen
urllib.request.urlopen, requests.adapters.HTTPAdapter.send = opened, sent
import rdflib._networking as networking
for name in [name for name, value in vars(networking).items() if value is real]: setattr(networking, name, opened)
from rocrate_validator import models, services
settings = services.ValidationSettings(rocrate_uri="crate", profile_identifier="ro-crate-1.1",
                                       requirement_severity=models.Severity.REQUIRED)
result = services.validate(settings)
for issue in result.get_issues(): print(issue.severity.name, issue.check.identifier, issue.message)
raise SystemExit(result.has_issues())
"""


@dataclass(frozen=True, slots=True)
class ForeignReader:
    """Somebody else's reader: what is installed for it, what it is given, and the script that it runs."""

    packages: tuple[str, ...]
    exports: tuple[tuple[str, str], ...]
    script: str


READERS = {
    "frictionless": ForeignReader(("frictionless",), (("datapackage", "pub.zip"),), FRICTIONLESS),
    "rocrate": ForeignReader(("roc-validator", "rocrate"), (("crate", "crate.zip"),), ROCRATE),
    "datasette": ForeignReader(("datasette<1",), (("sqlite", "pub.db"),), DATASETTE),
    "followthemoney": ForeignReader(("followthemoney",), (("followthemoney", "ftm.jsonl"),), FOLLOWTHEMONEY),
    "label-studio": ForeignReader(("label-studio-sdk",), (("label-studio", "label-studio.json"),
                                                   ("label-studio-config", "label-studio.xml")), LABEL_STUDIO),
    "web-annotation": ForeignReader(("pyld", "requests"), (("web-annotations", "annotations.jsonl"),), WEB_ANNOTATION),
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="corpus.foreign", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(READERS))
    parser.add_argument("--envs", type=Path, metavar="FOLDER", help="where environments are made and kept")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        database = sampled(Path(name))
        told = []
        for one in given.names or READERS:
            told.append(held(READERS[one], given.envs or Path(name), one, database))
            print(f"{one:<16}{told[-1]}", flush=True)
    return int(any(said.startswith("fault") for said in told))


def sampled(folder: Path) -> Path:
    """Return a database with sample letters, a third of their actions filed."""
    (folder / "letters").mkdir()
    for sample in load_samples()[:LETTERS]:
        (folder / "letters" / f"{sample.name}.pdf").write_bytes(build_pdf(sample))
    path = folder / "foreign.db"
    _run("ingest", str(folder / "letters"), "--ocr", "off", "--db", str(path))
    with open_store(path) as store:
        rows = [row for row in queries.statements(store, Filters(kinds=("action",))) if row.suggestions]
        store.decide(
            [
                Decision(row.id, "accepted", row.suggestions[0].obligation, "{}", "bench", AT, row.content_hash)
                for row in rows[::3]
            ]
        )
    return path


def held(reader: ForeignReader, envs: Path, name: str, database: Path) -> str:
    """Hand over what a reader is given, and say what came of it: "taken", "fault: …" or "not tried: …"."""
    python = environment(envs / name, reader.packages)
    if python is None:
        return "not tried: its packages cannot be installed here"
    folder = database.parent / f"given-{name}"
    folder.mkdir()
    for what, file in reader.exports:
        _run("export", what, "--output", str(folder / file), "--db", str(database))
        if file.endswith(".zip"):
            with zipfile.ZipFile(folder / file) as packed:
                packed.extractall(folder / Path(file).stem)
    line = [str(python), "-c", reader.script]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=60 * MINUTES)  # noqa: S603
    said = (done.stdout + done.stderr).strip()[-600:]
    return {0: "taken", 3: f"not tried: {said}"}.get(done.returncode, f"fault: {said}")


def environment(folder: Path, packages: Sequence[str]) -> Path | None:
    """Return the Python of an environment with these packages, made if it is not there; None if that cannot be."""
    python = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        line = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        try:
            subprocess.run(line, capture_output=True, timeout=60 * MINUTES, check=True)  # noqa: S603
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return None
        (folder / ".ready").touch()
    return python


def _run(*words: str) -> None:
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True)  # noqa: S603
    if done.returncode not in (0, 1):
        raise SystemExit(f"veeduria {' '.join(words)}: {done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
