"""The templates of the three markets, new ones at every call: each keeps what it has worked out last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from simulator.dream import DreamTemplate
from simulator.empire import EmpireTemplate
from simulator.wallstreet import WallstreetTemplate

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.site import Template

__all__ = ["MARKETS", "template_of"]

_TEMPLATES: dict[str, Callable[[], Template]] = {
    "dream": DreamTemplate,
    "wallstreet": WallstreetTemplate,
    "empire": EmpireTemplate,
}
MARKETS = tuple(_TEMPLATES)
"""Markets that have templates."""


def template_of(market: str) -> Template:
    """
    A template.

    Raises:
        ConfigurationError: the market has none.
    """
    if market not in _TEMPLATES:
        message = f"there are no pages of the market {market!r}: take one of {', '.join(MARKETS)}"
        raise ConfigurationError(message)
    return _TEMPLATES[market]()
