import pytest
from audit_frames import make_frames, scripted
from judging import flagged, only

from rcaudit.checks.catalogue import run_checks
from rcaudit.checks.scripts.retired_script_engine import retired_script_engine


@pytest.mark.parametrize(
    ("engine", "told"),
    [
        pytest.param("vm2", "names the engine vm2", id="vm2"),
        pytest.param(None, "names no engine, which means vm2", id="none, as on old documents"),
        pytest.param("", "names no engine, which means vm2", id="an empty one"),
    ],
)
def test_flags_scripts_for_vm2(engine: str | None, told: str) -> None:
    """Servers from 7.0 on run isolated-vm only."""
    finding = only(
        retired_script_engine, scripted("a", scriptEngine=engine), server_version="7.0.0"
    )

    assert finding["message"] == f"Its script {told}; Rocket.Chat 7.0.0 runs isolated-vm only."


@pytest.mark.parametrize(
    ("fields", "version"),
    [
        pytest.param({"scriptEngine": "isolated-vm"}, "8.4", id="isolated-vm"),
        pytest.param({}, "6.13.0", id="a server that has vm2"),
        pytest.param({"scriptEnabled": False}, "8.4", id="the script is off"),
        pytest.param({"enabled": False}, "8.4", id="the integration is off"),
        pytest.param({"script": ""}, "8.4", id="an empty script"),
    ],
)
def test_ignores_others(fields: dict[str, object], version: str) -> None:
    """One condition changed, and it is not flagged."""
    document = scripted("a", **({"scriptEngine": "vm2"} | fields))

    assert flagged(retired_script_engine, document, server_version=version) == []


@pytest.mark.parametrize("version", [None, "", "develop"])
def test_is_skipped_where_the_version_is_not_known(version: str | None) -> None:
    """A version that nobody knows is no old one."""
    frames = make_frames(scripted("a", scriptEngine="vm2"), server_version=version)
    audit = run_checks(frames, checks=[retired_script_engine])

    assert audit.findings.empty
    assert audit.skipped["reason"].tolist() == ["the version of the server is not known"]
