import datetime as dt
from pathlib import Path

import pytest
from audit_frames import incoming, make_frames

from rcaudit.checks.audit import Audit
from rcaudit.checks.catalogue import ALL_CHECKS, run_checks
from rcaudit.checks.mutes import Mute, load_mutes
from rcaudit.errors import ConfigError

TODAY = dt.date(2026, 11, 1)
KNOWN = [check.slug for check in ALL_CHECKS]
ENTRY = """
[[mute]]
check = "unnamed_integration"
integration = "Intranet *"
reason = "Known."
expires = 2027-06-30
by = "ada"
"""


def mute(integration: str = "*", check: str = "short_token", **fields: object) -> Mute:
    """Return a mute that holds, unless a field says otherwise."""
    defaults = {"reason": "Known.", "expires": dt.date(2027, 1, 1)}
    return Mute(check=check, integration=integration, **(defaults | fields))  # type: ignore[arg-type] - made of named cases


def audit(*mutes: Mute, **facts: object) -> Audit:
    """Audit two integrations, each with a short token."""
    documents = [
        incoming("a1", token="abc", name="Intranet news"),
        incoming("b2", token="def", name="Builds [prod]"),
    ]
    return run_checks(make_frames(*documents, **facts), mutes=mutes)


@pytest.mark.parametrize(
    ("integration", "covered"),
    [
        pytest.param("a1", ["a1"], id="an id"),
        pytest.param("Intranet news", ["a1"], id="a name"),
        pytest.param("Intranet *", ["a1"], id="a pattern"),
        pytest.param("*", ["a1", "b2"], id="a pattern for all"),
        pytest.param("Builds [prod]", ["b2"], id="a name that reads as a pattern"),
        pytest.param("intranet *", [], id="a pattern in another case"),
        pytest.param("a*", [], id="a pattern of the id"),
        pytest.param("Intranet", [], id="a part of the name"),
    ],
)
def test_a_mute_covers_by_id_name_or_pattern(integration: str, covered: list[str]) -> None:
    """A muted finding stays in the findings, marked with the reason."""
    result = audit(mute(integration))
    muted = result.findings[result.findings["is_muted"]]

    assert muted["integration_id"].tolist() == covered
    assert set(muted["mute_reason"]) == ({"Known."} if covered else set())
    assert result.mutes["state"].tolist() == ["used" if covered else "unused"]
    assert result.mutes["finding_count"].tolist() == [len(covered)]


def test_a_mute_covers_one_check_only() -> None:
    """Findings of other checks are not marked."""
    assert audit(mute(check="unnamed_integration")).muted_count == 0


@pytest.mark.parametrize(
    ("expires", "state"),
    [
        pytest.param(TODAY, "used", id="on its last day"),
        pytest.param(TODAY - dt.timedelta(days=1), "expired", id="a day later"),
    ],
)
def test_a_mute_holds_through_its_last_day(expires: dt.date, state: str) -> None:
    """An expired one covers nothing, and says what it would have covered."""
    result = audit(mute(expires=expires))

    assert result.mutes["state"].tolist() == [state]
    assert result.mutes["finding_count"].tolist() == [2]
    assert result.muted_count == (2 if state == "used" else 0)


def test_a_mute_of_a_check_that_did_not_look_is_not_unused() -> None:
    """Nobody knows whether there is something to cover."""
    result = audit(mute(check="missing_account"), accounts=None)

    assert result.mutes["state"].tolist() == ["unjudged"]


def test_the_first_of_two_mutes_gives_the_reason() -> None:
    """Both count as used."""
    result = audit(mute("a1", reason="First."), mute(reason="Second."))

    assert dict(zip(result.findings["integration_id"], result.findings["mute_reason"])) == {  # noqa: B905 - columns of one table
        "a1": "First.",
        "b2": "Second.",
    }
    assert result.mutes["state"].tolist() == ["used", "used"]
    assert result.mutes["position"].tolist() == [1, 2]


def test_an_integration_without_a_name_is_covered_by_its_id() -> None:
    """A pattern for names does not reach it, unless it is for all."""
    frames = make_frames(incoming("a", token="abc", name=None))

    def count(integration: str) -> int:
        return run_checks(frames, mutes=[mute(integration)]).findings["is_muted"].sum()

    assert [count("a"), count("*"), count("?*")] == [1, 1, 0]


def test_mutes_are_read_from_a_file(tmp_path: Path) -> None:
    """One table a mute; who it is by can be left out."""
    path = tmp_path / "mutes.toml"
    path.write_text(ENTRY + ENTRY.replace('by = "ada"\n', ""), encoding="utf-8")

    first, second = load_mutes(path, KNOWN)
    assert first == Mute(
        check="unnamed_integration",
        integration="Intranet *",
        reason="Known.",
        expires=dt.date(2027, 6, 30),
        by="ada",
    )
    assert second.by is None


def test_a_file_without_mutes_is_none(tmp_path: Path) -> None:
    """An empty file is fine."""
    path = tmp_path / "mutes.toml"
    path.write_text("# none yet\n", encoding="utf-8")

    assert load_mutes(path) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[[mute]\n", "are no valid TOML: ", id="no TOML"),
        pytest.param("mute = 3\n", "must be [[mute]] tables only", id="no tables"),
        pytest.param('[mutes]\ncheck = "x"\n', "must be [[mute]] tables only", id="another name"),
        pytest.param("mute = [3]\n", "mute 1: is no table; write it as", id="an entry of no table"),
        pytest.param(
            ENTRY + ENTRY.replace("reason", "why"), "mute 2: reason is missing.", id="no reason"
        ),
        pytest.param(
            ENTRY.replace("by =", "who ="),
            "mute 1: who is not known; there are check, integration, reason, expires, by.",
            id="a key that is not known",
        ),
        pytest.param(
            ENTRY.replace("2027-06-30", '"2027-06-30"'),
            "mute 1: expires must be a date without a time, such as 2027-06-30, not '2027-06-30'.",
            id="a date as text",
        ),
        pytest.param(
            ENTRY.replace("2027-06-30", "2027-06-30T10:00:00"),
            "mute 1: expires must be a date without a time",
            id="a time",
        ),
        pytest.param(
            ENTRY.replace('"ada"', "3"), "mute 1: by must be a text, not 3.", id="a number"
        ),
        pytest.param(
            ENTRY.replace('"Known."', '" "'), "mute 1: reason is empty.", id="a blank reason"
        ),
        pytest.param(
            ENTRY.replace("unnamed_", "nameless_"),
            "mute 1: there is no check 'nameless_integration'; `rcaudit checks list` names them.",
            id="a check that there is not",
        ),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """The message says which file, which entry, and what is wrong."""
    path = tmp_path / "mutes.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        load_mutes(path, KNOWN)

    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_any_check_is_taken_where_none_are_known(tmp_path: Path) -> None:
    """Without a list of slugs there is nothing to hold them against."""
    path = tmp_path / "mutes.toml"
    path.write_text(ENTRY.replace("unnamed_", "nameless_"), encoding="utf-8")

    assert load_mutes(path)[0].check == "nameless_integration"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "No such file", id="a file that is not there"),
        pytest.param(b"\xff\xfe", "are no valid TOML", id="no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    """The message says why."""
    path = tmp_path / "mutes.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ConfigError, match=message):
        load_mutes(path)
