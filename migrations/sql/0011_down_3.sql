-- Places: those of the origin, those that it rules out, those of the destination, and those that are ruled out of it.

CREATE TEMP TABLE said_place ON COMMIT DROP AS
SELECT
    o.listing_observation_id, 1 AS part, said.number, 'origin' AS role, 'include' AS relation, said.code,
    o.ships_from_kind AS kind, 'field' AS source, o.ships_from_raw AS raw, NULL AS text_field, NULL AS span
FROM listing_observation o
CROSS JOIN LATERAL unnest(o.origin_codes) WITH ORDINALITY AS said (code, number)
UNION ALL
SELECT
    listing_observation_id, 1, 0, 'origin', 'include', NULL, ships_from_kind, 'field', ships_from_raw, NULL, NULL
FROM listing_observation
WHERE origin_codes = '{}' AND origin_excluded = '{}'
UNION ALL
SELECT
    o.listing_observation_id, 2, said.number, 'origin', 'exclude', said.code, o.ships_from_kind, 'field',
    o.ships_from_raw, NULL, NULL
FROM listing_observation o
CROSS JOIN LATERAL unnest(o.origin_excluded) WITH ORDINALITY AS said (code, number)
UNION ALL
SELECT
    o.listing_observation_id, 3, said.number, 'destination', 'include', said.code, o.ships_to_kind, 'field',
    o.ships_to_raw, NULL, NULL
FROM listing_observation o
CROSS JOIN LATERAL unnest(o.destination_codes) WITH ORDINALITY AS said (code, number)
UNION ALL
SELECT
    listing_observation_id, 3, 0, 'destination', 'include', NULL, ships_to_kind, 'field', ships_to_raw, NULL, NULL
FROM listing_observation
WHERE destination_codes = '{}' AND destination_excluded = '{}'
UNION ALL
SELECT
    o.listing_observation_id, 4, said.ordinal, 'destination', 'exclude', said.code,
    CASE said.source WHEN 'field' THEN o.ships_to_kind END, said.source,
    CASE said.source WHEN 'field' THEN o.ships_to_raw END, said.text_field, said.span
FROM leaving.listing_exclusion said
JOIN listing_observation o ON o.parse_run_id = said.parse_run_id AND o.ordinal = said.listing_ordinal;

INSERT INTO listing_place (
    listing_observation_id, captured_at, parse_run_id, capture_id, market, ordinal, is_repeat, listing_id, vendor, role,
    relation, code, kind, source, raw, text_field, span
)
SELECT
    listing_observation_id, o.captured_at, o.parse_run_id, o.capture_id, o.market,
    row_number() OVER (PARTITION BY listing_observation_id ORDER BY said.part, said.number) - 1,
    o.is_repeat OR row_number() OVER (
        PARTITION BY listing_observation_id, said.role, said.code
        ORDER BY said.relation = 'exclude' DESC, said.part, said.number) > 1,
    o.listing_id, o.vendor, said.role, said.relation, said.code, said.kind, said.source, said.raw, said.text_field,
    said.span
FROM said_place said
JOIN listing_observation o USING (listing_observation_id);

DROP INDEX text_repair_run_idx;
ALTER TABLE text_repair
    ADD CONSTRAINT text_repair_key UNIQUE NULLS NOT DISTINCT (parse_run_id, sha256, captured_at);
