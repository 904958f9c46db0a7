-- Ratings make place for ratings of lists. The view follows the table until it is replaced.

CREATE SCHEMA leaving;

CREATE TEMP TABLE leaving_table (name text PRIMARY KEY, successor text) ON COMMIT DROP;
INSERT INTO leaving_table VALUES ('review_observation', 'review_observation');
