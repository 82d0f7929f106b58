"""Times `rcaudit scripts check` of 500 scripts against ESLint with `no-undef`, as whole commands.

    export RCAUDIT_NODE_MODULES=/folder/node_modules PYTHONPATH=.
    python tests/benchmarks/scripts_vs_eslint.py [ROUNDS]

The folder holds npm's eslint. The scripts are put together from `rcaudit/demo/scripts`, or from the
folder named by RCAUDIT_SCRIPTS, each of some 7 KB and no two alike.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rcaudit.scripts import analyse_script

ROOT = Path(__file__).parents[2]
_FINE = {0, 1, 3}
COUNT, SIZE = 500, 7_000
CONFIG = """module.exports = [{
  files: ["**/*.js"],
  linterOptions: { reportUnusedDisableDirectives: "off" },
  languageOptions: { ecmaVersion: "latest", sourceType: "script" },
  rules: { "no-undef": "error" },
}];
"""


def write_scripts(folder: Path, count: int = COUNT) -> None:
    """Write scripts of about the same size, no two alike."""
    source = Path(os.environ.get("RCAUDIT_SCRIPTS", ROOT / "rcaudit" / "demo" / "scripts"))
    texts = [path.read_text(encoding="utf-8") for path in sorted(source.glob("*.js"))]
    good = [text for text in texts if analyse_script(text).compiles]
    for number in range(count):
        parts = [f"// script {number}\n{good[number % len(good)]}\n"]
        step = 1 + number % 7
        while sum(map(len, parts)) < SIZE:
            other = good[(number + step * len(parts)) % len(good)]
            parts.append(f"function part{number}_{len(parts)}() {{\n{other}\n}}\n")
        (folder / f"script{number:05}.js").write_text("".join(parts), encoding="utf-8")


def seconds(command: list[str], folder: Path) -> float:
    """Time a whole command; 1 and 3 mean that it found something."""
    start = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=environment)
    if done.returncode not in _FINE:
        sys.exit(done.stderr.decode())
    return time.perf_counter() - start


def main() -> None:
    """Print the times and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    eslint = Path(os.environ["RCAUDIT_NODE_MODULES"]) / "eslint" / "bin" / "eslint.js"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_scripts(folder)
        sizes = [path.stat().st_size for path in folder.glob("*.js")]
        (folder / "eslint.config.cjs").write_text(CONFIG)
        names = sorted(path.name for path in folder.glob("*.js"))
        ours = [sys.executable, "-m", "rcaudit", "scripts", "check", "--format", "json", *names]
        theirs = ["node", str(eslint), "--config", "eslint.config.cjs", "--quiet", "*.js"]
        pairs = [(seconds(ours, folder), seconds(theirs, folder)) for _ in range(rounds)]
    print(f"{len(sizes)} scripts of {sum(sizes) // len(sizes):,} bytes")
    for mine, other in pairs:
        print(f"rcaudit {mine:.2f} s, ESLint {other:.2f} s, ratio {mine / other:.2f}")
    best = min(mine for mine, _ in pairs) / min(other for _, other in pairs)
    print(f"best against best: {best:.2f}")


if __name__ == "__main__":
    main()
