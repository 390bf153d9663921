"""Runs the job rows of `core.work` in worker processes (huey): the only package that knows which code a job runs.

The queue only says "there is a job"; the row says everything else. A *worker* (`worker`, one beside the app, more by
hand) claims a job and hands it to a fresh *runner process* (`one_job`), which a solver may keep busy without
holding up anything else; the worker gives the signs of life, stops it when asked, and says so when it dies
(`supervisor`). `runners` maps each kind of job to its code. Grammar: one module per part, no SQL.
"""
