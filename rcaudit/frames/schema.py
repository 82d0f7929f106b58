"""Every column of every table: the single source of dtypes, CSV order and the data dictionary."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["text", "category", "boolean", "integer", "time", "list"]

DTYPES: Mapping[Kind, str] = MappingProxyType(
    {
        "text": "string[python]",
        "category": "category",
        "boolean": "boolean",
        "integer": "Int64",
        "time": "datetime64[us, UTC]",
        "list": "string[python]",
    }
)
"""The pandas dtype of each kind of column; a list is kept as JSON text."""


@dataclass(frozen=True)
class Column:
    """A column: its name, its kind, the server's field that it comes from, and its meaning."""

    name: str
    kind: Kind
    source: str
    meaning: str
    is_exported: bool = True

    @property
    def dtype(self) -> str:
        """The pandas dtype, the same whatever the rows hold."""
        return DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """A table: its name, what a row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]
    sort_by: tuple[str, ...]

    @property
    def exported(self) -> tuple[Column, ...]:
        """The columns that go into files."""
        return tuple(column for column in self.columns if column.is_exported)


_WORKSPACE = Column("workspace", "category", "", "Host of the workspace, with port and prefix.")
_ID = Column("integration_id", "text", "_id", "Id of the integration.")
_POSITION = Column("position", "integer", "", "Place in the integration's list, from 0.")

INTEGRATIONS = Table(
    "integrations",
    "One row per integration.",
    (
        _WORKSPACE,
        _ID,
        Column("name", "text", "name", "Name that a person gave it; can be empty."),
        Column("direction", "category", "type", "incoming or outgoing; empty where unknown."),
        Column("is_enabled", "boolean", "enabled", "Whether it is switched on."),
        Column("event", "category", "event", "What triggers it (outgoing)."),
        Column("creator_id", "text", "_createdBy._id", "Id of the account that created it."),
        Column("creator_username", "text", "_createdBy.username", "Its name at that time."),
        Column("poster_id", "text", "userId", "Id of the account that it posts as."),
        Column("poster_username", "text", "username", "Name of the account that it posts as."),
        Column("created_at", "time", "_createdAt", "When it was created."),
        Column("updated_at", "time", "_updatedAt", "When it was last saved."),
        Column("is_script_enabled", "boolean", "scriptEnabled", "Whether its script is on."),
        Column("has_script", "boolean", "script", "Whether it has a script, on or off."),
        Column(
            "script_engine", "category", "scriptEngine", "isolated-vm or vm2; empty on old ones."
        ),
        Column("channel_count", "integer", "channel", "How many channels it names."),
        Column("url_count", "integer", "urls", "How many addresses it calls (outgoing)."),
        Column("trigger_word_count", "integer", "triggerWords", "How many trigger words it has."),
        Column(
            "is_trigger_word_anywhere",
            "boolean",
            "triggerWordAnywhere",
            "Whether a trigger word counts anywhere in a message, not only at its start.",
        ),
        Column("runs_on_edits", "boolean", "runOnEdits", "Whether edited messages trigger it."),
        Column("target_room", "text", "targetRoom", "Where its reply goes, for events of no room."),
        Column(
            "is_impersonating",
            "boolean",
            "impersonateUser",
            "Whether replies appear as the user who triggered it.",
        ),
        Column(
            "is_destination_override_allowed",
            "boolean",
            "overrideDestinationChannelEnabled",
            "Whether the caller may choose the room (incoming).",
        ),
        Column("retries_failed_calls", "boolean", "retryFailedCalls", "Whether it tries again."),
        Column("retry_count", "integer", "retryCount", "How often it tries again."),
        Column("retry_delay", "category", "retryDelay", "How the waits between tries grow."),
        Column("token_fingerprint", "text", "token", "Keyed hash of its token."),
        Column("token_length", "integer", "token", "Length of its token, in characters."),
        Column("alias", "text", "alias", "Name shown with its messages."),
        Column("avatar", "text", "avatar", "Picture shown with its messages."),
        Column("emoji", "text", "emoji", "Emoji shown with its messages."),
        Column(
            "detail",
            "category",
            "",
            "get where the document was asked for by itself, list where only the list gave it.",
        ),
        Column(
            "malformed_fields",
            "list",
            "",
            "Fields whose value is of another type than the server's; the value is in extra.",
        ),
        Column("extra", "text", "", "Fields that no column holds, as JSON."),
    ),
    ("integration_id",),
)

CHANNELS = Table(
    "channels",
    "One row per channel that an integration names.",
    (
        _WORKSPACE,
        _ID,
        _POSITION,
        Column("channel", "text", "channel", "#room, @user, or a word for all of a kind."),
        Column(
            "channel_scope",
            "category",
            "channel",
            "room, user, all_public_channels, all_private_groups, all_direct_messages or other.",
        ),
    ),
    ("integration_id", "position"),
)

URLS = Table(
    "urls",
    "One row per address that an outgoing integration calls.",
    (
        _WORKSPACE,
        _ID,
        _POSITION,
        Column("url", "text", "urls", "The address, without its secrets."),
        Column(
            "url_scheme", "category", "urls", "Scheme in lower case; empty where there is none."
        ),
        Column("url_host", "text", "urls", "Host in lower case, without port."),
        Column("url_port", "integer", "urls", "Port, also where it is the scheme's default."),
        Column(
            "url_host_kind",
            "category",
            "urls",
            "public, private, loopback, link_local, metadata (of a cloud), single_label, "
            "internal_name or none.",
        ),
        Column(
            "url_secret_kinds",
            "list",
            "urls",
            "What the address lost before it was kept: userinfo, query:token, query:uuid, "
            "query:hex, query:value, fragment, path:token, path:uuid, path:hex, stand_in, opaque "
            "or a vendor's kind of token.",
        ),
    ),
    ("integration_id", "position"),
)

TRIGGER_WORDS = Table(
    "trigger_words",
    "One row per trigger word of an outgoing integration.",
    (
        _WORKSPACE,
        _ID,
        _POSITION,
        Column("trigger_word", "text", "triggerWords", "The word; an empty one never matches."),
    ),
    ("integration_id", "position"),
)

READINESS = (
    Column(
        "readiness_9",
        "category",
        "script",
        "What becomes of it once it runs as written, as from 9.0 on: ready, breaks, may_break, "
        "does_not_compile or not_analysed.",
    ),
    Column(
        "readiness_9_when",
        "category",
        "script",
        "From when on: now, next_save, on_9 (when saved on, or migrated to, 9.0) or when_enabled; "
        "empty where nothing goes wrong.",
    ),
    Column("readiness_9_reason", "text", "script", "Why, in a sentence."),
    Column(
        "readiness_7",
        "category",
        "script",
        "Whether it can do without the engine vm2, which 7.0 removed; the words of readiness_9.",
    ),
    Column(
        "readiness_7_when",
        "category",
        "script",
        "From when on it cannot: now, on_7 or when_enabled; empty where nothing goes wrong.",
    ),
    Column("readiness_7_reason", "text", "script", "Why, in a sentence."),
    Column(
        "is_silent",
        "boolean",
        "scriptCompiled",
        "Whether it is switched on and yet does nothing: it has an error or no compiled text.",
    ),
    Column("handlers", "list", "script", "The methods it defines that the server calls."),
    Column("hit_count", "integer", "script", "Its rows in script_hits; empty if not analysed."),
)
"""The columns of `scripts` that analysing the text fills, made when `scripts` is asked for."""

SCRIPTS = Table(
    "scripts",
    "One row per integration that has a script, or whose script is switched on.",
    (
        _WORKSPACE,
        _ID,
        Column("direction", "category", "type", "incoming or outgoing."),
        Column("is_integration_enabled", "boolean", "enabled", "Whether the integration is on."),
        Column("is_script_enabled", "boolean", "scriptEnabled", "Whether its script is on."),
        Column(
            "script_engine", "category", "scriptEngine", "isolated-vm or vm2; empty on old ones."
        ),
        Column("script_sha256", "text", "script", "SHA-256 of the text as kept, UTF-8."),
        Column("script_size", "integer", "script", "Length of the text in characters."),
        Column("script_line_count", "integer", "script", "Lines of the text."),
        Column(
            "is_script_compiled",
            "boolean",
            "scriptCompiled",
            "Whether the server could compile it: there is compiled text and no error.",
        ),
        Column(
            "is_compiled_as_written",
            "boolean",
            "scriptCompiled",
            "Whether the compiled text is the text itself (no Babel).",
        ),
        Column("skips_transpile", "boolean", "skipTranspile", "Stored as written (8.4 to 8.x)."),
        Column("script_error_name", "text", "scriptError.name", "Kind of the compiler's error."),
        Column("script_error_message", "text", "scriptError.message", "The compiler's message."),
        Column(
            "script_error_stack",
            "text",
            "scriptError.stack",
            "Where the compiler stopped.",
            is_exported=False,
        ),
        Column("script_source", "text", "script", "The text as kept.", is_exported=False),
        *READINESS,
    ),
    ("integration_id",),
)

SCRIPT_HITS = Table(
    "script_hits",
    "One row per place in a script that a rule objects to.",
    (
        _WORKSPACE,
        _ID,
        Column("rule", "category", "", "Slug of the rule: `rcaudit scripts rules` explains it."),
        Column(
            "effect",
            "category",
            "",
            "breaks or may_break (on 9.0), does_not_compile, or fails_anyway (in every version).",
        ),
        Column("severity", "category", "", "high, medium or low."),
        Column("line", "integer", "script", "Line of the script, from 1."),
        Column("column", "integer", "script", "Column of that line, from 1, in characters."),
        Column("name", "text", "script", "The name or word that it is about; can be empty."),
        Column("source_line", "text", "script", "The line's text, as kept; long ones shortened."),
        Column("message", "text", "", "What is wrong."),
        Column("fix", "text", "", "What to write instead."),
    ),
    ("integration_id", "line", "column"),
)

CREATORS = Table(
    "creators",
    "One row per account that created an integration or that one posts as.",
    (
        _WORKSPACE,
        Column("account_id", "text", "_createdBy._id, userId", "Id of the account."),
        Column("account_username", "text", "_createdBy.username, username", "Its name."),
        Column("created_count", "integer", "", "Integrations that it created."),
        Column("posting_count", "integer", "", "Integrations that post as it."),
        Column(
            "integration_count", "integer", "", "Integrations that it created or that post as it."
        ),
        Column("enabled_count", "integer", "", "Those of integration_count that are on."),
        Column("disabled_count", "integer", "", "Those that are off."),
        Column("incoming_count", "integer", "", "Those that are incoming."),
        Column("outgoing_count", "integer", "", "Those that are outgoing."),
        Column("scripted_count", "integer", "", "Those whose script is on."),
    ),
    ("account_id", "account_username"),
)

SCRIPT_SECRETS = Table(
    "script_secrets",
    "One row per credential that a script lost before it was kept.",
    (
        _WORKSPACE,
        _ID,
        Column("line", "integer", "script", "Line of the script, from 1."),
        Column("column", "integer", "script", "Column of that line, from 1, in characters."),
        Column(
            "secret_kind",
            "category",
            "script",
            "What it looked like: a vendor's kind of token, private_key, assigned, header_value "
            "(each also as assigned:word, header_value:word), random, stand_in, own_token, or "
            "what a URL loses.",
        ),
        Column("secret_fingerprint", "text", "script", "Keyed hash of it."),
        Column("secret_length", "integer", "script", "Its length, in characters."),
    ),
    ("integration_id", "line", "column"),
)

ACCOUNTS = Table(
    "accounts",
    "One row per account that integrations name and that the workspace knows; one whose facts "
    "could not be asked for has its id and name only.",
    (
        _WORKSPACE,
        Column("account_id", "text", "_id", "Id of the account."),
        Column("account_username", "text", "username", "Its name."),
        Column("is_active", "boolean", "active", "Whether it may sign in."),
        Column("roles", "list", "roles", "Its roles in the workspace."),
        Column("account_type", "category", "type", "user, bot, app or another word."),
    ),
    ("account_id", "account_username"),
)

ACTIVITY = Table(
    "activity",
    "One row per call that the workspace remembers of an outgoing integration; an integration "
    "that was asked about and has none has one row without a time.",
    (
        _WORKSPACE,
        _ID,
        Column("happened_at", "time", "_createdAt", "When the call began."),
        Column("is_finished", "boolean", "finished", "Whether it came to an end."),
        Column("has_error", "boolean", "error", "Whether it failed."),
    ),
    ("integration_id", "happened_at"),
)

FINDINGS = Table(
    "findings",
    "One row per finding of a check.",
    (
        _WORKSPACE,
        Column("finding_id", "text", "", "The same for the same finding in every run."),
        Column("check", "category", "", "Slug of the check."),
        Column("severity", "category", "", "critical, high, medium, low or info."),
        _ID,
        Column("integration_name", "text", "name", "Name of the integration."),
        Column("direction", "category", "type", "incoming or outgoing."),
        Column("resource", "text", "", "What of it: an address, a channel, a place in the script."),
        Column("message", "text", "", "What is wrong."),
        Column("line", "integer", "", "Line of the script, from 1."),
        Column("column", "integer", "", "Column of that line, from 1, in characters."),
        Column("is_muted", "boolean", "", "Whether a mute covers it."),
        Column("mute_reason", "text", "", "Why it is muted."),
    ),
    ("finding_id",),
)

CHANGES = Table(
    "changes",
    "One row per field in which two snapshots differ, per integration that only one of them has, "
    "and per entry of a list that was added or removed, by itself or with its integration.",
    (
        _WORKSPACE,
        _ID,
        Column("integration_name", "text", "name", "Name of the integration, the newer one."),
        Column("direction", "category", "type", "incoming or outgoing."),
        Column(
            "change",
            "category",
            "",
            "Of the integration: added, removed or changed; unseen where the newer snapshot could "
            "not tell that it is gone, first_seen where the older one could not tell that it was "
            "not there.",
        ),
        Column("table", "category", "", "Table that the field is in."),
        Column("field", "category", "", "Column of that table; empty for a whole integration."),
        Column("old", "text", "", "Value of the older snapshot; empty where there was none."),
        Column("new", "text", "", "Value of the newer snapshot; empty where there is none."),
        Column(
            "updated_at",
            "time",
            "_updatedAt",
            "When the integration was last saved, by the newer snapshot that has it.",
        ),
    ),
    ("integration_id", "table", "field", "old", "new"),
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            *(INTEGRATIONS, CHANNELS, URLS, TRIGGER_WORDS, SCRIPTS, SCRIPT_HITS),
            *(CREATORS, FINDINGS),
        )
    }
)
"""Every table by name, in the order of the export."""

INNER_TABLES: Mapping[str, Table] = MappingProxyType(
    {table.name: table for table in (SCRIPT_SECRETS, ACCOUNTS, ACTIVITY)}
)
"""Tables that checks read and that no export carries, by name."""

DICTIONARY: Mapping[str, Table] = MappingProxyType({**TABLES, CHANGES.name: CHANGES})
"""Tables that the data dictionary has: those of the export, and what `rcaudit diff` shows."""
