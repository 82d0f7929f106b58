"""What looks like a credential: well-known token shapes, random strings, names that speak."""

import re
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """A part of a text that is to be removed: `text[start:end]`, and what it looks like."""

    start: int
    end: int
    kind: str


SHAPES = {
    "anthropic_key": r"sk-ant-[\w-]{20,}",
    "atlassian_token": r"ATATT3[\w=-]{20,}",
    "aws_access_key": r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])",
    "digitalocean_token": r"do[opr]_v1_[0-9a-f]{40,}",
    "discord_token": r"[MNO][A-Za-z\d]{23,27}\.[\w-]{6}\.[\w-]{27,}",
    "github_token": r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{22,}",
    "gitlab_token": r"gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rt|soat)-[\w-]{20,}",
    "google_key": r"AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}",
    "grafana_token": r"gl(?:sa|c)_[\w+/=-]{20,}",
    "huggingface_token": r"hf_[A-Za-z]{30,}",
    "json_web_token": r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*",
    "mailgun_key": r"key-[0-9a-f]{32}",
    "new_relic_key": r"NRAK-[A-Z0-9]{20,}",
    "npm_token": r"npm_[A-Za-z0-9]{30,}",
    "openai_key": r"sk-(?:proj-|svcacct-)?[A-Za-z0-9][\w-]{31,}",
    "private_key": r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?"
    r"(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\Z)",
    "pypi_token": r"pypi-[\w-]{40,}",
    "sendgrid_key": r"SG\.[\w-]{16,}\.[\w-]{16,}",
    "sentry_token": r"sntry[su]_[\w+/=-]{30,}",
    "shopify_token": r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    "slack_token": r"xox[abceoprs]-[\w-]{10,}|xapp-\d-[\w-]{10,}",
    "stripe_key": r"[rs]k_(?:live|test)_[0-9a-zA-Z]{16,}|whsec_[\w+/=]{20,}",
    "telegram_token": r"(?:bot)?\d{8,10}:[\w-]{35}",
    "twilio_key": r"(?:SK|AC)[0-9a-f]{32}",
    "vault_token": r"hv[bs]\.[\w-]{20,}",
}
"""Token formats as their vendors document them, by kind."""

# A search for plain text costs a hundredth of one for a pattern: it decides which patterns run.
_SIGNS = {
    "aws_access_key": ("AKIA", "ASIA", "ABIA", "ACCA"),
    "digitalocean_token": ("_v1_",),
    "discord_token": (".",),
    "github_token": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    "gitlab_token": (
        "agent-",
        "bt-",
        "dt-",
        "ffct-",
        "ft-",
        "imt-",
        "oas-",
        "pat-",
        "rt-",
        "soat-",
    ),
    "google_key": ("AIza", "ya29.", "GOCSPX-"),
    "grafana_token": ("glsa_", "glc_"),
    "private_key": ("-----BEGIN ",),
    "sentry_token": ("sntrys_", "sntryu_"),
    "shopify_token": ("shpat_", "shpca_", "shppa_", "shpss_"),
    "slack_token": ("xox", "xapp-"),
    "stripe_key": ("k_live_", "k_test_", "whsec_"),
    "telegram_token": (":A",),
    "twilio_key": ("SK", "AC"),
    "vault_token": ("hvs.", "hvb."),
}
_DETECTORS = tuple(
    (sign, kind, re.compile(rf"(?<![A-Za-z0-9_])(?:{shape})"))
    for kind, shape in SHAPES.items()
    for sign in _SIGNS.get(kind, (re.split(r"[\\\[(]", shape, maxsplit=1)[0],))
)
_KEYS = tuple(
    f"{whose}{joint}key"
    for whose in ("api", "app", "access", "auth", "private", "client", "signing", "encryption")
    for joint in ("", "_", "-")
)
_SPEAKING_PARTS = (
    *("token", "secret", "password", "passwd", "passphrase", "pwd", "authoriz", "authoris"),
    *("credential", *_KEYS),
)
_HEADER_VALUE = re.compile(r"(?:earer|asic|oken|EARER|ASIC|OKEN)\s+([A-Za-z0-9._~+/=-]{8,})")
_LITERAL_AFTER_NAME = re.compile(
    r"[\w$-]*[\"'`]?\s*\]?\s*(?:[=!]==?|[:,=])\s*([\"'`])((?:(?!\1)[^\\\n]|\\.)*)\1"
)
_TEXT_AFTER_NAME = re.compile(r"\w*\s*[:=]\s*([A-Za-z0-9+/_.~=!#%^*-]{6,})")
_COMMENT = re.compile(r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)")
_QUOTED_RUN = re.compile(r"[\"'`]([A-Za-z0-9_+/=.~:-]{16,})(?=[\"'`])")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{16,}", re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9]{16,}")
_NAME_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SPEAKING_WORDS = frozenset(
    {
        "apikey",
        "apikeys",
        "auth",
        "authorization",
        "bearer",
        "cookie",
        "cookies",
        "cred",
        "credential",
        "credentials",
        "creds",
        "key",
        "keys",
        "pass",
        "passphrase",
        "passphrases",
        "passwd",
        "password",
        "passwords",
        "pin",
        "pwd",
        "secret",
        "secrets",
        "token",
        "tokens",
    }
)
_LETTERS_OF_NO_WORD = 24
_DISTINCT_CHARACTERS = 6
_SWITCHES_PER_CHARACTER = 0.3


def speaks_of_secret(name: str) -> bool:
    """Say whether a field or parameter name speaks of a token, secret, password or key."""
    lower = name.lower()
    if any(part in lower for part in _SPEAKING_PARTS):
        return True
    return any(word.lower() in _SPEAKING_WORDS for word in _NAME_WORD.findall(name))


def token_kind(text: str) -> str | None:
    """Say what a random-looking text is: `uuid`, `hex` or `token`; None for words and numbers.

    Random strings change between upper case, lower case and digits far more often than words do:
    0.6 times a character where all 62 are used, 0.4 for digits and one case, 0.28 for camel case.
    """
    if _UUID.fullmatch(text):
        return "uuid"
    if _HEX.fullmatch(text):
        return "hex"
    return "token" if any(_is_random(run) for run in _RUN.findall(text)) else None


def _is_random(run: str) -> bool:
    if len(set(run)) < _DISTINCT_CHARACTERS or run.isdigit():
        return False
    classes = ["d" if c.isdigit() else "u" if c.isupper() else "l" for c in run]
    switches = sum(a != b for a, b in pairwise(classes))
    if switches == 0:
        return len(run) >= _LETTERS_OF_NO_WORD
    return switches >= _SWITCHES_PER_CHARACTER * len(run)


def find_shapes(text: str) -> list[Span]:
    """Find tokens of well-known vendors and values of authorization headers.

    A token whose kind has several signs may be given twice.
    """
    spans = [
        Span(*match.span(), kind)
        for sign, kind, pattern in _DETECTORS
        if sign in text
        for match in pattern.finditer(text)
    ]
    spans += [Span(*match.span(1), "header_value") for match in _HEADER_VALUE.finditer(text)]
    return spans


def find_assigned_in_text(text: str) -> list[Span]:
    """Find `password: …` and `token=…` in running text."""
    return [
        Span(*match.span(1), "assigned")
        for end in _ends_of_speaking_names(text)
        if (match := _TEXT_AFTER_NAME.match(text, end)) and _is_value(match.group(1))
    ]


def find_literals(source: str) -> list[Span]:
    """Find string literals of a script that look like credentials, and such notes in comments.

    Kinds: `assigned` (given to, or compared with, a name that speaks of a secret), `random` (a
    literal that is one random string). A literal with white space or a `${…}` in it is text or
    a template.
    """
    ends = _ends_of_speaking_names(source)
    spans = [
        Span(*match.span(2), "assigned")
        for end in ends
        if (match := _LITERAL_AFTER_NAME.match(source, end)) and _is_value(match.group(2))
    ]
    spans += [
        Span(*match.span(1), "random")
        for match in _QUOTED_RUN.finditer(source)
        if token_kind(match.group(1)) == "token"
    ]
    if ends:
        for comment in _COMMENT.finditer(source):
            start = comment.start()
            spans += [
                span._replace(start=start + span.start, end=start + span.end)
                for span in find_assigned_in_text(comment.group())
            ]
    return spans


def _ends_of_speaking_names(text: str) -> list[int]:
    lower = text.lower()
    if len(lower) != len(text):  # as with U+0130, whose lower case is two characters
        lower = "".join(c.lower() if c.isascii() else c for c in text)
    ends = []
    for part in _SPEAKING_PARTS:
        at = lower.find(part)
        while at >= 0:
            ends.append(at + len(part))
            at = lower.find(part, at + 1)
    return ends


_SHORTEST_VALUE = 4
_HEADER_NAME = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+|[a-z]+(?:_[a-z]+)*|[A-Z]+(?:_[A-Z]+)*")


def _is_value(literal: str) -> bool:
    # Header and field names ('X-Gitlab-Token', 'access_token') are what scripts compare with.
    return (
        len(literal) >= _SHORTEST_VALUE
        and not re.search(r"\s|\$\{", literal)
        and not (_HEADER_NAME.fullmatch(literal) and speaks_of_secret(literal))
    )
