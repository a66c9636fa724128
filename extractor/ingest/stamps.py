"""Time stamps of an authority (RFC 3161): that a seal existed by then. Only when asked for; only a digest leaves."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from extractor.ingest.seals import SealError, Unsealable
from extractor.ingest.settings import STAMPS_LONGEST, STAMPS_PATIENCE

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


class _Stay(HTTPRedirectHandler):
    """What is asked of one address goes to no other."""

    def redirect_request(self, *_given: Any) -> None:
        return None


def ask(url: str, seal: str) -> bytes:
    """Return the authority's answer (DER) to the digest of this seal; it is for this seal and this question.

    Raises:
        SealError: the authority cannot be reached, refuses, or answers something else.
    """
    client = _client()
    if not url.startswith(("https://", "http://")):
        raise SealError("{url} is no address of a time-stamping authority.", url=url)
    request = client.TimestampRequestBuilder(data=seal.encode(), hash_algorithm=client.HashAlgorithm.SHA256).build()
    post = Request(url, request.as_bytes(), {"Content-Type": QUERY, "Accept": REPLY})  # noqa: S310 its scheme is checked
    try:
        with build_opener(_Stay).open(post, timeout=STAMPS_PATIENCE) as answer:
            data: bytes = answer.read(STAMPS_LONGEST + 1)
    except (URLError, OSError, ValueError) as error:
        raise SealError("The time-stamping authority {url} does not answer: {error}", url=url, error=error) from None
    stamp = _read(data[:STAMPS_LONGEST])
    if stamp.tst_info.message_imprint.message != _digest(seal) or stamp.tst_info.nonce != request.nonce:
        raise SealError("The time-stamping authority answered to something else.")
    return data


def stamped(data: bytes, seal: str, authority: bytes) -> datetime:
    """Return when an authority, whose certificates (PEM) these are, stamped this seal.

    Raises:
        SealError: it did not.
    """
    client = _client()
    from cryptography import x509

    try:
        certificates = x509.load_pem_x509_certificates(authority)
    except ValueError:
        raise SealError("There is no certificate (PEM) in that file.") from None
    roots = [one for one in certificates if one.issuer == one.subject] or certificates
    between = [one for one in certificates if one not in roots]
    stamp = _read(data)
    try:
        client.VerifierBuilder(roots=roots, intermediates=between).build().verify_message(stamp, seal.encode())
    except (client.VerificationError, ValueError) as error:
        raise SealError("The time stamp is not that authority's on this seal: {error}", error=error) from None
    when: datetime = stamp.tst_info.gen_time
    return when


def _read(data: bytes) -> TimeStampResponse:
    try:
        stamp: TimeStampResponse = _client().decode_timestamp_response(data)
        if stamp.status == 0 and stamp.tst_info is not None:
            return stamp
        said = " ".join(stamp.status_string)
    except ValueError:
        raise SealError("That is no time stamp.") from None
    raise SealError("The time-stamping authority refused: {said}", said=said)


def _digest(seal: str) -> bytes:
    return hashlib.sha256(seal.encode()).digest()


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise Unsealable("Seals need more: pip install 'veeduria[seal]'") from None
    return rfc3161_client
