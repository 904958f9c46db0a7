"""Target ``sidecars``: what stands beside a saved page and says where and when it was fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaigns.fuzzing.kept import check_kept
from tests.campaigns.fuzzing.scratch_folder import empty_folder, read_captures
from tests.campaigns.fuzzing.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SIDECARS"]

_NAMES = ("page.html.json", "page.meta.json", "meta.json", "expected.json")
_KEPT = 8
"""One input of so many is imported into an archive, which takes much longer."""
_PAGE = b"<html><head><title>x</title></head><body>x</body></html>"


def _run(data: bytes) -> None:
    folder = empty_folder("sidecar")
    (folder / "page.html").write_bytes(_PAGE)
    (folder / _NAMES[data[0] % len(_NAMES) if data else 0]).write_bytes(data[1:])
    read_captures(folder)
    read_captures(folder / "page.html")
    if len(data) % _KEPT == 0:
        check_kept(folder, empty_folder("archive"))


def _seeds(_corpus: Path | None) -> Iterator[bytes]:
    for number, _ in enumerate(_NAMES):
        for stated in (
            b'{"url": "http://x.invalid/a?b=1", "captured_at": "2018-11-18T09:12:41Z"}',
            b'{"url": "/a", "captured_at": "2018-11-18", "http_status": 200, "content_type": "text/html; charset=x"}',
            b'{"captured_at": "9999-12-31T23:59:59-12:00"}',
            b'{"captured_at": "0001-01-01T00:00:00+14:00", "http_status": 99999999999999999999}',
            b'{"captured_at": "20181118091241", "url": null, "more": [1, {"a": 1e400}], "content_type": "a\\r\\nb"}',
        ):
            yield bytes([number]) + stated


SIDECARS = Target("sidecars", _run, _seeds, longest=4096)
