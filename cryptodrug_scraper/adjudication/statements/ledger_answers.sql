-- All answers, the oldest first.

SELECT answer_id::text, sample_id::text, ordinal, step, coder, answered_at, answer, note
FROM adjudication_answer
ORDER BY answered_at, answer_id
