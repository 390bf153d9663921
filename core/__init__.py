"""The rules of a pooled transport network: this package knows nothing of the screens that show it."""
