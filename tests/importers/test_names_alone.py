"""The address that the name of a file alone tells."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.importers.address import address_in_name_alone


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("offer.php?nr=2.html", "/offer.php?nr=2"),
        ("offer.php@nr=2.html", "/offer.php?nr=2"),
        ("p%2F4711-hierba-gris.html", "/p/4711-hierba-gris"),
        ("c%2fhongos%2fotros.htm", "/c/hongos/otros"),
        ("v%2FNebbia%2Ffeedback%3Fpagina=2.html", "/v/Nebbia/feedback?pagina=2"),
        ("vendor-abc.html", None),
        ("100%25 pure.html", None),
    ],
)
def test_a_name_that_was_made_of_a_path(name: str, address: str | None) -> None:
    assert address == address_in_name_alone(name)
