"""Is the sharing working? Indicators for a period against the one before, the usage heartbeat, and decisions.

Words: a *figure* is one measured indicator with its definition, unit, source and how sure it is; *alone* is what a
partner would have spent and emitted with its own vehicle (its declared baseline); the *heartbeat* is the last sign
of life of each partner. Invariants: every figure is computed from rows, none is stored; both sides of a comparison
use the same factors; nobody reads another partner's money here (R9); a decision is never edited, only replaced.
"""
