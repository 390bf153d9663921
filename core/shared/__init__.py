"""Values every package speaks in: quantities, money, time, places and the named refusals.

Nothing here reads a database or draws a screen. Grammar: one module per kind of value, pure functions and
frozen dataclasses, except `clock` (the only place where the present moment is read) and `settings` (the only
place where the environment is read).
"""
