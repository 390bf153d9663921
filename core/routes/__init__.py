"""Optimised tours: a day's shipments and vehicles → a proposal → an independent check → a person's yes (R11).

Words: a *shipment* is a reservation as the route problem sees it; a *tour plan* is a draft until accepted. The
solver lives in `*_solver.py`; `checker` imports no solver.
"""
