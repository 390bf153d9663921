"""Secrets that open a session or a link: random, shown once, kept only as their SHA-256."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, written for a cookie or an address."""
    return secrets.token_urlsafe(32)


def sha256_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
