"""Time stamps of an authority that runs in the test: only when asked, only a digest leaves, nothing false is taken."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.rounds import Replied, store_replies, veeduria

pytest.importorskip("rfc3161_client")
if shutil.which("openssl") is None:
    pytest.skip("needs openssl", allow_module_level=True)

CONFIG = """
[tsa]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
[ca]
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = hash
[leaf]
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


CA = ("-days", "30", "-config", "tsa.cnf", "-extensions", "ca")


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of an authority; ca.pem is the certificate that people trust."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    for name in ("ca", "tsa"):
        openssl(folder, "genrsa", "-out", f"{name}.key", "2048")
    openssl(folder, "req", "-x509", "-new", "-key", "ca.key", "-subj", "/CN=CA", "-out", "ca.pem", *CA)
    openssl(folder, "req", "-new", "-key", "tsa.key", "-subj", "/CN=TSA", "-out", "tsa.csr", "-config", "tsa.cnf")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-out", "tsa.pem")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", *signed, "-extfile", "tsa.cnf", "-extensions", "leaf")
    return folder


@contextmanager
def served(folder: Path, wrong: str = "") -> Iterator[tuple[str, list[bytes]]]:
    """Answer on this machine; `wrong`: with nonsense, with an earlier answer, or by sending elsewhere."""
    asked: list[bytes] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            if wrong == "elsewhere":
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()
                return
            query = folder / "query.tsq"
            if wrong != "earlier":
                query.write_bytes(asked[-1])
            openssl(
                folder,
                "ts",
                "-reply",
                "-config",
                "tsa.cnf",
                "-section",
                "tsa",
                "-queryfile",
                str(query),
                "-out",
                "reply",
            )
            data = b"<html>" if wrong == "nonsense" else (folder / "reply").read_bytes()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_given: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store_replies(tmp_path / "v.db", [Replied("a.pdf", "MINEDU")])
    return tmp_path / "v.db"


def test_a_seal_is_stamped_and_the_stamp_checked(authority: Path, path: Path) -> None:
    seal = path.parent / "seal.txt"
    with served(authority) as (url, asked):
        assert veeduria(path, "seal", "--output", str(seal)).exit_code == 0
        assert asked == []  # nobody asked for it
        result = veeduria(path, "seal", "--output", str(seal), "--timestamp", url)
    assert result.exit_code == 0, result.output
    assert hashlib.sha256(seal.read_bytes()).digest() in asked[0] and len(asked[0]) < 120  # the digest, and no more
    held = veeduria(path, "verify", "--against", str(seal))
    assert "unchecked" in held.output
    held = veeduria(path, "verify", "--against", str(seal), "--authority", str(authority / "ca.pem"))
    assert "Stamped by that authority on 20" in held.output
    openssl(authority, "ts", "-verify", "-in", f"{seal}.tsr", "-data", str(seal), "-CAfile", "ca.pem")


def test_a_stamp_of_somebody_else_or_on_another_seal_is_refused(authority: Path, path: Path) -> None:
    seal = path.parent / "seal.txt"
    with served(authority) as (url, _):
        veeduria(path, "seal", "--output", str(seal), "--timestamp", url)
    new = ("-newkey", "rsa:2048", "-nodes", "-keyout", "x.key")
    openssl(authority, "req", "-x509", *new, "-subj", "/CN=Otra", "-out", "other.pem", *CA)
    result = veeduria(path, "verify", "--against", str(seal), "--authority", str(authority / "other.pem"))
    assert result.exit_code == 2 and "not that authority's" in result.output
    veeduria(path, "seal", "--output", str(seal))  # another seal beside the old stamp
    result = veeduria(path, "verify", "--against", str(seal), "--authority", str(authority / "ca.pem"))
    assert result.exit_code == 2 and "not that authority's" in result.output
    result = veeduria(path, "verify", "--against", str(seal), "--authority", str(seal))
    assert result.exit_code == 2 and "no certificate" in result.output


@pytest.mark.parametrize(
    ("wrong", "said"), [("nonsense", "no time stamp"), ("earlier", "something else"), ("elsewhere", "does not answer")]
)
def test_a_false_answer_is_told_in_a_sentence_and_the_seal_stays(
    authority: Path, path: Path, wrong: str, said: str
) -> None:
    seal = path.parent / "seal.txt"
    with served(authority) as (url, _):
        veeduria(path, "seal", "--output", str(path.parent / "first.txt"), "--timestamp", url)
    with served(authority, wrong) as (url, _):
        result = veeduria(path, "seal", "--output", str(seal), "--timestamp", url)
    assert result.exit_code == 2 and said in result.output
    assert seal.exists() and not (path.parent / "seal.txt.tsr").exists()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/", "x"])
def test_an_address_that_is_none_is_told(path: Path, url: str) -> None:
    result = veeduria(path, "seal", "--output", str(path.parent / "seal.txt"), "--timestamp", url)
    assert result.exit_code == 2 and url in result.output
