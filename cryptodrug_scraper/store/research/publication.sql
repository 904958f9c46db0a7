-- One row per package or report that was made for anybody to see: the ledger of what was published. What is published
-- next withholds what would tell of few vendors together with these. Source: cryptodrug export --public and report
-- study.

CREATE VIEW research.publication AS
SELECT
    publication_id, published_at, kind, name, country, first_day, last_day, definition, attribution, study_id,
    study_digest, markets, derivation, digest, shown, unreleased_at, unreleased_why
FROM publication;
