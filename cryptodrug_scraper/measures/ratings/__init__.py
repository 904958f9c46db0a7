"""Reviews: which statements are one rating, when it was left, and how often buyers leave one."""
