"""Who may do what: people, their sign-in, their partners and their rights (droits).

A *person* signs in; a *membership* ties a person to a partner; a *right* is held network-wide. A `Member` is the
frozen answer to "who is asking?", handed to every action as its first argument; `VISITOR` is nobody.

Kept always: a password only as its argon2id hash, a cookie or link only as its SHA-256; a session is looked up at
each request, so that what is taken back is gone at once; somebody can always administer; a link opens one thing, once.
`rights`, `passwords`, `tokens`, `refusals` are rules; `entrance` puts the steps of a sign-in in order.
"""
