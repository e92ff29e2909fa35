"""Many submissions: the same judge, on every core, with every result kept."""
