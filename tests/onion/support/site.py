"""A web site that sends the bytes it is told to, whether they are HTTP or not, and keeps what it was asked."""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.onion.support.fake_tor import receive

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping, Sequence

    from tests.onion.support.fake_tor import Stream

__all__ = ["Site", "page", "self_signed"]


def page(body: bytes = b"<html>page</html>", *headers: str, status: str = "200 OK") -> bytes:
    """A whole response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Content-Type: text/html", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Site:
    """
    Answers each request on a connection.

    Attributes:
        answers: for each path what to send: bytes, and between them seconds to wait. After None the connection is
            closed. Other paths are answered with a page.
        tls: how to speak on port 443.
        requests: the requests as they came, with the stream that they came on.
        finished: the instants at which answers were sent whole.
    """

    answers: Mapping[str, Sequence[bytes | float | None]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    requests: list[tuple[Stream | None, bytes]] = field(default_factory=list)
    finished: list[datetime] = field(default_factory=list)

    def __call__(self, connection: socket.socket, stream: Stream | None = None) -> None:
        if stream is not None and stream.port == 443 and self.tls is not None:
            with self.tls.wrap_socket(connection, server_side=True) as encrypted:
                self._serve(encrypted, stream)
        else:
            self._serve(connection, stream)

    def _serve(self, connection: socket.socket, stream: Stream | None) -> None:
        while True:
            request = b""
            while not request.endswith(b"\r\n\r\n"):
                request += receive(connection, 1)
            length = [line for line in request.split(b"\r\n") if line.startswith(b"Content-Length: ")]
            request += receive(connection, int(length[0].split()[1])) if length else b""
            self.requests.append((stream, request))
            for piece in self.answers.get(request.split()[1].decode(), (page(),)):
                if piece is None:
                    return
                if isinstance(piece, bytes):
                    connection.sendall(piece)
                else:
                    time.sleep(piece)
            self.finished.append(datetime.now(UTC))


def self_signed(host: str) -> ssl.SSLContext:
    """How a server speaks whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "self-signed")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now - timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(f"other.{host}")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with NamedTemporaryFile() as file:
        file.write(secret + certificate.public_bytes(serialization.Encoding.PEM))
        file.flush()
        context.load_cert_chain(file.name)
    return context
