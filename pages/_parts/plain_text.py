"""Text that people typed, shown as they typed it: Markdown must not read formatting into it."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$:&])")


def plain(text: str) -> str:
    """Return `text` with every sign that Markdown, formulas or colours would read made harmless."""
    return _SPECIAL.sub(r"\\\1", text)


def dollars(text: str) -> str:
    """Return a sentence of ours in which two dollar signs are amounts, not the ends of a formula."""
    return text.replace("$", r"\$")
