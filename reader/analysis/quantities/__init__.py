"""Quantities: from characters to a number with its unit, and from there to what it measures, whose it is, and when.

The files follow the order of the work: ``numbers`` and ``units`` are the grammar, ``scan`` puts them together with
ranges and hedges, ``refusals`` throws out what is no figure, ``metrics`` (with ``cues``), ``subjects`` and ``periods``
give the meaning, ``tables`` reads rows by their column heads, ``checks`` compares figures with one another.
"""
