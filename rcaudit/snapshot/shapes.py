"""Tokens of well-known vendors, private keys and authorization headers, wherever they stand."""

import base64
import binascii
import re
import string
from collections.abc import Iterator
from types import MappingProxyType

from rcaudit.snapshot.credentials import Span, looks_made_up, lower_in_place

SHAPES = MappingProxyType(
    {
        "airtable_token": r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}",
        "anthropic_key": r"sk-ant-[\w-]{20,}",
        "atlassian_token": r"ATATT3[\w=-]{20,}",
        "aws_access_key": r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])",
        "brevo_key": r"xkeysib-[0-9a-f]{64}-\w{16}",
        "databricks_token": r"dapi[0-9a-f]{32}",
        "digitalocean_token": r"do[opr]_v1_[0-9a-f]{40,}",
        "discord_token": r"[MNO][A-Za-z\d]{23,27}\.[\w-]{6}\.[\w-]{27,}",
        "docker_token": r"dckr_pat_[\w-]{20,}",
        "github_token": r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{22,}",
        "gitlab_token": r"gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rt|soat)-[\w-]{20,}",
        "google_key": r"AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}",
        "grafana_token": r"gl(?:sa|c)_[\w+/=-]{20,}",
        "huggingface_token": r"hf_[A-Za-z]{30,}",
        "json_web_token": r"eyJ[\w-]{8,1000}+\.eyJ[\w-]{8,}+\.[\w-]*",
        "linear_key": r"lin_(?:api|oauth)_[A-Za-z0-9]{30,}",
        "mailgun_key": r"key-[0-9a-f]{32}",
        "new_relic_key": r"NRAK-[A-Z0-9]{20,}",
        "notion_token": r"ntn_[A-Za-z0-9]{40,}",
        "npm_token": r"npm_[A-Za-z0-9]{30,}",
        "openai_key": r"sk-(?=[\w-]{0,200}\d)(?:proj-|svcacct-)?[A-Za-z0-9][\w-]{31,}",
        "postman_key": r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
        "pypi_token": r"pypi-[\w-]{40,}",
        "sendgrid_key": r"SG\.[\w-]{16,}\.[\w-]{16,}",
        "sentry_token": r"sntry[su]_[\w+/=-]{30,}",
        "shopify_token": r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
        "slack_token": r"xox[abceoprs]-[\w-]{10,}|xapp-\d-[\w-]{10,}",
        "sonar_token": r"sq[aup]_[0-9a-f]{40}",
        "stripe_key": r"[rs]k_(?:live|test)_[0-9a-zA-Z]{16,}|whsec_[\w+/=]{20,}",
        "telegram_token": r"(?:bot)?\d{8,10}:[\w-]{35}",
        "twilio_key": r"(?:SK|AC)[0-9a-f]{32}",
        "vault_token": r"hv[bs]\.[\w-]{20,}",
    }
)
"""Token formats as their vendors document them, by kind."""

# A search for plain text costs a hundredth of one for a pattern: it decides which patterns run.
_SIGNS = MappingProxyType(
    {
        "airtable_token": ("pat",),
        "aws_access_key": ("AKIA", "ASIA", "ABIA", "ACCA"),
        "digitalocean_token": ("_v1_",),
        "discord_token": (".",),
        "github_token": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        "gitlab_token": (
            *("agent-", "bt-", "dt-", "ffct-", "ft-", "imt-", "oas-", "pat-", "rt-", "soat-"),
        ),
        "google_key": ("AIza", "ya29.", "GOCSPX-"),
        "grafana_token": ("glsa_", "glc_"),
        "linear_key": ("lin_",),
        "sentry_token": ("sntry",),
        "shopify_token": ("shp",),
        "slack_token": ("xox", "xapp-"),
        "sonar_token": ("squ_", "sqa_", "sqp_"),
        "stripe_key": ("k_live_", "k_test_", "whsec_"),
        "telegram_token": (":",),
        "twilio_key": ("SK", "AC"),
        "vault_token": ("hvs.", "hvb."),
    }
)
_LEAST_LENGTHS = MappingProxyType({"airtable_token": 82, "discord_token": 59, "telegram_token": 44})
# A token also begins after an escape sequence (`\nxoxb-`) and after a percent-encoded character.
_BOUNDARY = r"(?:(?<![A-Za-z0-9])|(?<=\\[nrtbf0])|(?<=%[0-9A-Fa-f]{2}))"
_BOUNDED = frozenset(
    {
        *("airtable_token", "discord_token", "huggingface_token", "openai_key", "sendgrid_key"),
        *("telegram_token", "twilio_key", "vault_token"),
    }
)


def _compile(kind: str, shape: str) -> re.Pattern[str]:
    return re.compile(f"{_BOUNDARY if kind in _BOUNDED else ''}(?:{shape})", re.ASCII)


def _first_letters(shape: str) -> str:
    return re.split(r"[\\\[(]", shape, maxsplit=1)[0]


_DETECTORS = tuple(
    (
        _SIGNS.get(kind, (_first_letters(shape),)),
        _LEAST_LENGTHS.get(kind, 0),
        kind,
        _compile(kind, shape),
    )
    for kind, shape in SHAPES.items()
)
# By a character that they have: where there is no hyphen, a third need not be looked for.
_SIGNS_BY_MARK = MappingProxyType(
    {
        mark: tuple(
            (sign, number)
            for number, (signs, *_) in enumerate(_DETECTORS)
            for sign in signs
            if mark == next((one for one in "-_" if one in sign), "")
        )
        for mark in ("-", "_", "")
    }
)
_SHORTEST_TOKEN = 15
# Of random characters, fifteen are never all small letters.
_NO_WORD = re.compile(r"[A-Z0-9]")
# All that no token holds becomes a space: splitting there is faster than any pattern.
_TOKEN_CHARACTERS = (string.ascii_letters + string.digits + "_.:+/=~-").encode()
_TOKEN_BYTES = bytes(code if code in _TOKEN_CHARACTERS else ord(" ") for code in range(256))


def find_shapes(text: str) -> list[Span]:
    """Find tokens of well-known vendors, private keys and values of authorization headers."""
    spans: list[Span] = []
    if len(text) < _SHORTEST_TOKEN:
        return spans
    runs = [
        run
        for run in text.encode("ascii", "replace").translate(_TOKEN_BYTES).decode().split()
        if len(run) >= _SHORTEST_TOKEN and _NO_WORD.search(run)
    ]
    if runs:
        spans += _find_tokens(text, runs)
    if _KEY_BEGINS in text:
        spans += _find_private_keys(text)
    if " " in text:
        spans += _find_header_values(text)
    return spans


def _find_tokens(text: str, runs: list[str]) -> Iterator[Span]:
    joined = " ".join(runs)
    numbers = [
        number
        for mark, signs in _SIGNS_BY_MARK.items()
        if mark in joined
        for sign, number in signs
        if sign in joined
    ]
    for number in dict.fromkeys(numbers):
        _, least, kind, pattern = _DETECTORS[number]
        if least and not any(len(run) >= least for run in runs):
            continue
        for match in pattern.finditer(text):
            yield Span(*match.span(), kind)


_KEY_BEGINS = "-----BEGIN "
_KEY_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,40}-----|-----END ")
_KEY_HEAD = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_KEY_BODY = re.compile(r"(?:[A-Za-z0-9+/=\s]|\\[rn])*+")
_SHORTEST_KEY_BODY = 16
_CODE = re.compile(r"[(){};]")
_KEY_LINE = re.compile(r"[A-Za-z0-9+/=]{40,}")
_PIECE = re.compile(r"[^\"'`]+")
_QUOTE = re.compile(r"[\"'`]")


def _find_private_keys(text: str) -> Iterator[Span]:
    position, has_end = 0, True
    while (at := text.find(_KEY_BEGINS, position)) >= 0:
        position = at + len(_KEY_BEGINS)
        head = _KEY_HEAD.match(text, at)
        if head is None:
            continue
        end = _KEY_ENDS.search(text, head.end()) if has_end else None
        has_end = end is not None
        if end is not None:
            yield from _find_key_parts(text, at, end.end())
            position = end.end()
            continue
        body = _KEY_BODY.match(text, head.end())
        if body is not None and len(body.group()) >= _SHORTEST_KEY_BODY:
            yield Span(at, body.end(), "private_key")
            position = body.end()


def _find_key_parts(text: str, start: int, end: int) -> Iterator[Span]:
    # A key may be put together from one literal a line: what is between them is code.
    if _CODE.search(text, start, end):
        for line in _KEY_LINE.finditer(text, start, end):
            yield Span(*line.span(), "private_key")
        return
    is_inside = True
    for quote in _QUOTE.finditer(text, start, end):
        if is_inside:
            yield Span(start, quote.start(), "private_key")
        is_inside, start = not is_inside, quote.end()
    if is_inside:
        yield Span(start, end, "private_key")


_SCHEMES = ("bearer ", "basic ", "token ", "apikey ", "geniekey ", "ssws ", "splunk ")
_SCHEME_VALUE = re.compile(r"[ \t]*+([A-Za-z0-9._~+/=:-]{6,})")
_QUOTES = "\"'`"


def _find_header_values(text: str) -> Iterator[Span]:
    lower = lower_in_place(text)
    for scheme in _SCHEMES:
        at = lower.find(scheme)
        while at >= 0:
            end = at + len(scheme)
            match = _SCHEME_VALUE.match(text, end)
            if match and _is_header_value(text, at, match):
                yield Span(*match.span(1), "header_value")
                end = match.end()
            at = lower.find(scheme, end)


def _is_header_value(text: str, at: int, match: re.Match[str]) -> bool:
    value = match.group(1)
    if text[at : at + 5].lower() == "basic":
        return _is_basic(value)
    is_whole_literal = (
        text[at - 1 : at] in _QUOTES and text[match.end() : match.end() + 1] in _QUOTES
    )
    is_bearer = text[at : at + 6].lower() == "bearer"
    return looks_made_up(value) or (is_bearer and is_whole_literal)


def _is_basic(value: str) -> bool:
    try:
        decoded = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return looks_made_up(value)
    return b":" in decoded or looks_made_up(value)
