"""The empty weeks ahead: what the coming weeks will probably carry, and who usually has needs then.

Words: a *week* is a line's week, from Monday; *booked* is what is reserved so far; *forecast* is what past seasons let
expect, or an honest “not enough history”; an *empty week* is a coming trough with room to reserve. Flexible tours
are left out: their room is given once the requests are in. Invariants: nothing
here is stored, everything is computed from the counters of the legs and from past reservations; what is shown is for
everybody, so it names kinds of partners and towns, never a partner or its quantities (R9).
"""
