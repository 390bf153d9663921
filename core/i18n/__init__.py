"""The words on the screen, in French and English; dates, numbers and money as each language writes them.

Grammar: `words` (catalogs), `formats` (dates, numbers, money), `labels` (the screen word of each coded choice),
`locales/` (the catalogs themselves, plain .po files read at start).
"""
