"""The kind of table that a summary is."""

import pandas as pd

from rcaudit.output.html_table import render_table


class Summary(pd.DataFrame):
    """A DataFrame to be read: in a notebook its text stands to the left, and no formula is set."""

    @property
    def _constructor(self) -> "type[Summary]":
        return Summary

    def _repr_html_(self) -> str:
        return render_table(self)
