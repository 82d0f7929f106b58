"""Where the sample is: in the checkout beside the package, or in the wheel within it."""

from pathlib import Path

from rcaudit.demo.model import DemoWorkspace, load_workspace

WORKSPACE_NAME = "workspace.json"
_PACKAGE = Path(__file__).resolve().parents[1]


def sample_folder() -> Path:
    """Return the folder of the sample: a snapshot, and the workspace behind it."""
    installed = _PACKAGE / "data" / "sample"
    return installed if installed.is_dir() else _PACKAGE.parent / "data" / "sample"


def load_sample_workspace() -> DemoWorkspace:
    """Load the workspace behind the sample.

    Raises:
        ConfigError: The file is missing or damaged.
    """
    return load_workspace(sample_folder() / WORKSPACE_NAME)
