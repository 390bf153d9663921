"""What a reservation costs: per kg·km or pallet·km (the larger), per stop, flat; less in a trough or for solidarity.

Invariants: whole cents; a price never exceeds the full price; less load, less distance or fewer stops never cost
more; a tariff that has begun is never edited, a new one takes its place from a date on.
"""
