-- Listings, each by its newest page of its own: what is asked of them, by kind and stratum how many there are, and some
-- of them by chance.
-- :seed: what the chance hangs on.
-- :most: how many of each stratum are given.

WITH newest AS (
    SELECT DISTINCT ON (run.market, o.listing_id)
        run.market, o.listing_id, run.capture_id, run.parser_version, o.ordinal, o.drug_class, o.quantity_grams,
        o.destination_excluded, o.price_amount, o.price_currency
    FROM listing_observation o
    JOIN counted_reading run
        ON run.parse_run_id = o.parse_run_id AND run.captured_at IS NOT DISTINCT FROM o.captured_at
    WHERE o.seen_on = 'page' AND NOT o.is_repeat AND o.listing_id IS NOT NULL AND run.market IS NOT NULL
    ORDER BY run.market, o.listing_id, o.captured_at DESC NULLS LAST, run.capture_id
), asked AS (
    SELECT newest.*, each.kind, each.field, each.stratum
    FROM newest
    CROSS JOIN LATERAL (VALUES
        ('goods', 'drug_class', newest.drug_class),
        ('quantity', 'quantity_grams', CASE WHEN newest.quantity_grams IS NULL THEN 'none' ELSE 'read' END),
        ('exclusion', 'destination_excluded', CASE WHEN newest.destination_excluded = '{}' THEN 'no' ELSE 'yes' END),
        ('field', 'price_amount', CASE WHEN newest.price_amount IS NOT NULL THEN 'listing.price_amount' END)
    ) each (kind, field, stratum)
    WHERE each.stratum IS NOT NULL
), ranked AS (
    SELECT
        asked.*, count(*) OVER (PARTITION BY kind, stratum) AS population,
        row_number() OVER (
            PARTITION BY kind, stratum
            ORDER BY md5(:seed || jsonb_build_array(kind, market, listing_id)::text), market, listing_id
        ) AS place
    FROM asked
)
SELECT
    kind, stratum, population, market, 'listing' AS record, capture_id::text, ordinal, field, parser_version,
    jsonb_build_object(
        'drug_class', drug_class, 'quantity_grams', quantity_grams, 'price_amount', price_amount,
        'price_currency', price_currency, 'destination_excluded', nullif(destination_excluded, '{}'))::text AS said
FROM ranked
WHERE place <= :most
ORDER BY kind, stratum, place
