"""Checks the documents: links lead somewhere, files that are named exist, code marked `run` runs.

`make docs`. A block that opens with three backticks and `python run` or `sh run` is run in the project's folder.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:src|tests|bench|deploy|web|docs|schema)/[\w./-]+)`")
BLOCK = re.compile(r"^```(python|sh) run\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUNNERS = {"python": [sys.executable, "-c"], "sh": ["bash", "-euc"]}
LATER = {"docs/pictures/desk.png", "docs/reference/measurements.md"}  # written by `make screenshots` and `make bench`


def documents() -> list[Path]:
    """Return every document of the project."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/**/*.md")])


def dead_ends(page: Path) -> list[str]:
    """Return the links and names of a page that lead nowhere."""
    text = page.read_text(encoding="utf-8")
    found: list[str] = []
    for target in LINK.findall(text):
        place, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / place).resolve() if place else page
        if not file.exists():
            if not any(file == ROOT / later for later in LATER):
                found.append(f"the link to {target} leads nowhere")
        elif anchor and anchor not in anchors(file):
            found.append(f"{target}: there is no such heading")
    found += [f"{name} is named and is not there" for name in NAMED.findall(text) if not _exists(name)]
    return [f"{page.relative_to(ROOT)}: {sentence}" for sentence in found]


def _exists(name: str) -> bool:
    return (ROOT / name).exists() or name in LATER or bool(list(ROOT.glob(name + "*")))


def anchors(page: Path) -> set[str]:
    """Return the addresses of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken_blocks(page: Path) -> list[str]:
    """Run a page's marked code; return what fails."""
    found: list[str] = []
    for language, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        done = subprocess.run([*RUNNERS[language], code], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            found.append(f"{page.relative_to(ROOT)}: this does not run:\n{code}{done.stderr[-800:]}")
    return found


def main() -> int:
    """Check all; say what is wrong."""
    pages = documents()
    found = [sentence for page in pages for sentence in (*dead_ends(page), *broken_blocks(page))]
    for sentence in found:
        print(sentence)
    print(f"{len(pages)} documents, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
