import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcaudit.snapshot.literals import Chunks


def chunks_of(source: str) -> list[str]:
    """Return the texts of a script's chunks."""
    chunks = Chunks(source)
    found = dict.fromkeys(chunk for i in range(len(source)) if (chunk := chunks.at(i)))
    return [source[chunk.start : chunk.end] for chunk in found]


@pytest.mark.parametrize(
    ("source", "chunks"),
    [
        pytest.param("a = 'b' + \"c\"", ["b", "c"], id="quotes"),
        pytest.param("a = 'b\\'c' + \"d\\\"\"", ["b\\'c", 'd\\"'], id="escaped quotes"),
        pytest.param("a = 'it\" is' + \"it's\"", ['it" is', "it's"], id="quotes in quotes"),
        pytest.param("'a\\\nb' c", ["a\\\nb"], id="a line that goes on"),
        pytest.param("'a\n b 'c'", ["a", "c"], id="a quote that is not closed"),
        pytest.param("'a", ["a"], id="a quote that is never closed"),
        pytest.param("'", [], id="a quote alone"),
        pytest.param("a // b 'c'\nd", ["// b 'c'"], id="a line comment"),
        pytest.param("a /* b\n * 'c' **/ d", ["/* b\n * 'c' **/"], id="a block comment"),
        pytest.param("a /* b", ["/* b"], id="a block comment that is not closed"),
        pytest.param("'http://x' // y", ["http://x", "// y"], id="slashes in a literal"),
        pytest.param("`a` + `b\nc`", ["a", "b\nc"], id="templates"),
        pytest.param("`a${b}c` + d", ["a", "c"], id="an expression in a template"),
        pytest.param("`a${{b: {}}}c`", ["a", "c"], id="braces in an expression"),
        pytest.param("`a${`b${'c'}d`}e` f", ["a", "b", "c", "d", "e"], id="templates in templates"),
        pytest.param("`a\\`b\\${c` d", ["a\\`b\\${c"], id="escapes in a template"),
        pytest.param("`a$b $` c", ["a$b $"], id="dollars in a template"),
        pytest.param("`a", ["a"], id="a template that is not closed"),
        pytest.param("`a\\", ["a\\"], id="a template that ends with a backslash"),
        pytest.param("`a${b", ["a"], id="an expression that is not closed"),
        pytest.param("x.replace(/['\"]/g, 'a')", ["a"], id="a regular expression"),
        pytest.param("x = /[/'\\]]\\/'/.test(y) + 'a'", ["a"], id="a class in it"),
        pytest.param("return /'/.test('a')", ["a"], id="one after a word"),
        pytest.param("/'/.test('a')", ["a"], id="one at the start"),
        pytest.param("x = b / c + 'a' / d", ["a"], id="divisions"),
        pytest.param("(a) / 'b' / c", ["b"], id="a division by a literal"),
        pytest.param("x = / 'a'", ["a"], id="a slash that begins nothing"),
        pytest.param("}", [], id="a brace alone"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_comments_and_literals_are_told_from_code(source: str, chunks: list[str]) -> None:
    """A chunk has what is between the quotes, or the whole comment."""
    assert chunks_of(source) == [chunk for chunk in chunks if chunk]


def test_a_chunk_knows_whether_it_is_a_comment() -> None:
    """And a stretch is held when all of it is in one chunk."""
    chunks = Chunks("'ab' // c")
    assert [chunk and chunk.is_comment for chunk in map(chunks.at, range(9))] == [
        *(None, False, False, None, None),
        *(True, True, True, True),
    ]
    assert chunks.hold(1, 3)
    assert not chunks.hold(1, 4)
    assert not chunks.hold(0, 2)


@given(st.text(alphabet="ab'\"`\\/*${}[]\n\r\u2028=(;", max_size=60))
def test_any_text_is_taken(source: str) -> None:
    """Chunks are in order and apart."""
    chunks = Chunks(source)
    found = dict.fromkeys(chunk for i in range(len(source)) if (chunk := chunks.at(i)))
    ends = [end for chunk in found for end in (chunk.start, chunk.end)]
    assert ends == sorted(ends)
