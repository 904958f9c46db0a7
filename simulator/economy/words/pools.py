"""The words and sentences that texts are put together from, as ``pools.toml`` has them."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import msgspec

__all__ = ["POOLS"]

Pool: TypeAlias = tuple[str, ...]
ByLanguage: TypeAlias = dict[str, Pool]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Halves of names, and additions for a name that is taken."""

    first: Pool
    second: Pool
    suffixes: Pool


class Titles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Decorations of titles, and words for goods that are not available."""

    before: Pool
    after: Pool
    sold_out: Pool


class Comments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What reviews say by how content the buyer is, what may follow, and what vendors reply."""

    good: Pool
    middling: Pool
    bad: Pool
    more: Pool
    edits: Pool
    replies: Pool
    nth: Pool


class Descriptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences of listings, by language; ``not_to`` says where nothing is sent."""

    openings: ByLanguage
    middles: ByLanguage
    endings: ByLanguage
    not_to: ByLanguage


class Profiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences of vendors about themselves, by language, and their rules."""

    about: ByLanguage
    terms: Pool
    refund_policy: Pool


class Pools(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them; names of goods by product."""

    goods: dict[str, Pool]
    names: Names
    titles: Titles
    comments: Comments
    descriptions: Descriptions
    profiles: Profiles


POOLS = msgspec.toml.decode((Path(__file__).parent / "pools.toml").read_bytes(), type=Pools)
