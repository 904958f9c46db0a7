"""What ``cryptodrug simulate compare`` holds against a truth: counts of what was seen, and the derived layer."""
