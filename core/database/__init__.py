"""The only two doors to the data: `reading()` sees a snapshot, `writing()` is one transaction that commits once.

On SQLite a writer takes the write lock first (BEGIN IMMEDIATE, after a fair ticket), so that what it read is still
true when it writes; on PostgreSQL actions lock rows themselves (`locked()` in a store). Leaving a door by any
exception keeps nothing. Grammar: `columns` (types that keep their promise), `engines` (connections), `doors`.
"""
