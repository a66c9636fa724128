"""Registers as annexes: norms, networks by region, recommendations, organs and their duties."""

from extractor.publish.registers.tables import registers_report

__all__ = ["registers_report"]
