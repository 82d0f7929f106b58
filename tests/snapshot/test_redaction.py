import copy
import json
import time
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import KEY, kept, kinds, redacted, redacted_script

from rcaudit.snapshot.redaction import Removed, redact

TOKEN = "q8Zk3vT9xYb2LmN7pR4sW6dF1gH5jK0cA8eU3iO9tB2nV7xZ"
DOCUMENT = {
    "_id": "tTz5ssEHCsGkHJ8Jc",
    "type": "webhook-outgoing",
    "name": "GitLab to #dev",
    "enabled": True,
    "alias": "GitLab",
    "avatar": "https://example.com/images/gitlab.png",
    "emoji": ":fox:",
    "username": "rocket.cat",
    "userId": "rocket.cat",
    "_createdBy": {"_id": "aobEdbYhXfu5hkeqG", "username": "alice"},
    "_createdAt": "2024-05-06T07:08:09.123Z",
    "_updatedAt": "2024-05-06T07:08:09.123Z",
    "channel": ["#dev", "@bob", "all_public_channels", "GENERAL"],
    "scriptEnabled": True,
    "script": "class Script {\n  prepare_outgoing_request({ request }) { return request; }\n}\n",
    "scriptCompiled": "",
    "scriptError": None,
    "scriptEngine": "isolated-vm",
    "event": "sendMessage",
    "urls": ["https://ci.example.com/api/v1/projects/deploy-notifications"],
    "triggerWords": ["!deploy", "status"],
    "targetRoom": "",
    "retryCount": 6,
    "retryDelay": "powers-of-ten",
    "weight": 1.5,
    "settings": {"_id": "507f1f77bcf86cd799439011", "theme": ["dark", None, False, 3]},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from([*DOCUMENT, "token", "unknown", "api_key"]) | st.text(max_size=9)
TRICKY = st.lists(
    st.sampled_from(
        [*"aB9'\"`:=/@?#&;,.-_ \\\n\r\x00{}$<>%()[]", "\ud800", "\u0130", "token", "key"]
    ),
    max_size=40,
).map("".join)


def test_a_document_without_secrets_stays_as_it_is() -> None:
    """Ids, times, words, channels and addresses are kept, and nothing is noted."""
    before = copy.deepcopy(DOCUMENT)
    result = redact(DOCUMENT, KEY)
    assert result.document == DOCUMENT == before
    assert list(result.document) == list(DOCUMENT)
    assert result.removed == []


def test_the_token_becomes_a_fingerprint_and_its_length() -> None:
    """The same token gives the same fingerprint, wherever it is from."""
    result = redacted(token=TOKEN)
    assert result.document["token"] is None
    assert result.removed == [Removed("token", "token", KEY.fingerprint(TOKEN), 48)]


@pytest.mark.parametrize(
    "token", [TOKEN, "changeme", "s3cr3t", "päss wörd?&/", "12345678", "a'b\"c\\d"]
)
@pytest.mark.parametrize(
    "plant",
    [
        pytest.param(lambda token: {"name": f"GitLab {token}"}, id="name"),
        pytest.param(lambda token: {"userId": token}, id="user id"),
        pytest.param(lambda token: {"event": token}, id="event"),
        pytest.param(lambda token: {"channel": [f"#{token}"]}, id="channel"),
        pytest.param(lambda token: {"script": f"if (t === '{token}') f();"}, id="script"),
        pytest.param(lambda token: {"scriptCompiled": f"// {token}{token}"}, id="comment, twice"),
        pytest.param(lambda token: {"urls": [f"https://example.com/{token}/x"]}, id="URL"),
        pytest.param(
            lambda token: {"urls": [f"https://example.com/{quote(token, safe='')}"]},
            id="URL, percent-encoded",
        ),
        pytest.param(lambda token: {"settings": [{"deep": [token]}]}, id="unknown field"),
        pytest.param(lambda token: {"settings": {f"x{token}": 1}}, id="name in an unknown field"),
        pytest.param(lambda token: {f"x{token}": 1}, id="name of an unknown field"),
    ],
)
def test_the_own_token_goes_wherever_else_it_stands(plant, token: str) -> None:
    """Whatever the token looks like, it is known from its field."""
    result = redacted(token=token, **plant(token))
    text = json.dumps(result, ensure_ascii=False)
    for form in (token, quote(token, safe=""), json.dumps(token, ensure_ascii=False)[1:-1]):
        assert form not in text


@pytest.mark.parametrize(
    ("token", "name", "expected"),
    [
        pytest.param("x", "an x for a u", "an x for a u", id="too short to be told"),
        pytest.param(None, "None", "None", id="no token"),
        pytest.param(True, "True story", "True story", id="a boolean"),
        pytest.param(12345678, "call 12345678", "call ********", id="a number"),
        pytest.param(["abcdefg"], "abcdefg", "*******", id="a list"),
        pytest.param({"a": "abcdefg"}, "abcdefg", "*******", id="an object"),
    ],
)
def test_tokens_of_other_types_count_too(token: Any, name: str, expected: str) -> None:
    """What is no text is looked through for texts and numbers."""
    assert redacted(token=token, name=name).document["name"] == expected


def test_a_number_that_is_the_own_token_goes() -> None:
    """Also where it is not a text."""
    assert redacted(token="12345678", retryCount=12345678).document["retryCount"] is None


def test_code_that_is_named_as_the_token_stays() -> None:
    """A token may be a word; the code of a script is not corrupted by it."""
    source = "function request(x) { return request(x, 'request'); } // request"
    new = redacted(token="request", script=source).document["script"]
    assert new == "function request(x) { return request(x, '*******'); } // *******"


@pytest.mark.parametrize(
    "name", ["apiKey", "smtp_password", "X-Auth-Token", "secret", "private key", "credentials"]
)
@pytest.mark.parametrize(
    "value", ["swordfish", 1234, 0.5, ["swordfish"], {"deep": {"swordfish": "swordfish"}}, ""]
)
def test_unknown_fields_that_speak_of_secrets_lose_their_values(name: str, value: Any) -> None:
    """Whatever the value is; the name stays."""
    for fields in ({name: value}, {"settings": {name: value}}, {"_createdBy": [{name: value}]}):
        result = redacted(**fields)
        assert "swordfish" not in kept(result)
        assert kinds(result) == ["named"]
        assert name in kept(result)


@pytest.mark.parametrize("value", [None, True, False])
def test_fields_that_say_whether_there_is_a_secret_stay(value: bool | None) -> None:
    """Neither a switch nor nothing is a secret."""
    assert redacted(hasPassword=value, token=value).removed == []


def test_names_that_become_the_same_stay_apart() -> None:
    """No field is lost because its name was a secret."""
    result = redacted(settings=dict(zip(["\ud800", "\udfff", "\ufffd"], [1, 2, 3], strict=True)))
    assert list(result.document["settings"].values()) == [1, 2, 3]
    assert result.removed == []


def test_long_random_texts_go_but_ids_stay() -> None:
    """A token of another integration that was noted down is no id."""
    result = redacted(name=f"was {TOKEN}", rid="ByehQjC44FwMeiLbX", _x={"_id": "aobEdbYhXfu5hkeqG"})
    assert kinds(result) == ["random"]
    assert TOKEN not in kept(result)


def test_scripts_can_be_left_out() -> None:
    """What is noted tells their length; an empty one stays empty."""
    source = DOCUMENT["script"]
    result = redact(DOCUMENT, KEY, keep_scripts=False)
    assert result.document["script"] is None
    assert result.document["scriptCompiled"] == ""
    assert result.removed == [Removed("script", "left_out", KEY.fingerprint(source), len(source))]


def test_a_script_that_is_kept_twice_is_noted_twice() -> None:
    """From 9.0 on the compiled script is the script."""
    source = "f();\nconst token = 'swordfish';"
    result = redacted(script=source, scriptCompiled=source)
    assert result.document["script"] == result.document["scriptCompiled"]
    fingerprint = KEY.fingerprint("swordfish")
    assert result.removed == [
        Removed("script", "assigned:word", fingerprint, 9, 2, 16),
        Removed("scriptCompiled", "assigned:word", fingerprint, 9, 2, 16),
    ]


def test_scripts_of_other_types_are_looked_through() -> None:
    """A list of lines is no script, but may hold what one holds."""
    assert "swordfish" not in kept(redacted(script=["token: swordfish"]))


def test_short_secrets_are_covered_and_long_ones_marked() -> None:
    """A mark has the beginning of the fingerprint, as far as there is room."""
    assert redacted_script("token = 'abcd'") == "token = '****'"
    mark = KEY.fingerprint("swordfish-2-swordfish")
    assert redacted_script("token = 'swordfish-2-swordfish'") == f"token = 'REDACTED-{mark[:12]}'"
    mark = KEY.fingerprint(TOKEN)
    assert redacted_script(f"token = '{TOKEN}'") == f"token = 'REDACTED-{mark}{23 * '*'}'"


def test_lines_and_columns_count_from_one() -> None:
    """A note says where a secret stood, also behind one of many lines."""
    key = "-----BEGIN PRIVATE KEY-----\nabcdefgh12345678\n-----END PRIVATE KEY-----"
    source = f"a;\r\nx = `{key}`; token = 'swordfish';\n\ntoken = 'swordfish'"
    removed = redacted(script=source).removed
    assert [(one.kind, one.line, one.column) for one in removed] == [
        ("private_key", 2, 6),
        ("assigned:word", 4, 38),
        ("assigned:word", 6, 10),
    ]


@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_any_document_is_taken(document: dict[str, Any]) -> None:
    """The result can be written, has all the fields, and the document is not changed."""
    before = json.dumps(document)
    result = redact(document, KEY)
    assert json.dumps(document) == before
    assert len(result.document) == len(document)
    json.dumps(result, ensure_ascii=False).encode()


@given(st.dictionaries(NAMES, TRICKY | st.lists(TRICKY, max_size=2), max_size=4), st.booleans())
def test_any_text_in_any_field_is_taken(document: dict[str, Any], keep_scripts: bool) -> None:
    """Quotes, marks, lone surrogates and NUL do no harm."""
    result = redact(document, KEY, keep_scripts=keep_scripts)
    json.dumps(result, ensure_ascii=False).encode()
    assert redact(document, KEY, keep_scripts=keep_scripts) == result


@given(
    st.dictionaries(
        st.sampled_from(list(DOCUMENT)), TRICKY.map(lambda text: f"{text}{TOKEN}{text}")
    ),
    st.dictionaries(st.text(max_size=3).map(lambda text: text + TOKEN), JSON, max_size=2),
)
def test_the_own_token_is_in_nothing_that_is_kept(
    known: dict[str, Any], other: dict[str, Any]
) -> None:
    """But in the id, which is no secret, whatever it is."""
    document = {**known, **other, "_id": "a", "token": TOKEN}
    assert TOKEN not in kept(redact(document, KEY))


@pytest.mark.parametrize("opening", ["[", '{"a":'], ids=["lists", "objects"])
def test_nesting_is_taken_as_deep_as_json_can_make_it(opening: str) -> None:
    """What is too deep is removed, and told."""
    depth, close = 900, {"[": "]", '{"a":': "}"}[opening]
    value = json.loads(opening * depth + '"swordfish"' + close * depth)
    for name, kind in (("settings", "too_deep"), ("urls", "too_deep"), ("apiKey", "named")):
        result = redacted(**{name: value})
        assert kinds(result) == [kind]
        assert "swordfish" not in kept(result)
    assert redacted(token=value, name="swordfish").document["name"] == "*********"


UNITS = [
    *(
        "'",
        '"',
        "`",
        "/",
        "//",
        "/*",
        "\\",
        "${",
        "`${",
        "{{",
        "<a",
        "%A",
        "@",
        "?",
        "#",
        "A1",
        " ",
        "\n",
    ),
    *(
        "token=",
        "token='",
        'token="',
        "token: ",
        "tokentoken",
        "token\\'",
        "key=[",
        "secret(",
        "?token:",
    ),
    *(
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----'",
        "eyJ",
        "-eyJ",
        "sk-",
    ),
    *(
        "a:b@c.d ",
        "http://",
        "http://a:b@",
        "http://a/",
        "https://a:b/c@",
        "x=1&",
        "Basic YTpi ",
        "SG.",
    ),
    *(
        "'abcd'==token",
        "token=['a',",
        "token='aaaaaaaa';\n",
        "tok\u0130en=",
        "token=http://",
        "deadbeef-",
        "token=((",
        "token=a?b:",
        "token=f('a',",
        "token()=>",
        "token(){return ",
    ),
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_length_and_no_faster(unit: str) -> None:
    """Sixteen times the text takes nowhere near 256 times as long, whatever is repeated."""

    def measure(size: int) -> float:
        text = unit * (size // len(unit))
        document = {"_id": "a", "script": text, "name": text, "urls": [text]}
        started = time.process_time()
        redact(document, KEY)
        return time.process_time() - started

    short = min(measure(4_000) for _ in range(3))
    assert min(measure(64_000) for _ in range(2)) < 100 * short + 0.2


SHORT = [
    pytest.param({"script": "if (token === 'aB3x') return;"}, id="a literal"),
    pytest.param({"script": 'const hook = ["aB3x"];'}, id="one of a list"),
    pytest.param({"urls": ["https://h.example/hooks/aB3x"]}, id="the end of a URL"),
    pytest.param({"urls": ["https://h.example/aB3x/push?x=1"]}, id="a part of a URL"),
    pytest.param({"urls": ["https://h.example/push?x=aB3x&y=1"]}, id="a value of a URL"),
    pytest.param({"future": "aB3x"}, id="an unknown field"),
    pytest.param({"future": {"copies": {"first": "aB3x"}}}, id="a member of one"),
]


@pytest.mark.parametrize("fields", SHORT)
def test_a_short_token_goes_where_it_stands_alone(fields: dict[str, Any]) -> None:
    """Rocket.Chat makes long ones, but people type theirs."""
    result = redacted(token="aB3x", **fields)
    assert "aB3x" not in kept(result)
    assert "own_token" in kinds(result) or "query:value" in kinds(result)


def test_a_short_token_stays_as_a_part_of_words() -> None:
    """Else a token `the` would make a script unreadable; a host stays in any case."""
    fields = {"script": "const theme = 'the end'; the(theme)", "urls": ["https://the/then/x-the"]}
    assert redacted(token="the", **fields).document == {
        "_id": "tTz5ssEHCsGkHJ8Jc",
        "token": None,
        **fields,
    }


@pytest.mark.parametrize("token", ["a", "ab", 12])
def test_a_token_of_two_characters_is_none_elsewhere(token: object) -> None:
    """It would be anywhere."""
    fields = {"script": f"f('{token}')", "future": str(token)}
    assert redacted(token=token, **fields).document == {
        "_id": "tTz5ssEHCsGkHJ8Jc",
        "token": None,
        **fields,
    }


@pytest.mark.parametrize(
    "pair",
    [
        {"name": "X-Api-Key", "value": "hunter2"},
        {"key": "password", "value": "hunter2"},
        {"header": "Authorization", "content": "hunter2"},
        {"label": "Passwort", "default": "hunter2"},
    ],
    ids="-".join,
)
def test_a_value_beside_a_speaking_label_goes(pair: dict[str, str]) -> None:
    """Forms and lists of headers are kept that way."""
    result = redacted(future={"settings": [pair, {"name": "colour", "value": "red"}]})
    assert "hunter2" not in kept(result)
    assert result.document["future"]["settings"][1] == {"name": "colour", "value": "red"}


@pytest.mark.parametrize(
    "option", ["-u ", "-u", "-U ", "--user ", "--user=", "--proxy-user ", "-u '"]
)
@pytest.mark.parametrize("place", ["comment", "literal", "name"])
def test_the_password_of_a_command_line_goes(option: str, place: str) -> None:
    """People note how they tried it."""
    command = f"curl -s {option}admin:hunter2 https://h.example"
    fields = {
        "comment": {"script": f"// {command}\nfoo();"},
        "literal": {"script": f"const c = `{command}`;"},
        "name": {"name": command},
    }
    result = redacted(**fields[place])
    assert "hunter2" not in kept(result)
    assert "admin:" in kept(result)


def test_a_command_line_without_a_password_stays() -> None:
    """A user alone, a variable, and code that looks alike."""
    script = "// curl -u admin https://h\n// curl -u admin:${PASSWORD} https://h\nx = a -u b:c"
    assert redacted(script=script).document["script"] == script


@pytest.mark.parametrize(
    "name", ["kennwort", "Passwort", "mot_de_passe", "motDePasse", "contraseña", "senha", "пароль"]
)
def test_a_password_is_one_in_other_languages(name: str) -> None:
    """In code, in a comment, and as the name of a field."""
    result = redacted(script=f"const {name} = 'hunter2';\n// {name}: hunter2", **{name: "hunter2"})
    assert "hunter2" not in kept(result)


@pytest.mark.parametrize("value", ["secret", "secret-token", "Access_Token", "webhook-key"])
def test_a_password_may_be_made_of_words_for_secrets(value: str) -> None:
    """Only what has `password` in it is taken for the name of a field."""
    source = f"const a = {{ user: 'x', password: '{value}' }}; f({{ password: 'user_password' }});"
    text = redacted_script(source)
    assert value not in text
    assert "'user_password'" in text
