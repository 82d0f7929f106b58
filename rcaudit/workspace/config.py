"""The configuration file and the environment: where the workspace is and who asks."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from platformdirs import user_config_path

from rcaudit.errors import ConfigError, MissingCredentialsError
from rcaudit.snapshot.secret import Secret
from rcaudit.workspace.profile import Profile
from rcaudit.workspace.tokens import read_token
from rcaudit.workspace.toml_text import line_of, to_toml, to_toml_key
from rcaudit.workspace.tracebacks import without_frames

CONFIG_VARIABLE = "RCAUDIT_CONFIG"
VARIABLES: Mapping[str, str] = MappingProxyType(
    {"url": "RCAUDIT_URL", "user_id": "RCAUDIT_USER_ID", "token": "RCAUDIT_AUTH_TOKEN"}
)
_TOP_KEYS = frozenset({"default_profile", "profiles", "checks"})
_TYPES: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "url": (str,),
        "user_id": (str,),
        "token": (Secret, dict),
        "ca_bundle": (str,),
        "insecure_http": (bool,),
        "connect_timeout": (int, float),
        "read_timeout": (int, float),
        "largest_reply": (int,),
        "workers": (int,),
        "retries": (int,),
        "backoff": (int, float),
        "longest_wait": (int, float),
    }
)
_IN_WORDS: Mapping[type, str] = MappingProxyType(
    {str: "text", Secret: "text", dict: "a table", bool: "true or false", float: "a number"}
)

TEMPLATE = """\
# Workspaces that rcaudit may ask, and how. `rcaudit doctor --profile prod` tries one.
# default_profile = "prod"

# [profiles.prod]
# url = "https://chat.example.com"
# user_id = "the id shown with the personal access token"
# token = { env = "PROD_TOKEN" }              # from an environment variable
# token = { command = ["pass", "rcaudit"] }   # what a command prints
# token = { keyring = true }                  # from the system's keyring, service "rcaudit"
# ca_bundle = "/etc/ssl/own-ca.pem"
# connect_timeout = 10                        # seconds
# read_timeout = 60                           # seconds
# largest_reply = 67108864                    # bytes
# workers = 8
# retries = 5
# backoff = 0.5                               # seconds, doubling from try to try
# longest_wait = 900                          # seconds for one rate-limit window
"""


def config_path() -> Path:
    """Return where the configuration file is: `RCAUDIT_CONFIG`, else the platform's folder."""
    configured = os.environ.get(CONFIG_VARIABLE)
    if configured:
        return Path(configured)
    return user_config_path("rcaudit", appauthor=False) / "config.toml"


def load_profile(name: str | None = None) -> Profile:
    """Find the profile to use.

    A name asks for that profile of the configuration file. Without one the environment is taken
    where it names a workspace, else the file's `default_profile`, else its only profile.

    Raises:
        MissingCredentialsError: Nothing is configured, or a part of it is missing.
        ConfigError: The file is broken, or there is no such profile.
        InsecureURLError: The URL is http:// to another machine.
    """
    try:
        return _find_profile(name)
    except ConfigError as error:
        without_frames(error)  # the address in the file may have a password in it
        raise


def _find_profile(name: str | None) -> Profile:
    if name is None and any(os.environ.get(variable) for variable in VARIABLES.values()):
        return _from_environment()
    config = read_config()
    profiles = config.get("profiles", {})
    chosen = name or config.get("default_profile") or _only(profiles)
    if chosen not in profiles:
        known = ", ".join(sorted(profiles)) or "none"
        raise ConfigError(f"There is no profile {chosen!r} in {config_path()}: known are {known}.")
    return _from_table(chosen, profiles[chosen])


def read_config() -> dict[str, Any]:
    """Read the configuration file; without one the configuration is empty.

    A token that stands in it comes as a `Secret`.

    Raises:
        ConfigError: It cannot be read, or a key or value is not known; the message has the line.
    """
    path = config_path()
    try:
        # Sealed, since the frames of errors must not show it: a token may stand in it.
        text = Secret(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise ConfigError(f"Cannot read {path}: it is not UTF-8.") from None
    try:
        config = _seal(tomllib.loads(text.reveal()))
    except (ValueError, RecursionError) as error:
        # A ValueError of its own, and Python's for numbers that are too long.
        without_frames(error)
        raise ConfigError(f"{path} is no TOML: {error}.") from error
    problem = _find_problem(config)
    if problem is not None:
        keys, message = problem
        raise ConfigError(f"{path}, line {line_of(keys, text)}: {message}")
    return config


def describe_config() -> str:
    """Return the configuration as TOML, without tokens.

    Raises:
        ConfigError: As `read_config`.
    """
    config = read_config()
    lines = []
    if "default_profile" in config:
        lines.append(f"default_profile = {to_toml(config['default_profile'])}\n")
    for name, table in config.get("profiles", {}).items():
        lines.append(f"[profiles.{to_toml_key(name)}]\n")
        lines += [f"{key} = {to_toml(value)}\n" for key, value in table.items()]
    return "".join(lines) or "# no profiles: `rcaudit config init` writes a file to fill in\n"


def _seal(config: dict[str, Any]) -> dict[str, Any]:
    """Make secrets of the tokens in a configuration, in place."""
    profiles = config.get("profiles")
    for table in profiles.values() if isinstance(profiles, dict) else ():
        if isinstance(table, dict) and isinstance(table.get("token"), str):
            table["token"] = Secret(table["token"])
    return config


_Problem = tuple[tuple[str, ...], str]
"""What is wrong with a configuration: where, as the keys that lead there, and how."""


def _find_problem(config: dict[str, Any]) -> _Problem | None:
    for key in config.keys() - _TOP_KEYS:
        return (key,), f"unknown key {key!r}; known are {_join(_TOP_KEYS)}."
    if not isinstance(config.get("default_profile", ""), str):
        return ("default_profile",), "default_profile must be a profile's name."
    profiles = config.get("profiles", {})
    if not isinstance(profiles, dict):
        return ("profiles",), "profiles must be tables: [profiles.NAME]."
    for name, table in profiles.items():
        if not isinstance(table, dict):
            return ("profiles", name), f"profile {name!r} must be a table: [profiles.{name}]."
        for key, value in table.items():
            if message := _find_misfit(key, value):
                return ("profiles", name, key), message
    return None


def _find_misfit(key: str, value: Any) -> str | None:
    if key not in _TYPES:
        return f"unknown key {key!r}; known are {_join(_TYPES)}."
    kinds = _TYPES[key]
    if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
        return None
    if kinds == (int,):
        return f"{key} must be a whole number."
    return f"{key} must be {' or '.join(_IN_WORDS[kind] for kind in kinds if kind in _IN_WORDS)}."


def _join(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _only(profiles: dict[str, Any]) -> str:
    if len(profiles) > 1:
        raise MissingCredentialsError(
            f"{config_path()} has several profiles: choose one by its name ({_join(profiles)}), "
            "or set default_profile in the file."
        )
    if not profiles:
        raise MissingCredentialsError(
            f"No workspace is configured: set {', '.join(VARIABLES.values())}, "
            f"or write a profile with `rcaudit config init` ({config_path()})."
        )
    return next(iter(profiles))


def _from_environment() -> Profile:
    missing = [variable for variable in VARIABLES.values() if not os.environ.get(variable)]
    if missing:
        raise MissingCredentialsError(f"Not set in the environment: {', '.join(missing)}.")
    return Profile(
        url=os.environ[VARIABLES["url"]],
        user_id=os.environ[VARIABLES["user_id"]],
        token=Secret(os.environ[VARIABLES["token"]]),
    )


def _from_table(name: str, table: dict[str, Any]) -> Profile:
    path = config_path()
    where = f"{path}, profile {name!r}"
    missing = [key for key in VARIABLES if key not in table]
    if missing:
        raise MissingCredentialsError(f"{where}: {', '.join(missing)} missing.")
    settings = dict(table)
    settings["token"] = read_token(settings["token"], settings["user_id"], path, where)
    if "ca_bundle" in settings:
        settings["ca_bundle"] = path.parent / Path(settings["ca_bundle"]).expanduser()
    try:
        return Profile(name=name, **settings)
    except ConfigError as error:
        raise type(error)(f"{where}: {error}") from error
