-- All samples with their items, the oldest first, with what is JSON as text.

SELECT
    sample.sample_id::text, sample.size, sample.seed, sample.drawn_at, sample.drawn_by, item.ordinal, item.kind,
    item.stratum, item.population, item.drawn, item.subject::text, item.machine, item.parser_version, item.pages::text[]
FROM adjudication_sample sample
JOIN adjudication_item item USING (sample_id)
ORDER BY sample.drawn_at, sample.sample_id, item.ordinal
