"""Comments say listing wherever they said offer: one word for one thing."""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BEFORE = (Path(__file__).parents[1] / "data" / "0015_offer.txt").read_text(encoding="utf-8").splitlines()
"""All comments that speak of an offer, as they were."""
_WORDS = {"an offer": "a listing", "offer": "listing", "Offers": "Listings"}
_WORD = re.compile("|".join(_WORDS))
_AFTER = [_WORD.sub(lambda found: _WORDS[found[0]], said) for said in _BEFORE]

_SAYING = text("""
SELECT
    CASE WHEN column_.attname IS NOT NULL THEN format('COLUMN %s.%I', relation.oid::regclass, column_.attname)
         ELSE format('TABLE %s', relation.oid::regclass) END,
    comment_.description
FROM pg_description comment_
JOIN pg_class relation ON relation.oid = comment_.objoid AND comment_.classoid = 'pg_class'::regclass
LEFT JOIN pg_attribute column_ ON column_.attrelid = relation.oid AND column_.attnum = nullif(comment_.objsubid, 0)
WHERE relation.relnamespace IN ('public'::regnamespace, 'research'::regnamespace) AND comment_.description = ANY (:said)
""")


def upgrade() -> None:
    """Say it in the new words."""
    _say(dict(zip(_BEFORE, _AFTER, strict=True)))


def downgrade() -> None:
    """Say it as before."""
    _say(dict(zip(_AFTER, _BEFORE, strict=True)))


def _say(words: dict[str, str]) -> None:
    connection = op.get_bind()
    for what, said in connection.execute(_SAYING, {"said": list(words)}).all():
        comment = words[said].replace("'", "''")
        connection.exec_driver_sql(f"COMMENT ON {what} IS '{comment}'")
