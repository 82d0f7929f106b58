import json
import re
from importlib import resources

import pytest

from rcaudit.demo.generate import clean_workspace, generate_workspace
from rcaudit.demo.script_table import (
    BREAKING_CASES,
    DRIFTING_SCRIPTS,
    OTHER_CASES,
    SCRIPTS,
    drifted,
    read_script,
    reformatted,
    with_comment,
)

FOLDER = resources.files("rcaudit").joinpath("demo", "scripts")
HANDLERS = {
    "incoming": r"process_incoming_request",
    "outgoing": r"prepare_outgoing_request|process_outgoing_response",
}
CALLING_NEITHER = {"draft_template", "mattermost_import"}


def files(*folders: str) -> set[str]:
    """Return the names of the scripts in a folder, without their endings."""
    folder = FOLDER.joinpath(*folders)
    return {entry.name[:-3] for entry in folder.iterdir() if entry.name.endswith(".js")}


def tokens(source: str) -> list[str]:
    """Return a script's text without white space at the ends of lines."""
    return [line.strip() for line in source.splitlines() if line.strip()]


def test_the_table_lists_every_file_and_no_other() -> None:
    """What is in the folder is in the table."""
    assert files() == SCRIPTS.keys()
    assert 34 <= len(SCRIPTS) <= 46


def test_every_script_was_compiled_or_refused() -> None:
    """Each has Babel's output or Babel's error, and never both."""
    errors = json.loads(FOLDER.joinpath("errors.json").read_text(encoding="utf-8"))
    assert files("compiled") | errors.keys() == SCRIPTS.keys()
    assert not files("compiled") & errors.keys()
    assert errors.keys() == {
        script.name
        for script in SCRIPTS.values()
        if {"refused_syntax", "syntax_error", "top_level_return"} & set(script.cases)
    }


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_can_be_read(name: str) -> None:
    """Text and compiled text are there, or the text and an error that names no machine's paths."""
    text = read_script(name)
    assert text.source.strip()
    if text.error is None:
        assert text.compiled
        assert text.compiled != text.source
    else:
        assert text.compiled is None
        assert text.error["name"] == "SyntaxError"
        assert text.error["stack"].startswith("SyntaxError: unknown: ")
        assert "/node_modules/" not in text.error["stack"]


@pytest.mark.parametrize("name", sorted(SCRIPTS.keys() - CALLING_NEITHER))
def test_every_script_has_a_handler_of_its_direction(name: str) -> None:
    """The direction in the table is that of the code."""
    source = read_script(name).source
    assert re.search(HANDLERS[SCRIPTS[name].direction], source)


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_is_used_by_the_sample(name: str) -> None:
    """Some integration of the sample has the script as it is written."""
    script = SCRIPTS[name]
    assert any(
        document.get("script") == read_script(name).source
        and document["type"] == f"webhook-{script.direction}"
        for document in generate_workspace().integrations
    )


@pytest.mark.parametrize("case", [*BREAKING_CASES, *OTHER_CASES])
def test_every_case_has_a_script(case: str) -> None:
    """Nothing that can be wrong with a script is missing."""
    assert any(case in script.cases for script in SCRIPTS.values())


def test_scripts_name_known_cases_only() -> None:
    """Each word of a script is explained."""
    used = {case for script in SCRIPTS.values() for case in script.cases}
    assert used <= BREAKING_CASES.keys() | OTHER_CASES.keys()


def test_two_scripts_of_five_are_sound() -> None:
    """About 40 % work on 9.0 as they are, among them what only looks like a break."""
    sound = [script.name for script in SCRIPTS.values() if script.is_sound_on_9]
    assert 0.35 < len(sound) / len(SCRIPTS) < 0.5
    assert {"gitea_push", "jenkins_build", "deploy_board", "jira_issue"} <= set(sound)


def test_the_clean_workspace_has_sound_scripts_only() -> None:
    """Its scripts have nothing at all against them."""
    written = {read_script(name).source for name, script in SCRIPTS.items() if not script.cases}
    scripts = [d["script"] for d in clean_workspace().integrations if d.get("script")]
    assert set(scripts) <= written
    assert len(set(scripts)) == len(scripts) == 5


def test_a_script_may_end_in_a_comment_without_a_newline() -> None:
    """The file's last byte is kept: the case depends on it."""
    assert read_script("weather_bot").source.endswith("// Script")


def test_a_reformatted_copy_differs_in_white_space_only() -> None:
    """Line by line it is the same program, and so is what Babel makes of it."""
    text = read_script("gitlab_events")
    copy = reformatted(text)
    assert copy.source != text.source
    assert tokens(copy.source) == tokens(text.source)
    assert copy.compiled == text.compiled


@pytest.mark.parametrize(
    ("comment", "first_line"),
    [
        pytest.param("of the lab", "/* of the lab */", id="plain"),
        pytest.param("a\r\nb  c", "/* a b c */", id="line break"),
        pytest.param("*/ alert() /*", "/* * / alert() /* */", id="end of a comment"),
    ],
)
def test_a_commented_copy_is_the_same_program(comment: str, first_line: str) -> None:
    """The comment stays a comment, and the rest is unchanged."""
    text = read_script("echo_test")
    copy = with_comment(text, comment)
    assert copy.source == f"{first_line}\n{text.source}"
    assert copy.compiled == text.compiled


@pytest.mark.parametrize("name", DRIFTING_SCRIPTS)
def test_a_drifted_copy_differs_in_one_constant(name: str) -> None:
    """One line differs, in the text and in what is compiled of it."""
    text, copy = read_script(name), drifted(name, 1)
    pairs = zip(text.source.split("\n"), copy.source.split("\n"), strict=True)
    assert sum(a != b for a, b in pairs) == 1
    assert copy.compiled != text.compiled
    assert drifted(name, 0) != copy
