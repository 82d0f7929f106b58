"""`import rcaudit`: the public names, and what they cost."""

import subprocess
import sys

import pytest

import rcaudit


def test_public_names_are_sorted():
    """The list is short and in order."""
    assert rcaudit.__all__ == sorted(set(rcaudit.__all__))
    assert dir(rcaudit) == rcaudit.__all__


@pytest.mark.parametrize("name", rcaudit.__all__)
def test_every_public_name_is_there_and_documented(name):
    """Each can be imported, and says what it is."""
    assert getattr(rcaudit, name).__doc__


@pytest.mark.parametrize("name", rcaudit.__all__)
def test_no_public_name_is_a_submodule_of_another_kind(name):
    """With lazy loading a name would be now the function, now the module."""
    value = getattr(rcaudit, name)
    shadowed = sys.modules.get(f"rcaudit.{name}")
    assert shadowed is None or shadowed is value


def test_an_unknown_name_is_an_attribute_error():
    """As for any module."""
    with pytest.raises(AttributeError, match="no attribute 'fetch'"):
        rcaudit.fetch  # noqa: B018 - the look-up is the test


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import rcaudit", id="import"),
        pytest.param(
            "import sys; sys.argv = ['rcaudit', 'export', '--help']\n"
            "from rcaudit.cli.main import main\n"
            "try: main()\nexcept SystemExit: pass",
            id="export --help",
        ),
    ],
)
def test_loads_nothing_heavy_before_it_is_used(code):
    """Neither the import nor --help pays for pandas, requests, matplotlib or tree-sitter."""
    heavy = "{'pandas', 'numpy', 'matplotlib', 'tree_sitter', 'requests', 'tqdm'}"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(sorted({heavy} & sys.modules.keys()))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
