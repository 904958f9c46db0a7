-- Ratings that state an amount, each as it stands on one page: how many there are, and some of them by chance.
-- :seed: what the chance hangs on.
-- :most: how many are given.

WITH newest AS (
    SELECT DISTINCT ON (o.review_list_id, o.ordinal)
        run.market, run.capture_id, run.parser_version, o.ordinal, o.amount, o.amount_currency
    FROM review_observation o
    JOIN counted_reading run ON run.review_list_id = o.review_list_id
    WHERE o.amount IS NOT NULL AND run.market IS NOT NULL
    ORDER BY o.review_list_id, o.ordinal, run.captured_at DESC NULLS LAST, run.capture_id
), ranked AS (
    SELECT
        newest.*, count(*) OVER () AS population,
        row_number() OVER (ORDER BY md5(:seed || capture_id::text || ordinal::text), capture_id, ordinal) AS place
    FROM newest
)
SELECT
    'field' AS kind, 'review.amount' AS stratum, population, market, 'review' AS record, capture_id::text, ordinal,
    'amount' AS field, parser_version,
    jsonb_build_object('amount', amount, 'amount_currency', amount_currency)::text AS said
FROM ranked
WHERE place <= :most
ORDER BY place
