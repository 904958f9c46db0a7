"""What the findings of the current derivation are about, where nothing else is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import text

from cryptodrug_scraper.derive.parameters import Findings
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.study.asked import Asked

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["current_asked"]

_CURRENT = text("SELECT d.parameters -> 'findings' FROM research.derivation d WHERE d.is_current")


def current_asked(connection: Connection, **changes: Any) -> Asked:  # noqa: ANN401  # values of several types
    """
    Return what the parameters of the current derivation ask for, with some of it changed.

    Args:
        connection: of the database.
        changes: attributes of `Asked`; those that are None are left as they are.

    Raises:
        StoreError: there is no derivation.
        ConfigurationError: what results is no country or no window.
    """
    kept = connection.execute(_CURRENT).scalar_one_or_none()
    if kept is None:
        msg = "nothing was derived yet: run cryptodrug derive"
        raise StoreError(msg)
    asked = Asked.of(msgspec.convert(kept, Findings))
    return replace(asked, **{name: value for name, value in changes.items() if value is not None})
