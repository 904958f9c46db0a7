"""What happens to the pages of a crawl by chance, drawn by their number in its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.archiving.visit import Outcome
    from simulator.draws import Draws

__all__ = ["Chance"]

_MILLION = 1_000_000


class Chance:
    """
    Draws by the number of a page in its crawl.

    Args:
        draws: those for the crawl.
    """

    def __init__(self, draws: Draws) -> None:
        self._draws = draws

    def misses(self, number: int, share: float) -> bool:
        """Tell whether a page is not among the share that is reached."""
        return share < 1 and self._millionth(number, 0) >= per_million(share)

    def loses(self, number: int, share: float) -> bool:
        """Tell whether the session ends at a page."""
        return share > 0 and self._millionth(number, 1) < per_million(share)

    def fault(self, number: int, bad_gateway: float, truncated: float, walls: float) -> Outcome:
        """Return the outcome of a request, by the shares of what goes wrong."""
        drawn = self._millionth(number, 2) if bad_gateway or truncated or walls else _MILLION
        dealt: tuple[tuple[Outcome, float], ...] = (
            ("bad_gateway", bad_gateway),
            ("truncated", truncated),
            ("wall", walls),
        )
        for outcome, share in dealt:
            if drawn < per_million(share):
                return outcome
            drawn -= per_million(share)
        return "page"

    def stop(self, pages: int, share: float) -> int:
        """The number of the page at which a crawl stops: one in its middle eight tenths, or none."""
        if not share or self._millionth(0, 4) >= per_million(share):
            return pages
        return pages // 10 + ((self._draws.word(0, 5) >> 32) * (pages * 8 // 10) >> 32)

    def mirrors(self, number: int, share: float) -> bool:
        """Tell whether a page is kept from another mirror too."""
        return share > 0 and self._millionth(number, 6) < per_million(share)

    def ages(self, number: int, share: float) -> bool:
        """Tell whether an older copy is kept in place of a page."""
        return self._millionth(number, 7) < per_million(share)

    def age(self, number: int) -> int:
        """32 bits for how much older it is."""
        return self._draws.word(number, 8) >> 32

    def detail(self, number: int) -> int:
        """32 bits for the details of an outcome."""
        return self._draws.word(number, 3) >> 32

    def _millionth(self, number: int, purpose: int) -> int:
        return (self._draws.word(number, purpose) >> 32) * _MILLION >> 32
