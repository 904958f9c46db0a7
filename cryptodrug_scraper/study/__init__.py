"""What a study said, measured for a country and window, each figure by one SQL, and judged."""
