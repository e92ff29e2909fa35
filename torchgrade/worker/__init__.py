"""The submission's side: what starts its processes, walls them in, runs it, answers calls, and ends them."""
