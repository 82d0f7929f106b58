"""Labels of figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcaudit.output.labels import PLACEHOLDER, font_families, make_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("plain", "plain", id="a plain text"),
        pytest.param("", "", id="nothing"),
        pytest.param("проблемы", "проблемы", id="another script that the font has"),
        pytest.param("a\tb\n c", "a b c", id="white space"),
        pytest.param("a\x00b\u200bc", "abc", id="what cannot be seen"),
        pytest.param("x \ud83d y", f"x {PLACEHOLDER} y", id="half a character"),
        pytest.param("🏳️\u200d🌈", PLACEHOLDER * 2, id="an emoji of several characters"),
        pytest.param("e\u0301\u0301\u0301\u0301", "e\u0301\u0301", id="a tower of marks"),
    ],
)
def test_makes_a_label(text: str, label: str):
    """A label has only what can be drawn on one line."""
    assert make_label(text) == label


@given(st.text(st.characters(codec=None), max_size=80))
def test_makes_short_lines_of_any_text(text: str):
    """Whatever the text, the label is short, and no line break is in it."""
    label = make_label(text, longest=20)
    assert len(label) <= 20
    assert "\n" not in label
    assert not any("\ud800" <= character <= "\udfff" for character in label)


def test_draws_in_a_font_that_is_always_there():
    """Matplotlib brings it along."""
    assert font_families()[0] == "DejaVu Sans"
