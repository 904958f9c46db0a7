-- Revisits in the order of the records that they refer to: one row per revisit, with file and offset of that record, or
-- NULL. Of what it refers by, the most exact counts.

SELECT warc.path, original.place, revisit.*
FROM revisit
LEFT JOIN original ON original.key = coalesce(
    (SELECT key FROM original WHERE key = by_exact),
    (SELECT key FROM original WHERE key = by_digest),
    (SELECT key FROM original AS it WHERE key = by_address AND it.algorithm IS NOT coalesce(revisit.algorithm, '')),
    (SELECT key FROM original AS it WHERE key = by_id AND it.algorithm IS NOT coalesce(revisit.algorithm, ''))
)
LEFT JOIN warc ON warc.number = original.warc
ORDER BY warc.number, original.place, revisit.path, revisit.place
