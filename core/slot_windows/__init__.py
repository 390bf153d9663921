"""Season slots asked for in a declared window, and shared by max-min fairness when more is asked than there is.

Words: a *window* opens a line's departures between two days to the requests of some kinds of partners, for a part of
their room; a *request* is what one partner asks of each of these dates; the *sharing* gives each partner its *share*
of each date; a *step* is the smallest piece shared (a quarter of a pallet, ten kilograms).

Invariants: nobody receives more than it asked; no step of room stays idle while somebody it would serve lacks it; on
no date can anybody receive a step more without one taken from somebody who would then have less over the season.
A share becomes a reservation like any other, under the lock of its departure (R1). A request is seen by its partner
and by coordinators (R9). While a window is open everybody still reserves as ever: what is shared is the part on
offer that is free when the sharing is confirmed.
"""
