"""Who may do what: people, their sign-in, their partners and their rights (droits).

A *person* signs in; a *membership* ties a person to a partner; a *right* is held network-wide. A `Member` is the
frozen answer to "who is asking?", handed to every action as its first argument; `VISITOR` is nobody.
"""
