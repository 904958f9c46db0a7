-- Note the texts by which listings and vendors are searched for that are new in some readings, those of table new_run.
-- OFFSET has the rows of each reading looked up by index, in its month alone: temporary tables have no statistics.
-- Each text is brought into its form (search_form) once, when it comes for the first time.

WITH run AS MATERIALIZED (
    SELECT read.*
    FROM new_run
    CROSS JOIN LATERAL (SELECT * FROM parse_run WHERE parse_run.parse_run_id = new_run.parse_run_id OFFSET 0) read
    WHERE read.market IS NOT NULL
), listing AS MATERIALIZED (
    SELECT DISTINCT run.market, o.listing_id, o.title, o.vendor, o.origin_codes, o.drug_class, o.description_sha256,
        o.terms_sha256, o.refund_policy_sha256
    FROM run
    CROSS JOIN LATERAL (
        SELECT * FROM listing_observation said
        WHERE said.parse_run_id = run.parse_run_id AND said.captured_at = run.captured_at
        UNION ALL
        SELECT * FROM listing_observation said
        WHERE said.parse_run_id = run.parse_run_id AND said.captured_at IS NULL AND run.captured_at IS NULL
        OFFSET 0
    ) o
    WHERE o.listing_id IS NOT NULL
), account AS MATERIALIZED (
    SELECT DISTINCT run.market, o.vendor, o.profile_sha256, o.terms_sha256
    FROM run
    CROSS JOIN LATERAL (
        SELECT * FROM vendor_observation said
        WHERE said.parse_run_id = run.parse_run_id AND said.captured_at = run.captured_at
        UNION ALL
        SELECT * FROM vendor_observation said
        WHERE said.parse_run_id = run.parse_run_id AND said.captured_at IS NULL AND run.captured_at IS NULL
        OFFSET 0
    ) o
), short AS (
    SELECT 'listing' AS kind, f.field, l.market, l.listing_id AS name, f.body
    FROM listing l
    CROSS JOIN LATERAL (
        VALUES ('id', l.listing_id), ('title', l.title), ('vendor', l.vendor), ('drug_class', l.drug_class)
        UNION ALL SELECT 'country', unnest(l.origin_codes)
    ) AS f(field, body)
    UNION SELECT 'vendor', 'name', l.market, l.vendor, l.vendor FROM listing l
    UNION SELECT 'vendor', 'name', a.market, a.vendor, a.vendor FROM account a
), said AS MATERIALIZED (
    SELECT s.kind, s.field, s.market, s.name, sha256(convert_to(s.body, 'UTF8')) AS text_digest, s.body
    FROM short s WHERE s.body IS NOT NULL
    UNION
    SELECT 'listing', f.field, l.market, l.listing_id, f.text_digest, NULL
    FROM listing l
    CROSS JOIN LATERAL (
        VALUES ('description', l.description_sha256), ('terms', l.terms_sha256),
            ('refund_policy', l.refund_policy_sha256)
    ) AS f(field, text_digest)
    WHERE f.text_digest IS NOT NULL
    UNION
    SELECT 'vendor', f.field, a.market, a.vendor, f.text_digest, NULL
    FROM account a
    CROSS JOIN LATERAL (VALUES ('profile', a.profile_sha256), ('terms', a.terms_sha256)) AS f(field, text_digest)
    WHERE f.text_digest IS NOT NULL
), new_text AS (
    INSERT INTO search_text
    SELECT fresh.text_digest, search_form(fresh.body)
    FROM (
        SELECT s.text_digest, coalesce(s.body, (SELECT body FROM text WHERE sha256 = s.text_digest)) AS body
        FROM (SELECT text_digest, max(body) AS body FROM said GROUP BY text_digest ORDER BY text_digest) s
        WHERE NOT EXISTS (SELECT FROM search_text known WHERE known.text_digest = s.text_digest)
        OFFSET 0
    ) fresh
    WHERE fresh.body IS NOT NULL
    ORDER BY fresh.text_digest
    ON CONFLICT DO NOTHING
)
INSERT INTO search_entry
SELECT s.text_digest, s.kind, s.field, s.market, s.name
FROM said s
WHERE NOT EXISTS (
    SELECT FROM search_entry known
    WHERE known.text_digest = s.text_digest AND known.kind = s.kind AND known.field = s.field
      AND known.market = s.market AND known.name = s.name
)
ORDER BY s.text_digest, s.kind, s.field, s.market, s.name
ON CONFLICT DO NOTHING
