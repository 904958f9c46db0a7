"""
The interface through which the program controls Tor, independent of the library.

stem, which does so now, is kept alive but not developed: another takes its place by doing what `Tor` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Tor", "TorEvent", "TorStatus", "Traffic"]


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes that Tor exchanged with the network, its own cells included."""

    read: int
    written: int

    def __add__(self, other: Traffic) -> Traffic:
        return Traffic(self.read + other.read, self.written + other.written)

    def __sub__(self, other: Traffic) -> Traffic:
        return Traffic(self.read - other.read, self.written - other.written)


@dataclass(frozen=True, slots=True)
class TorStatus:
    """
    The state of a Tor.

    Attributes:
        version: Tor's version.
        bootstrapped: how far it has joined the network, in percent.
        phase: what it does to join, in Tor's words.
        circuit_established: whether it has, or lately had, a circuit that works.
        circuits: how many circuits are built now.
        lacking: flags of the SOCKS port that the program's own Tor would have; those of another one may lack some.
    """

    version: str
    bootstrapped: int
    phase: str
    circuit_established: bool
    circuits: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TorEvent:
    """
    Something that happened to a circuit or to the descriptor of an onion service.

    Attributes:
        kind: which of them.
        state: Tor's word in small letters: ``built``, ``failed``, ``closed``; ``requested``, ``received``, ``failed``.
        reason: Tor's reason, in small letters, where it gave one.
        onion: address of the onion service, without ``.onion``, where there is one.
    """

    kind: Literal["circuit", "descriptor"]
    state: str
    reason: str | None
    onion: str | None


class Tor(Protocol):
    """
    A Tor that runs, started by this program or not.

    Every method but `is_alive` and `close` raises TorError where Tor does not answer.
    """

    @property
    def socks(self) -> tuple[str, int]:
        """Host and port of its SOCKS port."""

    @property
    def control(self) -> str:
        """The control port: the path of a socket, or host and port."""

    @property
    def pid(self) -> int | None:
        """The number of its process; None if it is not known."""

    def is_alive(self) -> bool:
        """Tell whether it still runs and can be controlled."""

    def status(self) -> TorStatus:
        """Return the state of Tor."""

    def traffic(self) -> Traffic:
        """Return the bytes exchanged since Tor started."""

    def identity_wait(self) -> float:
        """Return the seconds until Tor accepts a request for a new identity, as far as this connection can know."""

    def new_identity(self) -> None:
        """Make new streams use new circuits."""

    def listen(self, hear: Callable[[TorEvent], None]) -> None:
        """Call something with every event from now on, in a thread of the library's."""

    def close(self) -> None:
        """Close the connection, and end Tor if this program started it. A second call does nothing."""
