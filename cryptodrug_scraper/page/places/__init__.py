"""Places as pages write them: in fields, and in free texts that rule some out."""
