"""Simulated pages of Wall Street Market against what is known of the structure of its real ones."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from simulator.site import Request, Viewer
from simulator.structure import Outline, compare, outline, read_outlines
from simulator.wallstreet import TEMPLATE
from tests.simulator.wallstreet_states import market

KNOWN = read_outlines((Path(__file__).parent / "wallstreet_structure.toml").read_text("utf-8"))
SAVED = Path(__file__).parents[3] / "shared/pages/wsm"
"""Real pages lie beside the project on some machines, and never in it."""
WALLS = {"captcha": "security_check_0.html", "maintenance": "maintenance_0.html"}
IN_APRIL = market(1_554_215_603)


def simulated(kind: str) -> Outline:
    found = outline(TEMPLATE.wall(kind, IN_APRIL).body)
    return Outline(
        found.paths,
        frozenset(name for name in found.ids if not name.startswith("captcha_")),
        found.classes,
        found.fields,
    )


@pytest.mark.parametrize("kind", WALLS)
def test_a_wall_is_built_as_the_saved_page_was(kind: str) -> None:
    difference = compare(KNOWN[kind], simulated(kind))
    assert not difference, str(difference)


@pytest.mark.parametrize("kind", WALLS)
def test_a_wall_has_the_labels_of_the_saved_page(kind: str) -> None:
    assert KNOWN[kind].labels <= outline(TEMPLATE.wall(kind, IN_APRIL).body).labels


def test_saved_pages_that_lie_beside_the_project_are_built_as_the_simulated_ones() -> None:
    pages = {kind: SAVED / name for kind, name in WALLS.items() if (SAVED / name).exists()}
    for kind, path in pages.items():
        difference = compare(outline(path.read_bytes()), simulated(kind))
        assert not difference.extra, str(difference)
        left = {
            entry
            for part in fields(Outline)
            for entry in getattr(difference.missing, part.name)
            if "alert-danger" not in entry and not entry.startswith("captcha_")
        }
        assert left <= {"alert", "width-#"}, f"{path.name} has more than its alert: {left}"


@pytest.mark.parametrize("layout", ["A", "B"])
@pytest.mark.parametrize(
    ("kind", "path"),
    [("category_list", "/index"), ("listing", "/offer/59477"), ("vendor", "/profile/leiebloem/info")],
)
def test_a_page_behind_the_login_has_all_that_scrapers_went_by(kind: str, path: str, layout: str) -> None:
    viewer = Viewer(layout="A" if layout == "A" else "B")
    missing = compare(KNOWN[kind], outline(TEMPLATE.page(market(), Request(path), viewer).body)).missing
    assert not missing, str(missing)


def test_the_two_layouts_of_a_listing_differ_in_their_headings() -> None:
    first, second = (
        outline(TEMPLATE.page(market(), Request("/offer/59477"), viewer).body)
        for viewer in (Viewer(layout="A"), Viewer(layout="B"))
    )
    assert {"Info", "Information"} <= first.labels
    assert not {"Info", "Information"} & second.labels
    assert any(path.endswith("div.col-lg-#>h1.fheading") for path in second.paths)
