"""Proofs anyone can run (`make prove`), each beside a control that breaks the rule on purpose and must be caught."""
