"""Tests of people, rights and sessions."""
