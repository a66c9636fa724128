"""Registers as annexes: norms, networks by region, recommendations, organs and their duties."""

from extractor.publish.registers.tables import register_tables, registers_report

__all__ = ["register_tables", "registers_report"]
