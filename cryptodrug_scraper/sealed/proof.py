"""
Proofs of OpenTimestamps, as far as they can be checked without a network.

A detached proof (``.ots``) leads by hashes from a file to what is stated of it. Reading one computes these hashes
again. What then stands at the end: the address of a calendar, which has promised to put it into a block and proves
nothing; or the height of a block of Bitcoin, whose header must have what was computed as the root of its
transactions. With that header at hand this is compared, and that the header has the work that it states; that it is
the block of that height of the chain only a node of Bitcoin can tell.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bitcoin.core import CBlockHeader, CheckProofOfWork, CheckProofOfWorkError
from bitcoin.core.serialize import SerializationError
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation, VerificationError
from opentimestamps.core.op import OpSHA256
from opentimestamps.core.serialize import BytesDeserializationContext, DeserializationError
from opentimestamps.core.timestamp import DetachedTimestampFile

from cryptodrug_scraper.errors import ArchiveError, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Attested", "header_in", "proven"]

_HEADER = 80
"""Bytes of the header of a block."""


@dataclass(frozen=True, slots=True)
class Attested:
    """
    What a proof leads to.

    Attributes:
        pending: addresses of calendars that promised more.
        heights: of each block the root of its transactions that its header must have, in hexadecimal as nodes of
            Bitcoin print it.
        times: of each block whose header was at hand and fits the time that it states.
        others: how many statements are of no kind that is known here.
    """

    pending: list[str]
    heights: dict[int, str]
    times: dict[int, datetime]
    others: int = 0


def header_in(path: Path) -> CBlockHeader:
    """
    Return the header of a block from a file: its 80 bytes, or these in hexadecimal as ``getblockheader HASH false``
    prints them.

    Raises:
        ConfigurationError: it is no header.
    """
    try:
        content = path.read_bytes()
        if len(content) != _HEADER:
            content = bytes.fromhex(content.decode("ascii").strip())
        return CBlockHeader.deserialize(content)
    except (OSError, ValueError, SerializationError) as error:
        msg = f"{path} is no header of a block: {error}; take the one that a node of Bitcoin prints"
        raise ConfigurationError(msg) from error


def proven(root: bytes, proof: bytes, headers: Mapping[int, CBlockHeader]) -> Attested:
    """
    Read a proof, and check it as far as can be.

    Args:
        root: the file that was stamped.
        proof: the detached proof.
        headers: those of blocks that are at hand, by their heights.

    Raises:
        ArchiveError: it is no proof, is of something else, or does not fit the header of a block.
    """
    try:
        detached = DetachedTimestampFile.deserialize(BytesDeserializationContext(proof))
    except (DeserializationError, ValueError) as error:
        msg = f"it is no proof of OpenTimestamps: {error or type(error).__name__}"
        raise ArchiveError(msg) from error
    if not isinstance(detached.file_hash_op, OpSHA256) or detached.file_digest != hashlib.sha256(root).digest():
        msg = "it is of something else than the root that the package has"
        raise ArchiveError(msg)
    found = Attested([], {}, {})
    others = 0
    for message, attestation in detached.timestamp.all_attestations():
        if isinstance(attestation, PendingAttestation):
            found.pending.append(attestation.uri)
        elif isinstance(attestation, BitcoinBlockHeaderAttestation):
            found.heights[attestation.height] = message[::-1].hex()
            if attestation.height in headers:
                found.times[attestation.height] = _time_of(attestation, message, headers[attestation.height])
        else:
            others += 1
    return Attested(sorted(found.pending), found.heights, found.times, others)


def _time_of(attestation: BitcoinBlockHeaderAttestation, message: bytes, header: CBlockHeader) -> datetime:
    """
    The time that a header states.

    Raises:
        ArchiveError: the header does not fit.
    """
    try:
        CheckProofOfWork(header.GetHash(), header.nBits)
        time = attestation.verify_against_blockheader(message, header)
    except (VerificationError, CheckProofOfWorkError) as error:
        msg = f"the header of block {attestation.height} does not fit: {error}"
        raise ArchiveError(msg) from error
    return datetime.fromtimestamp(time, UTC)
