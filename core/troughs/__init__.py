"""The empty weeks ahead: what the coming weeks will probably carry, and who usually has needs then."""
