-- Captures of a crawl in the index of an archive, an SQLite database: one row per record, in order of time. A body lies
-- in its own record; that of a revisit in the first one that has it: with min, SQLite gives the other columns of the
-- same row.
-- :after: what the origins of its captures sort after.
-- :before: what they sort before.

SELECT record.origin, record.target, record.earliest, record.status, file.name, body.offset, min(body.file)
FROM record
JOIN record AS body ON body.digest = record.digest AND body.kind <> 'revisit'
 AND (record.kind = 'revisit' OR (body.file = record.file AND body.offset = record.offset))
JOIN file ON file.file = body.file
WHERE record.origin > :after AND record.origin < :before
GROUP BY record.file, record.offset
ORDER BY record.earliest, record.file, record.offset
