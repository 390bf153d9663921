"""Who does what work, whose turn it is, what effort was given, and what is owed to whom for it.

Words: a *role* is work the network needs; a *responsibility* is a partner's letter for it (RACI); a *turn* is its
holder for a span of days; a *contribution* is effort given (hours, km, kg, dollars), worth what the *rate* of its day
says. Invariants: a role has exactly one accountable and at least one responsible partner, or the board says what is
missing; an approved contribution and a closed departure each stand in the book once (R6); a new rate never rewrites
the past; a partner sees its own money only (R9).
"""
