"""The version of the measures is another where anything is that decides what is derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.derive import version

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("definition_files", lambda real: lambda: real() | {"trend": b"SELECT 1"}),
        ("source_files", lambda real: lambda source: [*real(source)][1:]),
        ("version", lambda real: lambda library: f"{real(library)}.1"),
    ],
)
def test_it_is_another_where_sql_or_sources_or_libraries_are(
    monkeypatch: pytest.MonkeyPatch, name: str, changed: Callable[..., object]
) -> None:
    made = version.measures_version.__wrapped__
    before = made()
    assert before == made()
    monkeypatch.setattr(version, name, changed(getattr(version, name)))
    assert before != made()
