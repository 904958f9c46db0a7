"""Sealed answers: one question with all that its answer rests on, to be checked where there is no database."""
