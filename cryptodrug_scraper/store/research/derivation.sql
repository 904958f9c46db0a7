-- One row per run of cryptodrug derive that the database holds: parameters and version of the measures. The other
-- views show the current one.

CREATE VIEW research.derivation AS
SELECT derive_run, measures_version, parameters, started_at, ended_at, is_current
FROM derived.derive_run;
