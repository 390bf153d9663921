"""The two screens every story is lived on: a desk and a phone; and how long a test waits for what it expects."""

from __future__ import annotations

PATIENCE = 30_000
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Mobile Safari/537.36"
WIDTHS = {"desk": 1280, "phone": 390}
