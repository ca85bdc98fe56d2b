"""Have compliance-trestle, a tool that nobody here made, validate OSCAL files: `python3 -m scripts.trestle FILE…`.

It lives in an environment of its own, .make/trestle, because it brings some forty packages that nothing else here needs.
`python3 -m scripts.trestle --install` makes it (half a minute, 90 MB).
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".make" / "trestle"
TRESTLE = HOME / "bin" / "trestle"
VERSION = "5.2.0"  # Apache-2.0; knows OSCAL 1.2.1


def is_installed() -> bool:
    """Whether it is there to be asked."""
    return TRESTLE.exists()


def install() -> None:
    """Make its environment, when it is not there."""
    if is_installed():
        return
    print(f"  compliance-trestle {VERSION} …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
    subprocess.run([str(HOME / "bin" / "pip"), "install", "--quiet", f"compliance-trestle=={VERSION}"], check=True)


FOLDERS = {"catalog": "catalogs", "profile": "profiles", "mapping-collection": "mapping-collections"}


def faults_of(files: list[Path]) -> list[str]:
    """What it finds wrong; nothing when it validates every file."""
    with tempfile.TemporaryDirectory() as folder:
        _call(folder, "init")
        for number, file in enumerate(files):
            kind = next(iter(json.loads(file.read_text(encoding="utf-8"))))
            place = Path(folder) / FOLDERS[kind] / f"file-{number}"
            place.mkdir(parents=True)
            shutil.copy(file, place / f"{kind}.json")
        done = _call(folder, "validate", "--all")
    said = done.stdout + done.stderr
    if done.returncode or said.count("VALID: ") != len(files):
        return [said[-3000:]]
    return []


def _call(folder: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(TRESTLE), *words], cwd=folder, capture_output=True, text=True, check=False)


def main(arguments: list[str]) -> int:
    """Validate the files named; 1 when anything is wrong."""
    if "--install" in arguments:
        install()
        return 0
    if not is_installed():
        print("compliance-trestle is not there: python3 -m scripts.trestle --install")
        return 1
    faults = faults_of([Path(name) for name in arguments])
    print("\n".join(faults) or f"{len(arguments)} files are valid OSCAL.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
