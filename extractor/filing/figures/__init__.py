"""Figures told by the letters: how many of what, of whom, where, when, in which register."""

from extractor.filing.figures.cells import figures_of_row
from extractor.filing.figures.doubts import FigureDoubt, doubts_of
from extractor.filing.figures.prose import find_figures

__all__ = ["FigureDoubt", "doubts_of", "figures_of_row", "find_figures"]
