"""Storage shared like trucks: places offer pallet-days by temperature between dates, partners reserve them.

Words: an *offer* is room at one place, at one temperature, on each day of a span; a *stay* is a partner's pallets in
one offer on each day of a span, both ends included; a *transfer* is a stay that hands a load from one truck to the
next and belongs to its reservation. Invariants: never over what is offered on any day (R1); a load stays only where
its temperature is kept (R2); freed room goes at once, in order, to those who wait for one of its days (R3); the public
sees free room, never who (R9).
"""
