"""The floor of reading: FastWARC unpacks the pages, lxml makes a tree of each. Nothing else is imported here."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from benchmarks.archives import Segment

__all__ = ["bare", "read_segment"]


def bare(body: bytes) -> None:
    """Make a tree of a page, and read nothing from it."""
    if body.strip():
        etree.fromstring(body, etree.HTMLParser(encoding="utf-8"))


def read_segment(segment: Segment) -> tuple[int, float]:
    """Read and parse the pages of a segment; return how many, and the seconds of processor time."""
    began = time.process_time()
    pages = 0
    for body in segment.pages():
        bare(body)
        pages += 1
    return pages, time.process_time() - began
