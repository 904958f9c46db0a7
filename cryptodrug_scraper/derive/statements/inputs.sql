-- What was observed of each market, and is known of it otherwise: one row per market of which a reading counts; last_at
-- is null where none has a time. A reading's identifier is made of the page and the parser's version, so it stands for
-- all that the page states.

SELECT
    run.market,
    count(*)::text || ' ' || sum(('x' || left(md5(run.parse_run_id::text), 16))::bit(64)::bigint)::text
        || ' ' || coalesce(min(run.captured_at)::text, '') || ' ' || coalesce(max(run.captured_at)::text, '')
        || ' ' || coalesce(
            (SELECT string_agg((e.event, e.acts, e.first_on, e.last_on, e.evidence)::text, ' ' ORDER BY e.event)
             FROM market_event e WHERE e.market = run.market), '')
        || ' ' || coalesce(
            (SELECT string_agg(crawl.crawl_id::text, ' ' ORDER BY crawl.crawl_id) FROM crawl
             WHERE crawl.market = run.market), '')
        || ' ' || coalesce(
            (SELECT string_agg(told.time_source || told.number, ' ' ORDER BY told.time_source)
             FROM (
                 SELECT origin.time_source, count(*)::text AS number
                 FROM counted_reading of_it JOIN capture_origin origin USING (capture_id)
                 WHERE of_it.market = run.market
                 GROUP BY origin.time_source
             ) told), '') AS digest,
    max(run.captured_at) AS last_at,
    EXISTS (
        SELECT FROM review_observation o JOIN counted_reading of_it USING (review_list_id)
        WHERE of_it.market = run.market AND o.amount IS NOT NULL
    ) AS prints_amounts
FROM counted_reading run
WHERE run.market IS NOT NULL
GROUP BY run.market
ORDER BY run.market
