"""Compares undeclared names with what ESLint's scope manager finds, or records what that finds.

    export RCAUDIT_NODE_MODULES=/folder/node_modules PYTHONPATH=.:tests
    python tests/yardsticks/undeclared.py [--record] [FOLDER]

The folder holds npm's espree and eslint-scope. With FOLDER, its .js files are compared; else the
programs of the tests are.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from programs import EXPECTED, digest, our_rows, read_programs

from rcaudit.scripts import analyse_script

HERE = Path(__file__).parent


def ask_eslint(programs: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return what ESLint's scope manager finds; needs Node.js and `RCAUDIT_NODE_MODULES`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, program in enumerate(programs.values()):
            (folder / f"{number:05}.js").write_bytes(program.encode())
        done = subprocess.run(
            ["node", str(HERE / "undeclared.mjs"), name],  # noqa: S607 - the developer's own node
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
        )
    found = json.loads(done.stdout)
    return {title: found[f"{number:05}.js"] for number, title in enumerate(programs)}


def compare(programs: dict[str, str], theirs: dict[str, dict[str, Any]]) -> None:
    """Print the agreement, and every difference."""
    same = refused = count = 0
    for title, program in programs.items():
        expected = theirs[title]
        analysis = analyse_script(program)
        if "error" in expected:
            refused += 1
            if analysis.compiles:
                print(f"  ESLint refuses, this does not: {title}: {expected['error']}")
            continue
        rows = our_rows(analysis, is_module=expected["module"])
        count += len(expected["rows"])
        if rows == expected["rows"]:
            same += 1
            continue
        missing = [row for row in expected["rows"] if row not in rows]
        extra = [row for row in rows if row not in expected["rows"]]
        print(f"  {title}: ESLint alone {missing[:5]}, this alone {extra[:5]}")
    print(f"{same} of {len(programs) - refused} programs alike, {count:,} undeclared uses;")
    print(f"{refused} more are refused by ESLint's parser")


def record(theirs: dict[str, dict[str, Any]]) -> None:
    """Write what was found beside the programs; of generated ones a digest."""
    lines = []
    for title, found in theirs.items():
        kept = found
        if "error" in found:
            kept = {"error": True}
        elif title.startswith("generated "):
            kept = {"digest": digest(found["rows"]), "count": len(found["rows"])}
        lines.append(f"{json.dumps(title)}: {json.dumps(kept, ensure_ascii=False)}")
    EXPECTED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main() -> None:
    """Compare, and record where asked to."""
    folders = [name for name in sys.argv[1:] if not name.startswith("--")]
    programs = read_programs()
    if folders:
        files = sorted(Path(folders[0]).glob("**/*.js"))
        programs = {str(path): path.read_bytes().decode(errors="replace") for path in files}
    theirs = ask_eslint(programs)
    compare(programs, theirs)
    if "--record" in sys.argv:
        record(theirs)


if __name__ == "__main__":
    main()
