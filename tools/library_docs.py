#!/usr/bin/env python3
"""Puts the programs of examples/ into docs/library.md, or with --check says whether they are there.

    tools/library_docs.py [--check]

A code block behind a link to ../examples/NAME, in the order of the links, shows that file.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def with_examples(text: str) -> str:
    """The document with each example's code block as the file is now."""
    parts = re.split(r"(^## .*$)", text, flags=re.M)
    for i, part in enumerate(parts):
        names = iter(re.findall(r"\(\.\./examples/([\w.]+)\)", part))

        def block(match: re.Match) -> str:
            name = next(names, None)
            if name is None:
                return match.group(0)
            return f"```{match.group(1)}\n{(ROOT / 'examples' / name).read_text()}```"

        parts[i] = re.sub(r"```(\w+)\n.*?```", block, part, flags=re.S)
    return "".join(parts)


def main() -> int:
    file = ROOT / "docs" / "library.md"
    text = file.read_text()
    wanted = with_examples(text)
    if "--check" in sys.argv:
        if text != wanted:
            print("docs/library.md shows other programs than examples/ has: run tools/library_docs.py")
        return text != wanted
    file.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
