"""F7: where the country's vendors send to, and where they do not."""

from __future__ import annotations

from cryptodrug_scraper.derive.findings.measure import Measure
from cryptodrug_scraper.measures.verdicts import FEWEST_VENDORS, Above, Exists

__all__ = ["PLACES"]

_REACH = """\
WITH found AS (
  SELECT count(*) FILTER (WHERE r.is_stated) AS n, count(*) FILTER (WHERE r.is_world OR r.is_europe) AS k,
         count(*) FILTER (WHERE r.is_world) AS world, count(*) AS vendors
  FROM research.country_reach({vendors}) r WHERE r.market = {market}
)
SELECT w.share AS value, w.low, w.high, f.n, f.n AS vendors, research.window_grade({market}, {days}) AS grade,
       f.k || ' of ' || f.n || ', ' || f.world || ' over the world; ' || (f.vendors - f.n) || ' state nothing' AS said
FROM found f CROSS JOIN LATERAL research.wilson(f.k, f.n) w"""
_EXCLUDED = """\
WITH found AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE 'PLACE' = ANY (r.excluded)) AS k
  FROM research.country_reach({vendors}) r WHERE r.market = {market}
)
SELECT w.share AS value, w.low, w.high, f.n, f.n AS vendors, research.window_grade({market}, {days}) AS grade,
       f.k || ' of ' || f.n AS said
FROM found f CROSS JOIN LATERAL research.wilson(f.k, f.n) w"""

PLACES = (
    Measure(
        "F7",
        "vendors_to_eu_or_world",
        "share",
        "of Belgium: most vendors ship to all of the EU or the world (read as: more than half, with any listing)",
        Above(0.5),
        _REACH,
    ),
    *(
        Measure(
            "F7",
            f"vendors_not_to_{place.lower()}",
            "share",
            f"of Belgium: exclusions name Anglo-Saxon countries and NL (here: {place}, by any vendor)",
            Exists(f"vendors that rule out {place}", fewest=FEWEST_VENDORS),
            _EXCLUDED.replace("PLACE", place),
        )
        for place in ("US", "AU", "GB", "CA", "NZ", "NL")
    ),
)
