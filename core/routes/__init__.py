"""Optimised tours: a day's shipments and vehicles → a proposal → an independent check → a person's yes (R11).

Words: a *shipment* is a reservation as the route problem sees it; a *tour plan* is a draft until accepted. Pure rules
take a `TourProblem` (problem) and give a `Plan` (plan): distances, schedule, insertion, unserved, each_alone, engine.
The solver lives in `*_solver.py`; `checker` imports no solver. `planning` is what the worker runs.
"""
