CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
-- What is compared when words are searched for: in lower case, without accents, signs or line ends, one space between
-- words and at both ends. Letters beyond ASCII are written by the numbers of their bytes, since pg_trgm takes them for no
-- letters where the database sorts by bytes.
CREATE FUNCTION search_form(said text) RETURNS text LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT ' ' || replace(encode(convert_to(
        btrim(regexp_replace(regexp_replace(
            normalize(replace(replace(replace(translate(lower(said), 'øłđðı', 'olddi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), NFKD),
            '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g')), 'UTF8'), 'escape'), '\', 'q') || ' '
$$;
COMMENT ON FUNCTION search_form IS
    'The form in which words are searched for: lower case, without accents and signs, one space between words and at both ends; each byte of other letters than ASCII''s as q and three digits.';
CREATE TABLE search_text (
    text_digest BYTEA NOT NULL,
    form TEXT NOT NULL,
    CONSTRAINT search_text_pkey PRIMARY KEY (text_digest)
);
COMMENT ON TABLE search_text IS
    'One row per distinct text by which listings and vendors are searched for (search_entry). Source: the parsers.';
COMMENT ON COLUMN search_text.text_digest IS
    'SHA-256 digest of the text in UTF-8 (32 bytes).';
COMMENT ON COLUMN search_text.form IS
    'The text as it is searched: function search_form. May hold personal data: never exported.';
CREATE TABLE search_entry (
    text_digest BYTEA NOT NULL,
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    market TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT search_entry_pkey PRIMARY KEY (text_digest, kind, field, market, name)
);
COMMENT ON TABLE search_entry IS
    'One row per listing or account and distinct text that any page, by any reading, says of it. Source: the parsers.';
COMMENT ON COLUMN search_entry.text_digest IS
    'Digest of the text (search_text).';
COMMENT ON COLUMN search_entry.kind IS
    'listing or vendor.';
COMMENT ON COLUMN search_entry.field IS
    'What the text is: of a listing its id, title, vendor, country (each origin), drug_class, description, terms or refund_policy; of an account its name, profile or terms.';
COMMENT ON COLUMN search_entry.market IS
    'Code of the market.';
COMMENT ON COLUMN search_entry.name IS
    'The market''s own identifier of the listing, or the name of the account. Personal data.';
-- What is in the database already.
CREATE TEMP TABLE said ON COMMIT DROP AS
WITH listing AS (
    SELECT DISTINCT run.market, o.listing_id, o.title, o.vendor, o.origin_codes, o.drug_class, o.description_sha256,
        o.terms_sha256, o.refund_policy_sha256
    FROM listing_observation o
    JOIN parse_run run ON run.parse_run_id = o.parse_run_id
        AND (run.captured_at = o.captured_at OR run.captured_at IS NULL AND o.captured_at IS NULL)
    WHERE run.market IS NOT NULL AND o.listing_id IS NOT NULL
), account AS (
    SELECT DISTINCT run.market, o.vendor, o.profile_sha256, o.terms_sha256
    FROM vendor_observation o
    JOIN parse_run run ON run.parse_run_id = o.parse_run_id
        AND (run.captured_at = o.captured_at OR run.captured_at IS NULL AND o.captured_at IS NULL)
    WHERE run.market IS NOT NULL
), short AS (
    SELECT 'listing' AS kind, f.field, l.market, l.listing_id AS name, f.body
    FROM listing l
    CROSS JOIN LATERAL (
        VALUES ('id', l.listing_id), ('title', l.title), ('vendor', l.vendor), ('drug_class', l.drug_class)
        UNION ALL SELECT 'country', unnest(l.origin_codes)
    ) AS f(field, body)
    UNION SELECT 'vendor', 'name', l.market, l.vendor, l.vendor FROM listing l
    UNION SELECT 'vendor', 'name', a.market, a.vendor, a.vendor FROM account a
)
SELECT s.kind, s.field, s.market, s.name, sha256(convert_to(s.body, 'UTF8')) AS text_digest, s.body
FROM short s WHERE s.body IS NOT NULL
UNION
SELECT 'listing', f.field, l.market, l.listing_id, f.text_digest, NULL
FROM listing l
CROSS JOIN LATERAL (
    VALUES ('description', l.description_sha256), ('terms', l.terms_sha256), ('refund_policy', l.refund_policy_sha256)
) AS f(field, text_digest)
WHERE f.text_digest IS NOT NULL
UNION
SELECT 'vendor', f.field, a.market, a.vendor, f.text_digest, NULL
FROM account a CROSS JOIN LATERAL (VALUES ('profile', a.profile_sha256), ('terms', a.terms_sha256)) AS f(field, text_digest)
WHERE f.text_digest IS NOT NULL;
INSERT INTO search_text
SELECT s.text_digest, search_form(coalesce(s.body, t.body))
FROM (SELECT text_digest, max(body) AS body FROM said GROUP BY 1) s LEFT JOIN text t ON t.sha256 = s.text_digest
WHERE coalesce(s.body, t.body) IS NOT NULL;
INSERT INTO search_entry SELECT DISTINCT text_digest, kind, field, market, name FROM said;
DO $$
BEGIN  -- wherever an administrator has put the extension
    EXECUTE format(
        'CREATE INDEX search_text_form_idx ON search_text USING gin (form %s.gin_trgm_ops)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_trgm'));
END $$;
ANALYZE search_text, search_entry;
