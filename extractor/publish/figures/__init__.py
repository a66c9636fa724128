"""Figures that the letters tell: one by one, as series by year, and what does not add up."""

from extractor.publish.figures.told import Told, told_figures

__all__ = ["Told", "told_figures"]
