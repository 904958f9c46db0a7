-- Open the question that is in a setting as the cursor answer, without its ever being a part of a statement that is
-- sent.

DO $$
DECLARE
    answer refcursor := 'answer';
BEGIN
    OPEN answer FOR EXECUTE current_setting('cryptodrug.question');
END $$
