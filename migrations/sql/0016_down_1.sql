CREATE SCHEMA leaving;

CREATE TEMP TABLE leaving_table (name text PRIMARY KEY, successor text) ON COMMIT DROP;
INSERT INTO leaving_table VALUES
    ('review_observation', 'review_observation'),
    ('review_list', 'review_list');
