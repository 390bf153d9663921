"""The organisations that pool transport, and their places (lieux, points de chute)."""
