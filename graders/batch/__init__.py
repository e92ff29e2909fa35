"""Many submissions: the same judge, on every core."""
