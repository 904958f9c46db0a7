"""F3: from where else the country's vendors send. F4: moves between countries."""

from __future__ import annotations

from cryptodrug_scraper.derive.findings.measure import Measure
from cryptodrug_scraper.measures.verdicts import About, AtLeast, Exists

__all__ = ["MOVES", "PARTNERS"]

_PARTNER = """\
WITH several AS (
  SELECT m.vendor, m.origin_codes, m.is_simultaneous FROM research.multi_origin({country}, {days}) m
  WHERE m.market = {market}
), chosen AS (
  SELECT {partner} AS code
), found AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE c.code = ANY (s.origin_codes)) AS k, max(c.code) AS partner,
         count(*) FILTER (WHERE s.is_simultaneous) AS simultaneous
  FROM chosen c LEFT JOIN several s ON true WHERE s.vendor IS NOT NULL
)
SELECT w.share AS value, w.low, w.high, f.n, f.n AS vendors, research.window_grade({market}, {days}) AS grade,
       f.k || ' of ' || f.n || ' with ' || f.partner || '; several at once: ' || f.simultaneous AS said
FROM found f CROSS JOIN LATERAL research.wilson(f.k, f.n) w"""
_MOVES = """\
WITH moved AS (
  SELECT m.vendor, m.from_codes, m.to_codes, m.moved_from, m.moved_to FROM research.origin_move m
  WHERE m.market = {market} AND WHERE_TO
    AND m.moved_to >= date_trunc('month', {first_day}::timestamp) AT TIME ZONE 'UTC'
    AND m.moved_from < (date_trunc('month', {last_day}::timestamp) + interval '1 month') AT TIME ZONE 'UTC'
), watched AS (
  SELECT v.vendor FROM research.vendor_presence v
  WHERE v.market = {market}
    AND date_trunc('month', v.snapshot_first_at AT TIME ZONE 'UTC')
        BETWEEN date_trunc('month', {first_day}::timestamp) AND {last_day}::date
  GROUP BY v.vendor
  HAVING bool_or(v.origin_codes && ARRAY['NL', {country}]) AND count(DISTINCT v.snapshot_id) > 1
)
SELECT CASE WHEN s.grade IS NOT NULL THEN (SELECT count(*) FROM moved)::double precision END AS value,
       CASE WHEN s.grade IS NOT NULL THEN (SELECT count(*) FROM moved)::double precision END AS low,
       NULL::double precision AS high, (SELECT count(*) FROM watched) AS n,
       (SELECT count(DISTINCT m.vendor) FROM moved m) AS vendors, s.grade,
       (SELECT string_agg(array_to_string(m.from_codes, '+') || '>' || array_to_string(m.to_codes, '+') || ' by '
                          || to_char(m.moved_to AT TIME ZONE 'UTC', 'YYYY-MM-DD'), ', ' ORDER BY m.moved_to, m.vendor)
        FROM moved m) AS said
FROM research.window_grade({market}, {days}) AS s(grade)"""

_CASES = "SELECT * FROM research.origin_move m WHERE m.market = {market} AND WHERE_TO"

PARTNERS = (
    Measure(
        "F3",
        "multi_origin_with_partner",
        "share",
        "of Belgium: nearly all vendors with several origins send from NL and BE (read as: 90 % or more)",
        AtLeast(0.9),
        _PARTNER,
        markets=("dream",),
        has_definition=False,
    ),
    Measure(
        "F3",
        "multi_origin_with_partner",
        "share",
        "of Belgium: 45 % of vendors with several origins send from NL and BE",
        About(0.45),
        _PARTNER,
        markets=("wallstreet",),
        has_definition=False,
    ),
)
"""Several origins in the window, at once or one after the other; vendors by D2, as a multi-origin vendor is defined."""

MOVES = (
    Measure(
        "F4",
        "moves_in",
        "count",
        "moves from NL to BE exist (of another country: moves to it)",
        Exists("moves to the country"),
        _MOVES.replace("WHERE_TO", "{into} AND {country} = ANY (m.to_codes)"),
        cases=_CASES.replace("WHERE_TO", "{into} AND {country} = ANY (m.to_codes)"),
        has_definition=False,
    ),
    Measure(
        "F4",
        "moves_out",
        "count",
        "moves from BE to DE exist (of another country: moves from it)",
        Exists("moves away from the country"),
        _MOVES.replace("WHERE_TO", "{country} = ANY (m.from_codes) AND {out}").replace(
            "ARRAY['NL', {country}]", "ARRAY[{country}]"
        ),
        cases=_CASES.replace("WHERE_TO", "{country} = ANY (m.from_codes) AND {out}"),
        has_definition=False,
    ),
)
"""``n`` are the accounts that could be seen moving: those of the country they leave, or of either, in two snapshots."""
