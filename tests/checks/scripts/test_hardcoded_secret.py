import pytest
from audit_frames import NOW, make_frames, scripted
from judging import flagged, judge, only

from rcaudit.checks.catalogue import run_checks
from rcaudit.checks.scripts.hardcoded_secret import hardcoded_secret
from rcaudit.frames.frames import Frames
from rcaudit.snapshot.redaction import redact
from rcaudit.snapshot.secret import FingerprintKey
from rcaudit.snapshot.snapshot import Record, Snapshot

UUID = "6f1c2a34-9b7e-4d21-8c55-0a1b2c3d4e5f"
SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
RANDOM = "T9fK2mQ7xR4vB8nLw3Zz"
PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\\nMIIEvQ\\n-----END PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        pytest.param("const k = 'ghp_ABCDEFGHIJ0123456789klmn';", "github token", id="a vendor's"),
        pytest.param(f"const k = '{PRIVATE_KEY}';", "private key", id="a private key"),
        pytest.param(
            f"const apiKey = '{RANDOM}';",
            "a literal given to a name that speaks of a secret",
            id="a random literal given to a name that speaks",
        ),
        pytest.param(
            "if (request.password !== 'hunter2') {}",
            "a literal given to a name that speaks of a secret",
            id="a password that is compared",
        ),
        pytest.param(
            "const h = { a: 'Bearer dXNlcjpwYXNzd29yZA==' };",
            "the value of an authorization header",
            id="the value of a header",
        ),
        pytest.param(
            "fetch('https://bot:hunter2@git.example.org/x');",
            "a user name or password in a web address",
            id="userinfo in an address",
        ),
    ],
)
def test_flags_credentials_of_every_kind(source: str, told: str) -> None:
    """Vendors' tokens, keys, headers, addresses, and literals given to names that speak."""
    finding = only(hardcoded_secret, scripted("a", f"// first\n{source}\n"))

    assert finding["message"] == f"Its script holds a credential ({told})."
    assert finding["line"] == 2


def test_flags_the_integrations_own_token() -> None:
    """The token of the integration has no place in its script."""
    document = scripted("a", f"const x = ('{RANDOM}');", token=RANDOM)

    assert "the integration's own token" in only(hardcoded_secret, document)["message"]


def test_flags_scripts_that_are_off() -> None:
    """Off or on, it can be read."""
    source = f"const apiKey = '{RANDOM}';"

    assert flagged(hardcoded_secret, scripted("a", source, scriptEnabled=False)) == ["a"]
    assert flagged(hardcoded_secret, scripted("a", source, enabled=False)) == ["a"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"const id = '{UUID}';", id="a UUID"),
        pytest.param(f"const commit = '{SHA1}';", id="a commit id"),
        pytest.param("const url = `https://x.example/?token=${TOKEN}`;", id="a template"),
        pytest.param("const header = `Bearer ${TOKEN}`;", id="a template in a header"),
        pytest.param("const token = `${TOKEN}`;", id="a template given to a name that speaks"),
        pytest.param("const token = 'xxxx';", id="a stand-in"),
        pytest.param("const token = 'xoxb-xxxxxxxxxxxxxxxx';", id="a vendor's stand-in"),
        pytest.param("const token = '<your token>';", id="a note in angle brackets"),
        pytest.param("const awsKey = 'AKIAIOSFODNN7EXAMPLE';", id="a key of a documentation"),
        pytest.param("const tokenType = 'incoming';", id="a word"),
        pytest.param("const header = 'X-Gitlab-Token';", id="the name of a header"),
        pytest.param("// uses Basic authentication", id="a note on authentication"),
        pytest.param(f"const room = '{RANDOM}';", id="a random id given to a harmless name"),
        pytest.param("const u = 'https://x.example/a/very/long/path/to/it';", id="a long path"),
        pytest.param(f"const u = 'https://x.example/items/{UUID}?id={UUID}';", id="UUIDs in URLs"),
        pytest.param("const u = 'http://[::1]:8080/';", id="an IPv6 literal"),
        pytest.param("const password = request.password;", id="no literal"),
    ],
)
def test_ignores_what_is_no_credential(source: str) -> None:
    """Identifiers, templates, stand-ins and words are not flagged."""
    assert flagged(hardcoded_secret, scripted("a", source)) == []


def test_is_skipped_where_the_texts_are_not_kept() -> None:
    """Without the text nobody can say that there is none."""
    frames = make_frames(scripted("a"), keep_scripts=False)
    skipped = run_checks(frames, checks=[hardcoded_secret]).skipped

    assert skipped["reason"].tolist() == ["the snapshot was taken without scripts"]


def test_the_value_is_shown_nowhere() -> None:
    """Neither the value nor a part of it stands in the finding."""
    finding = only(hardcoded_secret, scripted("a", f"const apiKey = '{RANDOM}';"))

    assert RANDOM[:6] not in str(finding)


def identities(source: str, key: bytes = bytes(32)) -> list[str]:
    """Return the identities of what is found in a script, redacted with this key."""
    redacted = redact(scripted("a", source), FingerprintKey(key))
    record = Record(redacted.document, "get", redacted.removed)
    manifest = make_frames(scripted("a"), taken_at=NOW).manifest
    frames = Frames(Snapshot(manifest, lambda: iter([record])))
    return sorted(run_checks(frames, checks=[hardcoded_secret]).findings["finding_id"])


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(f"// a note\n\nconst apiKey = '{RANDOM}';", id="lines were added above"),
        pytest.param(f"const  apiKey  =  '{RANDOM}';", id="white space was added"),
        pytest.param(f"const apiKey = '{RANDOM[::-1]}y7';", id="the secret was rotated"),
    ],
)
def test_a_finding_stays_the_same_when_its_place_or_value_changes(changed: str) -> None:
    """It is known by its line without the secret."""
    assert identities(changed) == identities(f"const apiKey = '{RANDOM}';")


def test_a_finding_is_the_same_on_another_machine() -> None:
    """The key of the fingerprints has no part in it."""
    source = f"const apiKey = '{RANDOM}';"

    assert identities(source, key=b"\x01" * 32) == identities(source)


def test_two_on_like_lines_are_two_findings() -> None:
    """What cannot be told apart by its line is counted."""
    source = f"apiKey = '{RANDOM}';\napiKey = '{RANDOM[::-1]}';"

    assert len(set(identities(source))) == 2


def test_findings_of_one_script_stand_in_its_order() -> None:
    """Line by line, column by column."""
    source = f"apiKey = '{RANDOM}'; token = '{RANDOM[::-1]}';\nsecret = 'a1b2c3d4';"
    findings = judge(hardcoded_secret, scripted("a", source))

    assert findings["line"].tolist() == [1, 1, 2]
    assert findings["column"].is_monotonic_increasing is False


def test_flags_scripts_whose_documents_share_an_id_or_have_none() -> None:
    """Such documents can be left by an import; the place is that of their own script."""
    long = f"class Script {{}}\n\nconst apiKey = '{RANDOM}';"
    documents = [
        scripted("a", script=None),
        scripted("a", "x"),
        scripted("a", long),
        scripted("b", "x", _id=None),
        scripted("c", long, _id=None),
    ]

    findings = judge(hardcoded_secret, *documents)
    assert findings["line"].tolist() == [3, 3]
    assert findings["finding_id"].is_unique
