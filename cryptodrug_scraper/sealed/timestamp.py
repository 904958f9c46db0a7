"""
Time stamps of RFC 3161: the request, and whether an answer is one, offline.

What is stamped is the file of the root; ``openssl ts -verify -data seal/root.txt -in seal/answer.tsr -CAfile …`` checks
the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from cryptodrug_scraper.errors import ArchiveError, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

__all__ = ["Stamped", "certificates_in", "request_of", "stamped"]


_REFUSALS = (
    VerificationError,
    InvalidSignature,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    TypeError,
    ValueError,
)
"""What the libraries raise of an answer that is not signed as it should be, or was damaged."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """
    What an answer says.

    Attributes:
        at: the time at which the authority saw the file.
        policy: the authority's policy, as a dotted number.
        is_verified: whether it was signed by one of the certificates that were given; False: none was given.
    """

    at: datetime
    policy: str
    is_verified: bool


def request_of(root: bytes) -> bytes:
    """Return a request to stamp the file of a root, with a nonce, and asking for the authority's certificate."""
    builder = TimestampRequestBuilder().data(root).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()


def certificates_in(path: Path) -> list[x509.Certificate]:
    """
    Return the certificates of a file in PEM: those that are trusted.

    Raises:
        ConfigurationError: it has none, or cannot be read.
    """
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        msg = f"{path} has no certificate in PEM: {error}; give the one that the authority publishes"
        raise ConfigurationError(msg) from error


def stamped(root: bytes, answer: bytes, trusted: list[x509.Certificate]) -> Stamped:
    """
    Check an answer of a time-stamping authority.

    Args:
        root: the file that was stamped.
        answer: the answer, in DER.
        trusted: certificates: that of the authority, or of those who signed it; none: the signature is not checked.

    Raises:
        ArchiveError: it is no such answer, is of something else, or was not signed by those.
    """
    try:
        response = decode_timestamp_response(answer)
        told = response.tst_info
        of, at = told.message_imprint.message, told.gen_time
    except ValueError as error:
        msg = f"it is no answer of a time-stamping authority: {error}"
        raise ArchiveError(msg) from error
    if of != hashlib.sha256(root).digest():
        msg = "it is of something else than the root that the package has"
        raise ArchiveError(msg)
    policy = told.policy.dotted_string if told.policy is not None else ""
    if not trusted:
        return Stamped(at, policy, is_verified=False)
    builder = VerifierBuilder()
    for certificate in trusted:
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify_message(response, root)
        _check_certificates(response.signed_data.certificates, trusted)
    except _REFUSALS as error:
        msg = f"it is not signed by the authority whose certificate was given: {error}"
        raise ArchiveError(msg) from error
    return Stamped(at, policy, is_verified=True)


def _check_certificates(brought: Iterable[bytes], trusted: list[x509.Certificate]) -> None:
    """
    Each certificate that an answer brings must be one that is trusted, or be signed by another.

    Raises:
        InvalidSignature: one is not.
        ValueError: one is no certificate.
    """
    certificates = [x509.load_der_x509_certificate(each) for each in brought]
    for certificate in certificates:
        if certificate in trusted:
            continue
        others = (each for each in (*trusted, *certificates) if each != certificate)
        issuers = [each for each in others if each.subject == certificate.issuer]
        if not issuers:
            msg = "it brings a certificate that nobody who is trusted has signed"
            raise InvalidSignature(msg)
        certificate.verify_directly_issued_by(issuers[0])
