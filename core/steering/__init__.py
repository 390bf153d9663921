"""Is the sharing working? Indicators for a period against the one before, the usage heartbeat, and decisions."""
