import base64

import pytest
from planted import kept, kinds, redacted, redacted_script

from rcaudit.snapshot.shapes import SHAPES, find_shapes

D, L, X, U = "0123456789" * 8, "aB3dE5fG7h" * 10, "0123456789abcdef" * 5, "A1B2C3D4E5" * 4

# Put together from parts, so that nobody takes this file for a leak.
TOKENS = {
    "airtable_token": "pat" + L[:14] + "." + X[:64],
    "anthropic_key": "sk-" + "ant-" + L[:30],
    "atlassian_token": "ATATT" + "3" + L[:30],
    "aws_access_key": "AK" + "IA" + U[:16],
    "brevo_key": "xkeysib" + "-" + X[:64] + "-" + L[:16],
    "databricks_token": "da" + "pi" + X[:32],
    "digitalocean_token": "dop" + "_v1_" + X[:64],
    "discord_token": "M" + L[:23] + "." + L[:6] + "." + L[:27],
    "docker_token": "dckr" + "_pat_" + L[:27],
    "github_token": "gh" + "p_" + L[:36],
    "gitlab_token": "gl" + "pat-" + L[:20],
    "google_key": "AI" + "za" + L[:35],
    "grafana_token": "gl" + "sa_" + L[:32],
    "huggingface_token": "h" + "f_" + "aBcDeFgHiJ" * 3,
    "json_web_token": "ey" + "J" + L[:20] + ".ey" + "J" + L[:20] + "." + L[:20],
    "linear_key": "lin" + "_api_" + L[:40],
    "mailgun_key": "ke" + "y-" + X[:32],
    "new_relic_key": "NR" + "AK-" + U[:27],
    "notion_token": "nt" + "n_" + L[:46],
    "npm_token": "np" + "m_" + L[:36],
    "openai_key": "sk" + "-proj-" + L[:40],
    "postman_key": "PM" + "AK-" + X[:24] + "-" + X[:34],
    "pypi_token": "py" + "pi-" + L[:50],
    "sendgrid_key": "S" + "G." + L[:22] + "." + L[:43],
    "sentry_token": "sntry" + "s_" + L[:40],
    "shopify_token": "shp" + "at_" + X[:32],
    "slack_token": "xo" + "xb-" + D[:11] + "-" + L[:24],
    "sonar_token": "sq" + "u_" + X[:40],
    "stripe_key": "sk" + "_live_" + L[:24],
    "telegram_token": D[:10] + ":" + "AA" + L[:33],
    "twilio_key": "S" + "K" + X[:32],
    "vault_token": "hv" + "s." + L[:24],
}
KINDS = [pytest.param(kind, token, id=kind) for kind, token in TOKENS.items()]


def test_every_vendor_has_its_case() -> None:
    """A shape without a made-up token here would be one that nobody tried."""
    assert TOKENS.keys() == SHAPES.keys()


@pytest.mark.parametrize(("kind", "token"), KINDS)
@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(lambda text: {"name": f"bot {text} here"}, id="name"),
        pytest.param(lambda text: {"alias": text}, id="alias"),
        pytest.param(lambda text: {"triggerWords": ["!go", text]}, id="trigger word"),
        pytest.param(lambda text: {"scriptError": {"stack": f"at x ({text})"}}, id="stack"),
        pytest.param(lambda text: {"script": f"f('x');\n// {text}\n"}, id="comment"),
        pytest.param(lambda text: {"scriptCompiled": f'f("x\\n{text}");'}, id="after an escape"),
        pytest.param(lambda text: {"urls": [f"https://example.com/{text}/x"]}, id="path"),
        pytest.param(lambda text: {"urls": [f"https://example.com/x%2F{text}"]}, id="encoded path"),
        pytest.param(lambda text: {"settings": [{"deep": {"er": text}}]}, id="unknown field"),
        pytest.param(lambda text: {"settings": {text: 1}}, id="name of a field"),
        pytest.param(lambda text: {text: "x"}, id="name of an unknown field"),
    ],
)
def test_tokens_of_vendors_go_wherever_they_stand(fields, kind: str, token: str) -> None:
    """Nothing of the token is kept, not even in the notes."""
    result = redacted(**fields(token))
    assert token not in kept(result)
    assert token[4:20] not in kept(result)
    assert kinds(result)


@pytest.mark.parametrize(("kind", "token"), KINDS)
def test_tokens_of_vendors_are_told_by_kind(kind: str, token: str) -> None:
    """The kind says whose token it was."""
    assert kind in {span.kind for span in find_shapes(f"x = '{token}';")}


@pytest.mark.parametrize(
    "text",
    [
        *("pnpm_lock", "risk-assessment-of-the-whole-department", "xoxx-darling-hello-there"),
        *("task-list-with-a-really-long-kebab-case-name", "this.AKIA.is.no.key.at.all", "10:30:00"),
        *("hf_short", "SG.short.short", "eyJhbGciOi alone", "key-value-store-of-the-department"),
        *("sk-circle-fade-dot-animation-container-large", "path.patient.pattern.patch.patrol"),
        *("ratio 1234567890:1", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"),
        *(
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN something",
            "basic auth",
            "token expired again",
        ),
        *("Basic authentication", "token validation", "bearer of good news", "basic  (x)"),
    ],
)
def test_what_only_resembles_a_token_stays(text: str) -> None:
    """Prefixes alone and prose are no tokens."""
    assert redacted(alias=text).document["alias"] == text


BODY = "\n".join([L[:64]] * 3 + [L[:20] + "=="])
KEYS = {
    "a block": f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----",
    "PGP": f"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{BODY}\n-----END PGP PRIVATE KEY BLOCK-----",
    "Windows line ends": f"-----BEGIN PRIVATE KEY-----\n{BODY}\n-----END PRIVATE KEY-----".replace(
        "\n", "\r\n"
    ),
    "no end": f"-----BEGIN EC PRIVATE KEY-----\n{BODY}",
    "escaped line ends": f"-----BEGIN PRIVATE KEY-----\n{BODY}\n-----END PRIVATE KEY-----".replace(
        "\n", "\\n"
    ),
}


@pytest.mark.parametrize("text", KEYS.values(), ids=KEYS.keys())
def test_private_keys_go_over_all_their_lines(text: str) -> None:
    """Line ends stay, and what comes after the key."""
    after = "\n;f('x')"
    for source in (f"const k = `{text}`{after}", f"/* {text} */{after}"):
        result = redacted(script=source)
        assert L[:12] not in kept(result)
        assert set(kinds(result)) == {"private_key"}
        new = result.document["script"]
        assert len(new) == len(source)
        assert all(new[i] == c for i, c in enumerate(source) if c in "\r\n")
        assert new.endswith(after)
    assert L[:12] not in kept(redacted(name=text))


@pytest.mark.parametrize(
    ("before", "quote", "between", "after"),
    [
        pytest.param("k = ", "'", " +\n  ", ";\nf('x');", id="put together with a plus"),
        pytest.param("k = [", '"', ",\n  ", '].join("");', id="in a list"),
        pytest.param("f(", "`", " + ", ");", id="on one line"),
    ],
)
def test_a_private_key_in_many_literals_goes_and_the_code_between_stays(
    before: str, quote: str, between: str, after: str
) -> None:
    """Every part of the key is overwritten between its own quotes."""
    lines = KEYS["a block"].split("\n")
    source = before + between.join(f"{quote}{line}\\n{quote}" for line in lines) + after
    new = redacted_script(source)
    assert not [line for line in lines if line[:10] in new or line[-10:] in new]
    assert new.split(quote)[::2] == source.split(quote)[::2]
    assert [len(part) for part in new.split(quote)] == [len(p) for p in source.split(quote)]


def test_a_private_key_in_a_literal_of_many_lines_goes() -> None:
    """The backslashes that join the lines stay, for the script must still be one."""
    source = "k = '" + KEYS["a block"].replace("\n", "\\n\\\n") + "';\nf('x');"
    new = redacted_script(source)
    assert L[:12] not in new
    assert [line[-1:] for line in new.split("\n")] == [line[-1:] for line in source.split("\n")]
    assert len(new) == len(source)


def test_code_between_the_words_of_a_private_key_stays() -> None:
    """Taking the armour off a key is no key, though lines of one between them are."""
    strip = "k.replace('-----BEGIN PRIVATE KEY-----', '').replace('-----END PRIVATE KEY-----', '')"
    assert redacted_script(strip) == strip
    line = f"x('-----BEGIN PRIVATE KEY-----'); y('{L[:64]}'); z('-----END PRIVATE KEY-----')"
    assert redacted_script(line).startswith("x('-----BEGIN PRIVATE KEY-----'); y('REDACTED")
    assert redacted_script(line).endswith("'); z('-----END PRIVATE KEY-----')")
    check = "if (k.startsWith('-----BEGIN PRIVATE KEY-----')) { f(); }"
    assert redacted_script(check) == check


def test_a_private_key_whose_end_is_code_goes_as_far_as_its_literal() -> None:
    """What no quotes hold is not overwritten."""
    source = "x = '-----BEGIN PRIVATE KEY-----abcd' -----END PRIVATE KEY-----"
    new = redacted_script(source)
    assert "abcd" not in new
    assert new.endswith("' -----END PRIVATE KEY-----")


def test_every_one_of_many_private_keys_goes() -> None:
    """Also where a later one has no end."""
    result = redacted(name=f"{KEYS['a block']}\n{KEYS['a block']}\n{KEYS['no end']}")
    assert kinds(result) == ["private_key"] * 3
    assert L[:12] not in kept(result)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Authorization: Bearer {}", id="Bearer"),
        pytest.param("authorization: bearer {}", id="in lower case"),
        pytest.param("'Bearer {}'", id="in quotes"),
        pytest.param("-H 'PRIVATE: Token {}'", id="Token"),
        pytest.param("GenieKey {}", id="another scheme"),
    ],
)
@pytest.mark.parametrize("value", ["s3cr3tH0rse", "q8Zk3vT9xYb2LmN7", "12345678-abcd1234"])
def test_values_of_authorization_headers_go(header: str, value: str) -> None:
    """In texts, in comments and in literals."""
    text = header.format(value)
    assert value not in kept(redacted(alias=text))
    assert value not in kept(redacted(script=f"// {text}\nf(`{text}`);"))


@pytest.mark.parametrize("pair", ["admin:admin", "bob:hunter2", "a:äöü", "x:y:z"])
def test_basic_credentials_go(pair: str) -> None:
    """What Base64 makes of user and password, with its padding and without."""
    value = base64.b64encode(pair.encode()).decode()
    for text in (value, value.rstrip("=")):
        assert text not in kept(redacted(alias=f"curl -H 'Authorization: Basic {text}'"))
        assert text not in redacted_script(f"headers = {{ x: 'Basic {text}' }}")


def test_a_word_after_bearer_goes_where_it_is_all_there_is() -> None:
    """A short token of letters alone is told by standing alone."""
    assert redacted_script("x('Bearer swordfish')") == "x('Bearer *********')"
    assert redacted_script("x('Basic swordfish-2')") == "x('Basic swordfish-2')"
