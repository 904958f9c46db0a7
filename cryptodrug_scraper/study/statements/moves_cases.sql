-- The moves of moves.sql, of all days; its parameters.

SELECT * FROM research.origin_move m WHERE m.market = :market AND :country = ANY (CASE WHEN :is_into THEN m.to_codes ELSE m.from_codes END) AND (:other IS NULL OR :other = ANY (CASE WHEN :is_into THEN m.from_codes ELSE m.to_codes END))
