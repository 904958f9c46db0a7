"""What the study found (methods 10, facts 1 to 8), measured for a country and window, each figure by one SQL."""
