"""
Maps of the world and of Europe.

The outlines are those of Natural Earth at 1:110 million (public domain), as TopoJSON from the npm package world-atlas
2.0.2, whose countries have the numbers of ISO 3166-1. Countries too small for that scale are in the table alone.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import altair as alt
import pycountry

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CUTS", "WORLD", "outlines", "world_map"]

CUTS = (0.2, 0.4, 0.6, 0.8)
"""Where classes of the map end, as shares."""
WORLD = "world"
"""The name under which the page lays the outlines ready, once for all maps."""
_RATIO = 0.5
"""Height of a map over its width; the page knows the width."""


def outlines() -> str:
    """Return the outlines as TopoJSON."""
    return files(__package__).joinpath("data", "world.json").read_text(encoding="utf-8")


def world_map(
    shares: Mapping[str, tuple[float, str]], *, title: str, none: str, percent: str, is_europe: bool
) -> dict[str, Any]:
    """
    Colour countries by a share.

    Args:
        shares: by ISO 3166-1 alpha-2: the share, and the country's name.
        title: of the legend.
        none: what a country without a share is.
        percent: d3-format of the share.
        is_europe: the part of the map around Europe only.
    """
    rows = [
        {"id": f"{int(found.numeric):03d}", "share": share, "name": name}
        for code, (share, name) in sorted(shares.items())
        if (found := pycountry.countries.get(alpha_2=code)) is not None
    ]
    outline = alt.UrlData(url=WORLD, format=alt.TopoDataFormat(feature="countries", type="topojson"))
    base = alt.Chart(outline)
    land = base.mark_geoshape(fill="var(--land)", stroke="var(--page)", strokeWidth=0.5).encode(tooltip=alt.value(none))
    shown = (
        base.mark_geoshape(stroke="var(--page)", strokeWidth=0.5)
        .transform_lookup(lookup="id", from_=alt.LookupData(alt.InlineData(values=rows), "id", ["share", "name"]))
        .transform_filter("isValid(datum.share)")
        .encode(
            color=alt.Color(
                "share:Q",
                title=title,
                scale=alt.Scale(
                    type="threshold", domain=list(CUTS), range=[f"var(--q{n})" for n in range(1, len(CUTS) + 2)]
                ),
                legend=alt.Legend(orient="bottom", format=percent, type="symbol", titleLimit=400),
            ),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("share:Q", title=title, format=percent)],
        )
    )
    view: dict[str, Any] = {"type": "mercator", "center": [10, 53]} if is_europe else {"type": "equalEarth"}
    spec: dict[str, Any] = alt.layer(land, shown).properties(width="container", background="transparent").to_dict()
    spec.pop("$schema", None)
    spec["projection"] = view
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["usermeta"] = {"ratio": _RATIO, "europe": is_europe, "reading": "map"}
    return spec
