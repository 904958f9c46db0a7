-- Find the listings and accounts that readings which are to go (table removal_run) state.

CREATE TEMPORARY TABLE removal_searched ON COMMIT DROP AS
SELECT DISTINCT 'listing' AS kind, run.market, said.listing_id AS name
FROM removal_run JOIN parse_run run USING (parse_run_id) JOIN listing_observation said USING (parse_run_id)
UNION
SELECT DISTINCT 'vendor', run.market, said.vendor
FROM removal_run JOIN parse_run run USING (parse_run_id) JOIN listing_observation said USING (parse_run_id)
UNION
SELECT DISTINCT 'vendor', run.market, said.vendor
FROM removal_run JOIN parse_run run USING (parse_run_id) JOIN vendor_observation said USING (parse_run_id)
