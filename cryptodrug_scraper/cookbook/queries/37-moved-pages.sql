-- Provenance: which pages were made at another time than their source states, and how far were they moved?
--
-- None of the simulated windows: their archives noted when each page was fetched. Of folders that only name a day, a
-- tenth may be old copies. For the pages themselves select those with moved_days, the farthest first: it counts the
-- days by which a page is older, at least, than its source states, and evidence says what tells. cryptodrug show takes
-- a capture_id.
SELECT
    market,
    source,
    count(*) AS pages,
    count(*) FILTER (WHERE verdict = 'older') AS older,
    count(*) FILTER (WHERE verdict = 'newer') AS newer,
    count(*) FILTER (WHERE verdict = 'unsure') AS unsure,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(moved_days))::numeric, 1) AS days_in_the_middle,
    round(max(abs(moved_days))::numeric, 1) AS days_at_most
FROM capture_time
GROUP BY market, source
ORDER BY market, source;
