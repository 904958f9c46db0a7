"""Time stamps: by an authority that a test makes for itself, and by proofs as OpenTimestamps writes them, offline."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

import bitcoin
import pytest
from bitcoin.core import CBlockHeader, CheckProofOfWork, CheckProofOfWorkError
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import BytesSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

from tests.sealed.conftest import changed, run
from tests.sealed.test_forged import flip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CONFIG = """
[req]
distinguished_name = name
x509_extensions = tsa
prompt = no
[name]
CN = {name}
[tsa]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
[tsa_config]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
HEIGHT = 700_000
OPENSSL = shutil.which("openssl") or "openssl"


class Authority:
    """A time-stamping authority for one test, by openssl."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir()
        self.folder = folder
        self.certificate = folder / "tsa.pem"
        (folder / "serial").write_text("01\n")
        (folder / "openssl.cnf").write_text(CONFIG.format(folder=folder, name=name))
        self._openssl(
            "req",
            "-new",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "30",
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.pem",
        )

    def answer(self, request: Path) -> Path:
        self._openssl("ts", "-reply", "-queryfile", str(request), "-section", "tsa_config", "-out", "answer.tsr")
        return self.folder / "answer.tsr"

    def _openssl(self, *words: str) -> None:
        done = subprocess.run(
            [OPENSSL, words[0], *words[1:2], "-config", "openssl.cnf", *words[2:]],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "tsa", "An authority")


def told(folder: Path, *words: str | Path, code: int = 0) -> str:
    return run("verify", folder, *words, code=code)


def test_an_answer_is_attached_and_verified(authority: Authority, copied: Callable[..., Path]) -> None:
    folder = copied("sales")
    assert "NOT CHECKED  time stamp: there is none" in told(folder)
    assert "there is none" not in told(folder, "--certificate", authority.certificate, code=7)
    answer = authority.answer(folder / "seal" / "request.tsq")
    assert "signed by the certificate" in run("attach", folder, answer, "--certificate", authority.certificate)
    assert "HOLDS  time stamp: the authority" in told(folder, "--certificate", authority.certificate)
    assert "by whom it is signed was not checked" in told(folder)
    done = subprocess.run(
        [
            OPENSSL,
            "ts",
            "-verify",
            "-data",
            "seal/root.txt",
            "-in",
            "seal/answer.tsr",
            "-CAfile",
            authority.certificate,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Verification: OK" in done.stdout + done.stderr, "what the guide says holds without this program"


@pytest.mark.slow
def test_forged_stamps_are_found(
    authority: Authority, copied: Callable[..., Path], sealed_again: Callable[[Path], str], tmp_path: Path
) -> None:
    folder = copied("sales")
    run("attach", folder, authority.answer(folder / "seal" / "request.tsq"))
    other = Authority(tmp_path / "other", "Another authority")
    assert "not signed by the authority" in told(folder, "--certificate", other.certificate, code=7)
    stamped = (folder / "seal" / "answer.tsr").read_bytes()
    for place in (30, len(stamped) // 2, -20):
        flip(folder / "seal" / "answer.tsr", place)
        assert "CHANGED  time stamp" in told(folder, "--certificate", authority.certificate, code=7)
        (folder / "seal" / "answer.tsr").write_bytes(stamped)

    with changed(folder, "figure.json") as figures:
        figures[0]["high"] = 1.0
    sealed_again(folder)
    assert "CHANGED  time stamp: seal/answer.tsr: it is of something else" in told(folder, code=7)
    of_other = copied("none", "of-other")
    wrong = authority.answer(of_other / "seal" / "request.tsq")
    assert "of something else" in run("attach", copied("vendors", "third"), wrong, code=3)
    (folder / "seal" / "request.tsq").write_bytes((of_other / "seal" / "request.tsq").read_bytes())
    assert "request.tsq does not ask for a stamp" in told(folder, code=7)
    assert "no answer" in run("attach", folder, folder / "README.md", code=3)
    assert "no certificate" in told(folder, "--certificate", folder / "README.md", code=2)


@pytest.fixture
def on_regtest() -> Iterator[None]:
    """Blocks of the network for tests need nearly no work."""
    bitcoin.SelectParams("regtest")
    yield
    bitcoin.SelectParams("mainnet")


def proof_of(root: bytes) -> tuple[bytes, CBlockHeader]:
    """A proof that a calendar promised more, and that a block has it; with the header of that block."""
    stamp = Timestamp(hashlib.sha256(root).digest())
    stamp.attestations.add(PendingAttestation("https://calendar.example"))
    leaf = stamp.ops.add(OpAppend(b"nonce")).ops.add(OpSHA256())
    top = leaf.ops.add(OpPrepend(b"sibling")).ops.add(OpSHA256()).ops.add(OpSHA256())
    top.attestations.add(BitcoinBlockHeaderAttestation(HEIGHT))
    written = BytesSerializationContext()
    DetachedTimestampFile(OpSHA256(), stamp).serialize(written)
    for nonce in range(1000):
        header = CBlockHeader(4, b"\x11" * 32, top.msg, 1_546_300_800, 0x207FFFFF, nonce)
        try:
            CheckProofOfWork(header.GetHash(), header.nBits)
        except CheckProofOfWorkError:
            continue
        return written.getbytes(), header
    raise AssertionError


@pytest.mark.usefixtures("on_regtest")
def test_a_proof_is_attached_and_checked_as_far_as_can_be(copied: Callable[..., Path], tmp_path: Path) -> None:
    folder = copied("sales")
    proof, header = proof_of((folder / "seal" / "root.txt").read_bytes())
    (tmp_path / "root.txt.ots").write_bytes(proof)
    assert f"blocks that it leads to: {HEIGHT}" in run("attach", folder, tmp_path / "root.txt.ots")
    found = told(folder)
    assert "HOLDS  OpenTimestamps: seal/root.txt.ots begins with this root" in found
    assert f"whether block {HEIGHT} of Bitcoin has {header.hashMerkleRoot[::-1].hex()}" in found
    assert "https://calendar.example promised to go on, which proves nothing yet" in found
    (tmp_path / "header").write_text(header.serialize().hex() + "\n")
    found = told(folder, "--block", f"{HEIGHT}={tmp_path / 'header'}")
    assert "HOLDS  OpenTimestamps: the header given for block" in found
    assert "2019-01-01T00:00:00+00:00" in found
    assert "NOT CHECKED  OpenTimestamps: whether that header is the one of block" in found


@pytest.mark.usefixtures("on_regtest")
@pytest.mark.slow
def test_forged_proofs_are_found(copied: Callable[..., Path], tmp_path: Path) -> None:
    folder = copied("sales")
    proof, header = proof_of((folder / "seal" / "root.txt").read_bytes())
    place = folder / "seal" / "root.txt.ots"
    other, _ = proof_of(b"another root")
    place.write_bytes(other)
    assert "CHANGED  OpenTimestamps: seal/root.txt.ots: it is of something else" in told(folder, code=7)
    place.write_bytes(proof[:-3])
    assert "no proof of OpenTimestamps" in told(folder, code=7)
    place.write_bytes(proof)
    wrong = CBlockHeader(4, b"\x11" * 32, b"\x22" * 32, header.nTime, header.nBits, header.nNonce)
    for number, forged in enumerate(
        (wrong, CBlockHeader(4, b"\x11" * 32, header.hashMerkleRoot, header.nTime, 0x1D00FFFF, 1))
    ):
        (tmp_path / f"{number}").write_bytes(forged.serialize())
        assert f"the header of block {HEIGHT} does not fit" in told(
            folder, "--block", f"{HEIGHT}={tmp_path / str(number)}", code=7
        )
    changed_proof = proof.replace(b"sibling", b"Sibling")
    place.write_bytes(changed_proof)
    (tmp_path / "right").write_bytes(header.serialize())
    assert "does not fit" in told(folder, "--block", f"{HEIGHT}={tmp_path / 'right'}", code=7)
    assert "no header of a block" in told(folder, "--block", f"{HEIGHT}={folder / 'README.md'}", code=2)
    assert "takes HEIGHT=FILE" in told(folder, "--block", "x", code=2)
