import pytest

from rcaudit.output.plain import count_of, escape_markdown, name_of, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\r\n\tb", "a b", id="line ends"),
        pytest.param("\x1b]0;title\x07x", "]0;title x", id="a terminal command"),
        pytest.param("a\x9b31mb", "a 31mb", id="a command in one character"),
        pytest.param("a\u202eb\u2028c", "a b c", id="another direction and a separator"),
        pytest.param("障害 👩🏽‍💻", "障害 👩🏽‍💻", id="what people write"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_texts_are_made_safe_to_print(text: str | None, shown: str) -> None:
    """No control character is left, and what people write stays."""
    assert one_line(text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Builds", "Builds (a1)", id="a name"),
        pytest.param(" \n", "(no name) (a1)", id="a blank name"),
        pytest.param("x" * 81, f"{'x' * 80}… (a1)", id="a long name"),
    ],
)
def test_an_integration_is_called_by_name_and_id(name: str, shown: str) -> None:
    """Without a name there is still the id."""
    assert name_of(name, "a1") == shown


def test_counts_agree_with_their_nouns() -> None:
    """One finding, two findings, no findings."""
    assert [count_of(n, "finding") for n in (0, 1, 2)] == ["0 findings", "1 finding", "2 findings"]


def test_signs_of_markdown_and_html_are_shown_as_they_are() -> None:
    """A backslash stands before each."""
    assert escape_markdown("*a* <b>|_c_ [d](e) `f` & #1 \\") == (
        "\\*a\\* \\<b\\>\\|\\_c\\_ \\[d\\](e) \\`f\\` \\& \\#1 \\\\"
    )
