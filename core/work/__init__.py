"""Long jobs as rows: who asked, what, how far it is, and its result; so that a closed tab loses nothing.

A job row is written in the asker's transaction; a worker process claims it, reports progress and writes the result.
Invariants: a job is claimed by one worker only; what has ended stays ended; a job whose worker falls silent is
reaped and says so. Grammar: the usual files, and `failures` (why a job stopped, kept as data, said in any language).
"""
