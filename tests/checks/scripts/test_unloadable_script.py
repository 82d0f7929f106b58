from typing import Any

import pytest
from audit_frames import scripted
from breaking_scripts import HARMLESS, IMPLICIT_GLOBAL, TOP_LEVEL_STORE
from judging import flagged, only

from rcaudit.checks.scripts.unloadable_script import unloadable_script


@pytest.mark.parametrize(
    ("source", "place"),
    [
        pytest.param(TOP_LEVEL_STORE, (1, 7), id="a Store of its own"),
        pytest.param(f"{HARMLESS}return;\n", (7, 1), id="a return at the top level"),
        pytest.param(f"export default {HARMLESS}", (1, 1), id="an export"),
    ],
)
def test_flags_what_the_server_compiled_and_cannot_load(
    source: str, place: tuple[int, int]
) -> None:
    """The finding names the place that is in the way."""
    finding = only(unloadable_script, scripted("a", source))

    assert (finding["line"], finding["column"]) == place
    assert "The server cannot load the script." in finding["message"]


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        pytest.param(HARMLESS, {}, id="nothing in the way"),
        pytest.param(IMPLICIT_GLOBAL, {}, id="it loads, and breaks later"),
        pytest.param(TOP_LEVEL_STORE, {"scriptError": "no"}, id="the server noticed"),
        pytest.param(TOP_LEVEL_STORE, {"scriptCompiled": ""}, id="nothing was compiled"),
        pytest.param(TOP_LEVEL_STORE, {"scriptEnabled": False}, id="the script is off"),
        pytest.param(TOP_LEVEL_STORE, {"enabled": False}, id="the integration is off"),
    ],
)
def test_ignores_scripts_that_load_or_are_known_not_to(source: str, fields: dict[str, Any]) -> None:
    """One condition changed, and it is not flagged."""
    assert flagged(unloadable_script, scripted("a", source, **fields)) == []
