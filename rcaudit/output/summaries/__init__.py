"""Answers as small tables: the tables of a snapshot in, a DataFrame to read out.

`count_…` gives one row for each kind, the largest first; `list_…` gives one row for each
integration that has the property. Days are shown as text, as in `2026-11-12`, UTC.
"""

from rcaudit.output.summaries.accounts import (
    count_creators,
    count_posters,
    list_concentration,
    list_other_posters,
    list_ownerless,
)
from rcaudit.output.summaries.contents import count_integrations, list_completeness, list_questions
from rcaudit.output.summaries.engines import (
    count_script_engines,
    list_old_engines,
    list_uncompiled_scripts,
)
from rcaudit.output.summaries.states import (
    count_states,
    list_long_disabled,
    list_never_touched,
)
from rcaudit.output.summaries.summary import Summary
from rcaudit.output.summaries.triggers import (
    count_channels,
    count_trigger_words,
    list_risky_destinations,
    list_wide_views,
)
from rcaudit.output.summaries.upgrade import (
    count_readiness,
    count_upgrade_causes,
    count_upgrade_owners,
    list_removed_names,
    list_unanalysed_scripts,
    list_upgrade_fixes,
    list_upgrade_work,
)

__all__ = [
    "Summary",
    "count_channels",
    "count_creators",
    "count_integrations",
    "count_posters",
    "count_readiness",
    "count_script_engines",
    "count_states",
    "count_trigger_words",
    "count_upgrade_causes",
    "count_upgrade_owners",
    "list_completeness",
    "list_concentration",
    "list_long_disabled",
    "list_never_touched",
    "list_old_engines",
    "list_other_posters",
    "list_ownerless",
    "list_questions",
    "list_removed_names",
    "list_risky_destinations",
    "list_unanalysed_scripts",
    "list_uncompiled_scripts",
    "list_upgrade_fixes",
    "list_upgrade_work",
    "list_wide_views",
]
