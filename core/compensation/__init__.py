"""Who does what work, whose turn it is, what effort was given, and what is owed to whom for it."""
