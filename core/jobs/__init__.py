"""Runs the job rows of `core.work` in worker processes (huey): the only package that knows which code a job runs."""
