"""Who did what, when: one line for every write, in the same transaction, never changed afterwards (R9)."""
