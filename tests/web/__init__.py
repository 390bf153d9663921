"""Tests of the plain web side."""
