"""Figures that the letters tell: one by one, as series by year, and what does not add up."""

from extractor.publish.figures.told import ToldFigure, told_figures

__all__ = ["ToldFigure", "told_figures"]
