-- Provenance: with which parameters were the figures of today made?
--
-- Print the run with every table: the same run gives the same figures on any machine. Another run, with other
-- parameters or a newer version, may give others, and both may be right. Its result differs from version to version
-- and is not printed here.
SELECT derive_run, measures_version, key AS group_of_parameters, value AS parameters
FROM derivation
CROSS JOIN jsonb_each(parameters)
WHERE is_current
ORDER BY key;
