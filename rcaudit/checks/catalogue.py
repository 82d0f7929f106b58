"""Every check, and how they are run."""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter

import pandas as pd

from rcaudit.checks.audit import Audit
from rcaudit.checks.exposure.cleartext_webhook_url import cleartext_webhook_url
from rcaudit.checks.exposure.credentials_in_webhook_url import credentials_in_webhook_url
from rcaudit.checks.exposure.destination_override_allowed import destination_override_allowed
from rcaudit.checks.exposure.direct_message_forwarding import direct_message_forwarding
from rcaudit.checks.exposure.impersonating_reply import impersonating_reply
from rcaudit.checks.exposure.internal_webhook_url import internal_webhook_url
from rcaudit.checks.exposure.message_firehose import message_firehose
from rcaudit.checks.exposure.private_room_forwarding import private_room_forwarding
from rcaudit.checks.exposure.workspace_wide_trigger import workspace_wide_trigger
from rcaudit.checks.finding import Check
from rcaudit.checks.gather import make_findings, read_rows
from rcaudit.checks.identity.inactive_creator import inactive_creator
from rcaudit.checks.identity.inactive_poster import inactive_poster
from rcaudit.checks.identity.missing_account import missing_account
from rcaudit.checks.identity.ownerless_integration import ownerless_integration
from rcaudit.checks.identity.posts_as_administrator import posts_as_administrator
from rcaudit.checks.identity.posts_as_person import posts_as_person
from rcaudit.checks.identity.shared_token import shared_token
from rcaudit.checks.identity.short_token import short_token
from rcaudit.checks.lacks import find_lack
from rcaudit.checks.lifecycle.failing_integration import failing_integration
from rcaudit.checks.lifecycle.forgotten_integration import forgotten_integration
from rcaudit.checks.lifecycle.long_disabled import long_disabled
from rcaudit.checks.lifecycle.malformed_document import malformed_document
from rcaudit.checks.lifecycle.never_fired import never_fired
from rcaudit.checks.lifecycle.unknown_event import unknown_event
from rcaudit.checks.lifecycle.unnamed_integration import unnamed_integration
from rcaudit.checks.lifecycle.unusable_trigger_words import unusable_trigger_words
from rcaudit.checks.mutes import Mute, apply_mutes
from rcaudit.checks.scripts.copied_script import copied_script
from rcaudit.checks.scripts.drifted_copy import drifted_copy
from rcaudit.checks.scripts.hardcoded_secret import hardcoded_secret
from rcaudit.checks.scripts.idle_script import idle_script
from rcaudit.checks.scripts.retired_script_engine import retired_script_engine
from rcaudit.checks.scripts.script_always_throws import script_always_throws
from rcaudit.checks.scripts.script_breaks_on_9 import script_breaks_on_9
from rcaudit.checks.scripts.script_may_break_on_9 import script_may_break_on_9
from rcaudit.checks.scripts.script_needs_removed_engine import script_needs_removed_engine
from rcaudit.checks.scripts.script_unknown_global import script_unknown_global
from rcaudit.checks.scripts.script_without_handler import script_without_handler
from rcaudit.checks.scripts.unanalysed_script import unanalysed_script
from rcaudit.checks.scripts.uncompiled_script import uncompiled_script
from rcaudit.checks.scripts.unloadable_script import unloadable_script
from rcaudit.checks.thresholds import Thresholds
from rcaudit.errors import ConfigError
from rcaudit.frames.frames import Frames

ALL_CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            cleartext_webhook_url,
            copied_script,
            credentials_in_webhook_url,
            destination_override_allowed,
            direct_message_forwarding,
            drifted_copy,
            failing_integration,
            forgotten_integration,
            hardcoded_secret,
            idle_script,
            impersonating_reply,
            inactive_creator,
            inactive_poster,
            internal_webhook_url,
            long_disabled,
            malformed_document,
            message_firehose,
            missing_account,
            never_fired,
            ownerless_integration,
            posts_as_administrator,
            posts_as_person,
            private_room_forwarding,
            retired_script_engine,
            script_always_throws,
            script_breaks_on_9,
            script_may_break_on_9,
            script_needs_removed_engine,
            script_unknown_global,
            script_without_handler,
            shared_token,
            short_token,
            unanalysed_script,
            uncompiled_script,
            unknown_event,
            unloadable_script,
            unnamed_integration,
            unusable_trigger_words,
            workspace_wide_trigger,
        ),
        key=attrgetter("slug"),
    )
)
"""Every check, sorted by slug."""

_SKIPPED_DTYPES = {
    "check": "string[python]",
    "reason": "string[python]",
    "option": "string[python]",
    "is_partial": "bool",
}


def run_checks(
    frames: Frames,
    *,
    checks: Iterable[Check] = ALL_CHECKS,
    mutes: Sequence[Mute] = (),
    thresholds: Thresholds | None = None,
) -> Audit:
    """Judge the integrations of a snapshot.

    A check whose tables were not collected is skipped, and says so. A muted finding stays in the
    findings, marked. "Now" is the moment that the snapshot was taken.

    Args:
        frames: The tables of the snapshot.
        checks: Which checks to run.
        mutes: What is accepted.
        thresholds: The numbers to judge by, where they are not the defaults.

    Raises:
        ConfigError: Two checks have one name, or one returns something else than findings.
        SnapshotError: The snapshot's file is damaged.
    """
    checks = tuple(dict.fromkeys(checks))
    if twice := [slug for slug, count in Counter(one.slug for one in checks).items() if count > 1]:
        raise ConfigError(f"Two checks are called {twice[0]}: findings are told apart by the name.")
    skipped = _find_lacks(frames, checks)
    blind = set(skipped.loc[~skipped["is_partial"], "check"])
    judging = [check for check in checks if check.slug not in blind]
    numbers = thresholds or Thresholds()
    parts = (read_rows(check, check.select(frames, numbers)) for check in judging)
    findings, states = apply_mutes(
        make_findings(parts, frames),
        mutes,
        today=frames.manifest.taken_at.date(),
        judged=(check.slug for check in judging),
    )
    manifest = frames.manifest
    return Audit(findings, skipped, states, checks, manifest.workspace, manifest.taken_at)


def _find_lacks(frames: Frames, checks: Iterable[Check]) -> pd.DataFrame:
    lacks = [
        (check.slug, *lack)
        for check in checks
        for need in check.needs
        if (lack := find_lack(need, frames)) is not None
    ]
    return pd.DataFrame(lacks, columns=list(_SKIPPED_DTYPES)).astype(_SKIPPED_DTYPES)
