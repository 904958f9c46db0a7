ALTER TABLE parse_run ADD COLUMN review_list_id uuid;
COMMENT ON COLUMN parse_run.review_list_id IS
    'The list of ratings that the page shows (review_observation). NULL: it shows none.';

CREATE TABLE review_list (
    month date,
    review_list_id uuid NOT NULL,
    CONSTRAINT review_list_key UNIQUE NULLS NOT DISTINCT (review_list_id, month)
) PARTITION BY RANGE (month);

CREATE TABLE partitions.review_list_unknown PARTITION OF review_list (
    CONSTRAINT review_list_time_is_unknown CHECK (month IS NULL)
) DEFAULT;

COMMENT ON TABLE review_list IS
    'One row per list of ratings that pages of one month show; captures that repeat it unchanged share it (parse_run.review_list_id), whichever parser version read them. Source: the loader.';
COMMENT ON COLUMN review_list.month IS
    'First day of the UTC month of the captures that show it, by which the table is partitioned. NULL: their time is unknown.';
COMMENT ON COLUMN review_list.review_list_id IS
    'Identifier made of the month and of all that the list says: the same on any machine (parse_run.review_list_id).';

CREATE TABLE review_observation (
    month date,
    review_list_id uuid NOT NULL,
    ordinal integer NOT NULL,
    position integer NOT NULL,
    occurred_from timestamptz,
    occurred_to timestamptz,
    vendor text,
    listing_id text,
    listing_title text,
    stars numeric,
    sign text,
    comment_sha256 bytea,
    is_default_comment boolean,
    buyer_mask text,
    amount numeric,
    amount_currency text,
    amount_step numeric,
    amount_step_currency text,
    age_raw text,
    reply_sha256 bytea,
    empty_fields text[] NOT NULL
) PARTITION BY RANGE (month);

CREATE TABLE partitions.review_observation_unknown PARTITION OF review_observation (
    CONSTRAINT review_observation_time_is_unknown CHECK (month IS NULL)
) DEFAULT;

COMMENT ON TABLE review_observation IS
    'One row per rating in a list of ratings (review_list). The same rating in two lists is two rows; two equal rows of one list are two ratings. The view research.review has a row for each page that shows it. Source: the parsers'' review records.';
COMMENT ON COLUMN review_observation.month IS
    'First day of the UTC month of the captures that show it, by which the table is partitioned. NULL: their time is unknown.';
COMMENT ON COLUMN review_observation.review_list_id IS
    'Identifier made of the month and of all that the list says: the same on any machine (parse_run.review_list_id).';
COMMENT ON COLUMN review_observation.ordinal IS
    'Position among the records of the page, from 0.';

-- All other columns are as they were, and say the same.
DO $$
DECLARE
    said record;
BEGIN
    FOR said IN
        SELECT old.attname, col_description(old.attrelid, old.attnum) AS meaning
        FROM pg_attribute old
        JOIN pg_attribute new ON new.attrelid = 'review_observation'::regclass AND new.attname = old.attname
        WHERE old.attrelid = 'leaving.review_observation'::regclass AND old.attnum > 0 AND old.attname <> 'ordinal'
    LOOP
        EXECUTE format('COMMENT ON COLUMN review_observation.%I IS %L', said.attname, said.meaning);
    END LOOP;
END
$$;

DO $$
DECLARE
    month record;
BEGIN
    FOR month IN SELECT * FROM leaving_month LOOP
        EXECUTE format('CREATE TABLE partitions.%I PARTITION OF review_observation %s', month.name, month.bounds);
        EXECUTE format(
            'CREATE TABLE partitions.%I PARTITION OF review_list %s',
            replace(month.name, 'review_observation', 'review_list'), month.bounds);
    END LOOP;
END
$$;

CREATE TEMP TABLE reading_list (parse_run_id uuid, captured_at timestamptz, review_list_id uuid, month date) ON COMMIT DROP;
