"""Days as the network lives them: recurrence rules, Québec's statutory holidays, calendar feeds.

Grammar: pure modules only (`recurrence`, `statutory_holidays`, `feeds`); nothing here touches the database.
"""
