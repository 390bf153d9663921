"""Long jobs as rows: who asked, what, how far it is, and its result; so that a closed tab loses nothing.

A job row is written in the asker's transaction; a worker process claims it, reports progress and writes the result.
"""
