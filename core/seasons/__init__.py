"""How full each line's weeks are, and the period (trough, normal, peak) that follows from it (never assumed)."""
