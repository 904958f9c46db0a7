-- Find the readings that still state them, for note_searched.

INSERT INTO new_run
SELECT said.parse_run_id FROM removal_searched lost
JOIN listing_observation said ON lost.kind = 'listing' AND said.listing_id = lost.name
UNION
SELECT said.parse_run_id FROM removal_searched lost
JOIN listing_observation said ON lost.kind = 'vendor' AND said.vendor = lost.name
UNION
SELECT said.parse_run_id FROM removal_searched lost
JOIN vendor_observation said ON lost.kind = 'vendor' AND said.vendor = lost.name
