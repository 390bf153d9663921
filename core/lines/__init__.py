"""Lines repeat, departures run: itineraries, dated runs, their legs and the room counted on each leg.

Invariant (R1): on every leg, `used` never exceeds capacity, for each compartment and for the vehicle's payload; a
named CHECK is the last wall. A *fixed* departure follows its line's stops; a *flexible* one gathers requests until
a tour plan is accepted.
"""
