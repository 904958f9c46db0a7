"""What the doctor finds: one thing, its state, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its state (``ok``, ``note`` or ``problem``), what was found, and what to do about it."""

    what: str
    state: str
    found: str
    advice: str = ""
