-- The entries of which a crawl runs, by machine.

SELECT machine, entry FROM schedule_run WHERE outcome = 'running' AND machine IS NOT NULL ORDER BY machine, entry
