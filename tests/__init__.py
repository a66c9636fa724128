"""Tests mirror the modules; helpers that make letters, packs and databases stand beside them."""
