"""The plain web side, beside the pages: sign-in, sign-out, health, calendar feeds, base map, headers."""
