"""A partner's load from place to place, on departures with room, or on the waiting list.

Invariants: R1 (never over capacity), R2 (temperature kept), R3 (freed room is offered at once, in order).
"""
