"""A page printed by an installed Chromium."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from rcaudit.errors import ConfigError, OutputError

BROWSER_VARIABLE = "RCAUDIT_CHROMIUM"
_PROGRAMS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "msedge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_SECONDS = 120


def find_chromium() -> str:
    """Return the program: `RCAUDIT_CHROMIUM`, else the first browser of its kind that is found.

    Raises:
        ConfigError: There is none.
    """
    configured = os.environ.get(BROWSER_VARIABLE)
    candidates = (configured,) if configured else _PROGRAMS
    for name in candidates:
        found = shutil.which(name)
        if found:
            return found
    raise ConfigError(
        f"A PDF needs Chromium, Chrome or Edge, and there is no {', '.join(candidates[:3])}: "
        f"install one, or set {BROWSER_VARIABLE} to its path, or print the HTML page by hand."
    )


def pdf_beside(page: Path) -> Path:
    """Return where the PDF of an HTML page goes: the same name, ending in .pdf.

    Raises:
        ConfigError: The page itself ends so.
    """
    if page.suffix.lower() == ".pdf":
        raise ConfigError(
            f"{page} is to be an HTML page: name it {page.with_suffix('.html').name}; "
            "a PDF of it, where asked for, is written beside it."
        )
    return page.with_suffix(".pdf")


def print_pdf(browser: str, page: Path, out: Path) -> Path:
    """Print an HTML file to a PDF, with no way to the network, and return the PDF.

    Raises:
        OutputError: The browser did not print it.
    """
    with tempfile.TemporaryDirectory(prefix="rcaudit-print-") as scratch:
        draft = out.with_name(f".{out.name}.new.{os.getpid()}")
        # By its name Chromium knows that it is HTML.
        named = Path(scratch) / "page.html"
        command = [
            *(browser, "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={scratch}/profile"),
            # Chromium's sandbox refuses to run as root; the page has no scripts.
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            *("--no-pdf-header-footer", "--generate-pdf-document-outline"),
            *(f"--print-to-pdf={draft}", named.as_uri()),
        ]
        try:
            shutil.copyfile(page, named)
            subprocess.run(  # noqa: S603 - the browser that the user installed or named
                command, check=True, timeout=_SECONDS, capture_output=True
            )
            draft.replace(out)
        except (OSError, subprocess.SubprocessError) as error:
            draft.unlink(missing_ok=True)
            raise OutputError(
                f"{browser} did not print {page} ({type(error).__name__}): "
                "open the page and print it by hand."
            ) from error
    return out
