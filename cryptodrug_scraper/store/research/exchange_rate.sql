-- One row per pair of currencies and capture (market, capture_id, base, quote), from the shown reading of the
-- capture.

CREATE VIEW research.exchange_rate AS
SELECT
    said.rate_table_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, o.time_precision,
    o.parser_version, said.base, said.quote, said.rate
FROM parse_run o
JOIN exchange_rate said ON said.rate_table_id = o.rate_table_id
WHERE o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
  AND NOT EXISTS (
    SELECT FROM exchange_rate before
    WHERE before.rate_table_id = said.rate_table_id
      AND (before.base, before.quote) = (said.base, said.quote)
      AND before.ordinal < said.ordinal);
