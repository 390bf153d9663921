"""The empty weeks ahead: what the coming weeks will probably carry, who usually ships then, and who could fill them.

Words: a *week* is a line's week, from Monday; *booked* is what is reserved so far; *forecast* is what past seasons let
expect, or an honest “not enough history”; an *empty week* is a coming trough with room to reserve. A *need* is what a
partner declares it would ship every week of some months; a *proposal* matches needs to empty room; an *invitation*
asks a partner to put one load on one departure at a price. Flexible tours are left out: their room is given once the
requests are in.

Invariants: the board is computed from the counters of the legs and from past reservations, and is for everybody, so it
names kinds of partners and towns, never a partner or its quantities (R9). Needs and invitations are seen by their
partner and by coordinators. The solver proposes, `balance_checker` judges, a coordinator sends, a partner accepts
(R11); an invitation holds no room, and becomes at most one reservation.
"""
