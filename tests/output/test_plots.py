"""Figures: what stands on their axes."""

import inspect
import warnings
from collections.abc import Iterator

import matplotlib as mpl
import pytest
from audit_frames import incoming, make_frames, outgoing, scripted
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

import rcaudit
from rcaudit.demo.generate import generate_workspace
from rcaudit.demo.sample import sample_folder
from rcaudit.frames.frames import Frames
from rcaudit.snapshot.snapshot import Snapshot

FIGURES = sorted(name for name in dir(rcaudit.plots) if name.startswith("plot_"))


@pytest.fixture(autouse=True)
def _no_windows() -> Iterator[None]:
    """Draw without a screen, and leave no figure open."""
    mpl.use("agg")
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def sample() -> Frames:
    """The sample's tables."""
    return rcaudit.load_snapshot(sample_folder()).frames


def frames_of_size(integrations: int) -> Frames:
    """Return the tables of a made-up workspace with so many integrations."""
    return Snapshot.from_documents(
        generate_workspace(integrations=integrations).integrations
    ).frames


def y_labels(axes: Axes) -> list[str]:
    """Return the labels from the top to the bottom."""
    return [label.get_text() for label in axes.get_yticklabels()]


def x_labels(axes: Axes) -> list[str]:
    """Return the labels from left to right, each on one line."""
    return [label.get_text().replace("\n", " ") for label in axes.get_xticklabels()]


def parts(axes: Axes) -> dict[str, list[float]]:
    """Return the lengths of the bars, or the heights of the columns, by legend entry."""
    return {
        bars.get_label(): [
            float(bar.get_height() if bars.orientation == "vertical" else bar.get_width())
            for bar in bars
        ]
        for bars in axes.containers
    }


def totals(axes: Axes) -> list[str]:
    """Return the numbers written at the ends of the bars."""
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize("size", [0, 1, 5000])
@pytest.mark.parametrize("name", FIGURES)
def test_draws_workspaces_of_every_size(name: str, size: int, frames: dict[int, Frames]):
    """Every figure is drawn without a warning, and has a title."""
    axes = getattr(rcaudit.plots, name)(frames[size])
    axes.figure.canvas.draw()
    assert axes.get_title(loc="left")
    assert len(y_labels(axes)) <= 20


@pytest.fixture(scope="module")
def frames() -> dict[int, Frames]:
    """Tables of made-up workspaces, by their number of integrations."""
    return {size: frames_of_size(size) for size in (0, 1, 5000)}


@pytest.mark.parametrize("name", FIGURES)
def test_says_that_there_are_no_integrations(name: str):
    """An empty workspace gives a figure that says so."""
    axes = getattr(rcaudit.plots, name)(make_frames())
    assert axes.get_title(loc="left") == "This snapshot has no integrations"
    assert totals(axes) == ["nothing to show"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plot_script_engines", "This snapshot has no scripts that are on"),
        ("plot_script_engines_by_year", "This snapshot has no scripts that are on"),
        ("plot_events_by_scope", "This snapshot has no outgoing integrations"),
        ("plot_destination_hosts", "This snapshot has no addresses"),
        ("plot_destination_kinds", "This snapshot has no addresses"),
    ],
)
def test_says_what_there_is_none_of(name: str, said: str):
    """Integrations there are, but none of the kind that the figure is about."""
    axes = getattr(rcaudit.plots, name)(make_frames(incoming()))
    assert axes.get_title(loc="left") == said


@pytest.mark.parametrize("name", FIGURES)
def test_draws_on_the_axes_that_it_is_given(name: str, sample: Frames):
    """A figure can be a part of another, whose size stays as it is."""
    figure, axes = plt.subplots(figsize=(5, 4))
    assert getattr(rcaudit.plots, name)(sample, ax=axes) is axes
    assert tuple(figure.get_size_inches()) == (5, 4)
    assert plt.get_fignums() == [figure.number]


def test_can_be_read_whatever_style_is_set(sample: Frames):
    """Texts are dark: a style for dark slides must not put them on black."""
    with mpl.rc_context():
        plt.style.use("dark_background")
        axes = rcaudit.plots.plot_ages(sample)
    assert to_hex(axes.figure.get_facecolor()) == to_hex(axes.get_facecolor()) == "#ffffff"


@pytest.mark.parametrize("name", FIGURES)
def test_counts_in_whole_numbers(name: str, sample: Frames):
    """No axis of counts has a tick between two integers."""
    axes = getattr(rcaudit.plots, name)(sample)
    for axis, label in ((axes.xaxis, axes.get_xlabel()), (axes.yaxis, axes.get_ylabel())):
        if label.startswith(("integrations", "addresses")):
            ticks = axis.get_majorticklocs()
            assert all(float(tick).is_integer() for tick in ticks)


@pytest.mark.parametrize("name", FIGURES)
def test_takes_frames_and_says_what_it_returns(name: str):
    """The figures are called alike: tables first, the Axes to draw on by name."""
    parameters = inspect.signature(getattr(rcaudit.plots, name)).parameters
    assert next(iter(parameters)) == "frames"
    assert parameters["ax"].kind is inspect.Parameter.KEYWORD_ONLY


def test_stacks_script_engines_by_direction():
    """Only scripts that are on count; the commonest engine is on top."""
    axes = rcaudit.plots.plot_script_engines(
        make_frames(
            scripted("a", scriptEngine="vm2"),
            scripted("b"),
            scripted("c", type="webhook-outgoing"),
            scripted("d", scriptEngine=None),
            scripted("e", scriptEnabled=False),
        )
    )
    assert y_labels(axes) == ["isolated-vm", "none named", "vm2"]
    assert parts(axes) == {"incoming": [1, 1, 1], "outgoing": [1, 0, 0]}
    assert totals(axes) == ["2", "1", "1"]
    assert axes.get_title(loc="left") == "2 of 4 active scripts name the engine isolated-vm"


def test_shows_the_years_of_script_engines_without_a_gap():
    """A year in which nothing was made has its place all the same."""
    axes = rcaudit.plots.plot_script_engines_by_year(
        make_frames(
            scripted("a", _createdAt="2021-01-01T00:00:00.000Z", scriptEngine=None),
            scripted("b", _createdAt="2023-12-31T23:59:59.000Z"),
        )
    )
    assert x_labels(axes) == ["2021", "2022", "2023"]
    assert parts(axes) == {"isolated-vm": [0, 0, 1], "none named": [1, 0, 0]}
    assert axes.get_title(loc="left") == "1 active script names no engine, 0 name vm2"


def test_leaves_years_out_that_would_squeeze_all_others():
    """A date of 1970 is a fault of the data."""
    axes = rcaudit.plots.plot_script_engines_by_year(
        make_frames(scripted("a", _createdAt="1970-01-01T00:00:00.000Z"), scripted("b"))
    )
    assert len(x_labels(axes)) == 31


def test_grows_the_enabled_and_the_disabled_over_time():
    """The areas end at the snapshot's time, with today's counts on top of each other."""
    axes = rcaudit.plots.plot_enabled_over_time(
        make_frames(
            incoming("a", _createdAt="2026-01-01T00:00:00.000Z"),
            incoming("b", _createdAt="2026-02-01T00:00:00.000Z", enabled=False),
            incoming("c", _createdAt="2026-03-01T00:00:00.000Z"),
            incoming("d", _createdAt=None),
        )
    )
    enabled, disabled = axes.collections
    assert (enabled.get_label(), disabled.get_label()) == ("enabled", "disabled")
    assert enabled.get_paths()[0].vertices[:, 1].max() == 2
    assert disabled.get_paths()[0].vertices[:, 1].max() == 3
    assert axes.get_title(loc="left") == "2 of 3 integrations are enabled today"
    last_day = mpl.dates.num2date(axes.get_xlim()[1])
    assert f"{last_day:%Y-%m-%d}" == "2026-11-01"


def test_draws_long_times_in_few_steps(frames: dict[int, Frames]):
    """Ten years of 5,000 integrations make no figure of megabytes."""
    axes = rcaudit.plots.plot_enabled_over_time(frames[5000])
    assert len(axes.collections[0].get_paths()[0].vertices) < 3000
    assert axes.get_title(loc="left").endswith("of 5,000 integrations are enabled today")


def test_sorts_creators_and_adds_up_the_rest():
    """The busiest come first, equals by name, and the others are one bar."""
    documents = [
        incoming(f"{account}{number}", _createdBy={"_id": account, "username": account})
        for account, count in {"ada": 1, "bob": 3, "cy": 2, "dee": 1, "eve": 1}.items()
        for number in range(count)
    ]
    documents.append(incoming("off", _createdBy={"_id": "bob", "username": "bob"}, enabled=False))
    documents.append(incoming("lost", _createdBy=None))
    axes = rcaudit.plots.plot_creators(make_frames(*documents), top=2)
    assert y_labels(axes) == ["bob", "cy", "4 others"]
    assert totals(axes) == ["4", "2", "4"]
    assert parts(axes) == {"enabled": [3, 2, 4], "disabled": [1, 0, 0]}
    title = axes.get_title(loc="left")
    assert title == "The three busiest of 5 accounts created 70% of the integrations"


def test_names_a_creator_by_its_id_where_it_has_no_name():
    """An account that is gone may be an id only."""
    axes = rcaudit.plots.plot_creators(make_frames(incoming(_createdBy={"_id": "u-gone"})))
    assert y_labels(axes) == ["u-gone"]
    assert axes.get_title(loc="left") == "1 account created the integrations"


def test_maps_events_by_the_scope_of_their_channels():
    """An integration with channels of two kinds is in two cells; workspace events in a third."""
    axes = rcaudit.plots.plot_events_by_scope(
        make_frames(
            outgoing("a", channel=["#one", "#two", "all_direct_messages"]),
            outgoing("b", channel=["@bob"]),
            outgoing("c", event="userCreated", channel=["#one"]),
            outgoing("d", channel=[]),
            incoming("e"),
        )
    )
    assert y_labels(axes) == ["sendMessage", "userCreated"]
    assert x_labels(axes) == [
        "named room",
        "named user",
        "all direct messages",
        "whole workspace",
        "none",
    ]
    assert axes.images[0].get_array().filled(0).tolist() == [[1, 1, 1, 0, 1], [0, 0, 0, 1, 0]]
    assert totals(axes) == ["1"] * 5
    assert axes.get_title(loc="left") == "2 of 4 outgoing integrations see more than what they name"


def test_names_the_kind_of_hosts_that_are_not_public():
    """Hosts are sorted by how many addresses lead there, and coloured by scheme."""
    axes = rcaudit.plots.plot_destination_hosts(
        make_frames(
            outgoing("a", urls=["https://one.example.org/a", "http://one.example.org/b"]),
            outgoing("b", urls=["http://10.0.0.1/", "gopher://two.example.org/"]),
            outgoing("c", urls=["nonsense"]),
        )
    )
    assert y_labels(axes) == ["one.example.org", "(none)", "10.0.0.1 (private)", "two.example.org"]
    assert parts(axes) == {"https": [1, 0, 0, 0], "http": [1, 0, 1, 0], "other": [0, 1, 0, 1]}
    assert axes.get_title(loc="left") == "Outgoing integrations send to 3 hosts"


def test_counts_addresses_by_the_kind_of_their_host():
    """Cleartext is the colour that warns."""
    axes = rcaudit.plots.plot_destination_kinds(
        make_frames(
            outgoing("a", urls=["https://one.example.org/", "https://two.example.org/"]),
            outgoing("b", urls=["http://localhost/", "nonsense"]),
        )
    )
    assert y_labels(axes) == ["public", "loopback", "no host"]
    cleartext = next(bars for bars in axes.containers if bars.get_label() == "http")
    assert to_hex(cleartext[1].get_facecolor()) == "#d55e00"
    assert axes.get_title(loc="left") == "1 of 4 addresses is cleartext http"


def test_counts_ages_in_full_years_up_to_the_oldest():
    """What is very old shares the last column; what is from the future is new."""
    axes = rcaudit.plots.plot_ages(
        make_frames(
            incoming("a", _createdAt="2026-10-31T00:00:00.000Z"),
            incoming("b", _createdAt="2030-01-01T00:00:00.000Z"),
            incoming("c", _createdAt="2024-01-01T00:00:00.000Z", enabled=False),
            incoming("d", _createdAt="1999-01-01T00:00:00.000Z"),
        )
    )
    assert x_labels(axes) == [*map(str, range(15)), "15+"]
    assert parts(axes)["enabled"] == [2] + [0] * 14 + [1]
    assert parts(axes)["disabled"][2] == 1
    assert axes.get_title(loc="left") == "The median age is 1.4 years"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        pytest.param("$x_1$ and $\\frac{a}{b}$", "$x_1$ and $\\frac{a}{b}$", id="a formula"),
        pytest.param("ops 🚒 team", "ops □ team", id="an emoji"),
        pytest.param("two\r\nlines", "two lines", id="a line break"),
        pytest.param("\u202egnp.exe", "gnp.exe", id="an override of the direction"),
        pytest.param("a" * 100, "a" * 31 + "…", id="a long name"),
    ],
)
def test_shows_the_workspaces_text_as_text(name: str, label: str):
    """No formula is set, nothing warns, and the label stays one short line."""
    frames = make_frames(incoming(_createdBy={"_id": "u", "username": name}))
    axes = rcaudit.plots.plot_creators(frames)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes.figure.canvas.draw()
    assert y_labels(axes) == [label]
    assert not axes.get_yticklabels()[0].get_parse_math()


def test_shows_every_event_of_the_sample(sample: Frames):
    """The sample's heat map has a row for each event that it knows."""
    axes = rcaudit.plots.plot_events_by_scope(sample)
    known = set(sample.integrations["event"].dropna().unique())
    assert set(y_labels(axes)) == known
