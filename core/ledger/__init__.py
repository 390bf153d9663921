"""A double-entry book per unit: dollars, minutes, kilograms in kind. Entries balance and are never edited (R6).

Sign: an amount above zero is what the network owes the holder of the account; below zero, what the holder owes.
So a partner who reserved owes (−), one who gave effort or paid is owed (+), and the bank, which holds the others'
money, stands below zero. Grammar: `entries` (pure: accounts, drafts, balance, body hash), `tables`, `store`,
`actions` (post, reverse), `views`. A later package decides *what* to post and *who* may; this one only guarantees that
what is posted balances and stays. Nobody is signed in at this level: pages read it through `core.compensation`.
"""
