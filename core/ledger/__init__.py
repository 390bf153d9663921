"""A double-entry book per unit: dollars, minutes, kilograms in kind. Entries balance and are never edited (R6).

Grammar: `entries` (pure: drafts, units, balance check), `tables`, `store`, `actions` (post, reverse), `views`.
A later package decides *what* to post; this one only guarantees that what is posted balances and stays.
"""
