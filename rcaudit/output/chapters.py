"""The questions that notebooks and report answer, in the same words, figures and tables."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from matplotlib.axes import Axes

from rcaudit.frames.frames import Frames
from rcaudit.output import plots, summaries


@dataclass(frozen=True)
class Section:
    """One thing to see: a heading, a figure or a table, and a sentence that says what it shows."""

    heading: str
    sentence: str
    figure: Callable[[Frames], Axes] | None = None
    table: Callable[[Frames], summaries.Summary] | None = None


@dataclass(frozen=True)
class Chapter:
    """A notebook's question, what is read to answer it, and what there is to see."""

    notebook: str
    question: str
    lead: str
    sections: tuple[Section, ...]


CHAPTERS = (
    Chapter(
        "start_here",
        "What is in this workspace?",
        "Reads one snapshot: every webhook integration that the account could see at one moment. "
        "Judge by the counts how much there is to review, and by the last table where to start.",
        (
            Section(
                "How complete is the view?",
                "An account that lacks a permission sees only a part, and nothing in Rocket.Chat's "
                "own answer says so: where this says `no`, every count below is too low.",
                table=summaries.list_completeness,
            ),
            Section(
                "How many integrations are there?",
                "Through an incoming integration another system posts into the workspace; an "
                "outgoing one sends what happens in the workspace to another system.",
                table=summaries.count_integrations,
            ),
            Section(
                "How old are they?",
                "The older an integration, the more likely it is that its author has left, that "
                "its purpose is forgotten, and that others know its token.",
                figure=plots.plot_ages,
            ),
            Section(
                "What deserves a look first?",
                "Each line counts integrations, and names the notebook that lists them.",
                table=summaries.list_questions,
            ),
        ),
    ),
    Chapter(
        "script_engines",
        "Which script engines run, and which scripts cannot?",
        "Reads the scripts of the integrations and the engine that each integration names. Bring "
        "what stands on vm2 to isolated-vm, and repair or remove what does not compile.",
        (
            Section(
                "Which engines are named?",
                "Only scripts that are switched on are counted. Rocket.Chat 7.0 removed vm2: since "
                "then isolated-vm is the only engine.",
                figure=plots.plot_script_engines,
            ),
            Section(
                "In which state are they, and how old?",
                "`enabled` and `disabled` are states of the integration: the script of a disabled "
                "one runs again as soon as somebody switches the integration on.",
                table=summaries.count_script_engines,
            ),
            Section(
                "Since when?",
                "Integrations that name no engine were saved before there was a choice; their "
                "scripts were written for vm2.",
                figure=plots.plot_script_engines_by_year,
            ),
            Section(
                "What still stands on vm2?",
                "Those that nobody saved for longest come first. In isolated-vm the globals of vm2 "
                "are gone: `HTTP`, `moment`, `_` and the server's models.",
                table=summaries.list_old_engines,
            ),
            Section(
                "Which scripts do not compile?",
                "A script that the server could not compile does nothing, and nobody is told; the "
                "error says where to look.",
                table=summaries.list_uncompiled_scripts,
            ),
        ),
    ),
    Chapter(
        "upgrade_readiness",
        "Which scripts survive the upgrade to 9.0, and what is to be done?",
        "Reads the text of every script, and judges it line by line as Rocket.Chat 9.0 will run "
        "it: as written, class bodies strict. Work through the list from the top; each place has "
        "what to write instead.",
        (
            Section(
                "How many are ready?",
                "What breaks works until it is saved on, or migrated to, 9.0, and then throws when "
                "a message comes in. What does not compile does nothing already.",
                figure=plots.plot_readiness,
            ),
            Section(
                "When do the others fail?",
                "`next save`: the server is on 9.0 and still runs what Babel made of the script "
                "before. `unknown` is not a pass.",
                table=summaries.count_readiness,
            ),
            Section(
                "What is wrong with them?",
                "`rcaudit scripts rules` says why each matters. The server's own check, when a "
                "script is saved, sees only what does not compile.",
                table=summaries.count_upgrade_causes,
            ),
            Section(
                "Whose are they?",
                "`quick` is a line to change, `careful` a place to understand first, `rewrite` "
                "something to replace that is gone, `unknown` a script that was not analysed.",
                table=summaries.count_upgrade_owners,
            ),
            Section(
                "In which order is the work to be done?",
                "The quickest come first, and those that are switched off last. A corrected script "
                "runs on the server as it is, too: there is no need to wait.",
                table=summaries.list_upgrade_work,
            ),
            Section(
                "What is to be written?",
                "The order is that of the work. `rcaudit scripts check` judges a corrected text "
                "before it is saved.",
                table=summaries.list_upgrade_fixes,
            ),
            Section(
                "What went with the engine vm2?",
                "These names are gone since 7.0, whatever 9.0 brings: the line that uses one "
                "throws.",
                table=summaries.list_removed_names,
            ),
            Section(
                "What could not be judged?",
                "Try these on a test server of the new version.",
                table=summaries.list_unanalysed_scripts,
            ),
        ),
    ),
    Chapter(
        "enabled_status",
        "What is enabled, and what was left behind?",
        "Reads the state, the creation and the last save of every integration. Delete what has "
        "been off for long, and ask whether what nobody touched is still needed.",
        (
            Section(
                "How many are enabled?",
                "Each enabled integration is a way into the workspace or out of it. A disabled one "
                "keeps its token, and is one click away from working again.",
                table=summaries.count_states,
            ),
            Section(
                "How did they grow?",
                "The grey part was there at that time and is off today. Integrations that were "
                "deleted since are not in the picture.",
                figure=plots.plot_enabled_over_time,
            ),
            Section(
                "Whose are disabled?",
                "The accounts that created most of what is off today come first: they can say "
                "whether it can go.",
                table=partial(summaries.count_creators, by="disabled"),
            ),
            Section(
                "Which have been disabled for long?",
                "Nobody saved these for a year or longer, and they are off: the first to delete.",
                table=summaries.list_long_disabled,
            ),
            Section(
                "Which were never touched?",
                "These are on, and nobody saved them since they were made a year ago or earlier: "
                "nobody changed their token either.",
                table=summaries.list_never_touched,
            ),
        ),
    ),
    Chapter(
        "creators",
        "Who owns the integrations, and what breaks if an account goes?",
        "Reads who created each integration, and which account it posts as. See that every "
        "integration has an owner who is still there, and that none holds more than others can "
        "take over.",
        (
            Section(
                "Who created them?",
                "The accounts that created most come first; the grey part is off today.",
                figure=plots.plot_creators,
            ),
            Section(
                "How concentrated are they?",
                "`share` is the per cent of all integrations that the first so many accounts made "
                "together: where few made most, one account that goes leaves a large gap.",
                table=summaries.list_concentration,
            ),
            Section(
                "Which have no known creator?",
                "Nobody can be asked about these: find out who needs them, and let that person "
                "make them anew.",
                table=summaries.list_ownerless,
            ),
            Section(
                "Where do creator and poster differ?",
                "A bot account that many creators post as is common practice; a person's account "
                "that others post as is worth a question.",
                table=summaries.list_other_posters,
            ),
            Section(
                "What breaks if an account goes?",
                "When an account is deleted, Rocket.Chat disables every integration that posts as "
                "it: `stops` counts those that are on today.",
                table=summaries.count_posters,
            ),
        ),
    ),
    Chapter(
        "trigger_events",
        "What do outgoing integrations see, and where do they send it?",
        "Reads the events, channels, trigger words and addresses of outgoing integrations. Narrow "
        "what sees more than it needs, and stop what leaves in cleartext or for an unknown host.",
        (
            Section(
                "Which events, from which channels?",
                "A cell counts the integrations of that event that listen there; one that listens "
                "to several kinds of channel is in several cells.",
                figure=plots.plot_events_by_scope,
            ),
            Section(
                "What sees more than it names?",
                "The events `roomArchived`, `roomCreated` and `userCreated` come from the whole "
                "workspace, whatever the integration names.",
                table=summaries.list_wide_views,
            ),
            Section(
                "Which channels are listened to?",
                "The channels that most outgoing integrations listen to come first; what is "
                "written there leaves the workspace.",
                table=summaries.count_channels,
            ),
            Section(
                "Which words trigger them?",
                "`(none)` stands for integrations without a trigger word: they take every message "
                "of their channels.",
                table=summaries.count_trigger_words,
            ),
            Section(
                "Where does it go?",
                "Each bar is a host, with its kind where it is not a public one. `http` travels in "
                "cleartext.",
                figure=plots.plot_destination_hosts,
            ),
            Section(
                "What kind of hosts are these?",
                "A loopback host is the Rocket.Chat server itself, a metadata host its cloud's; "
                "private addresses, internal names and single labels are in the own network.",
                figure=plots.plot_destination_kinds,
            ),
            Section(
                "Which addresses are cleartext, or internal?",
                "Cleartext can be read on the way; an internal address lets the Rocket.Chat server "
                "reach what its users cannot.",
                table=summaries.list_risky_destinations,
            ),
        ),
    ),
)
"""In the order in which they are read; each is a notebook, and a chapter of the report."""
