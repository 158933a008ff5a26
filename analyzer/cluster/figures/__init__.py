"""Figures that the literature gives for a cut of a graph into services; none is a target by itself."""
