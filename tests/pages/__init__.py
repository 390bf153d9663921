"""Tests of the pages, drawn through the entry script."""
