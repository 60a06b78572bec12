#!/usr/bin/env python3
"""Writes a source with one piece of its text replaced: mutate.py SOURCE TARGET OLD NEW.

A source that does not hold OLD is copied as it is, with a warning: the test that expects the
mutation to be found out then fails, and says which rule is not where it was.
"""

import sys
from pathlib import Path


def main():
    source, target, old, new = sys.argv[1:]
    text = Path(source).read_text(encoding="utf-8")
    if old not in text:
        print(f"warning: {source} does not hold “{old}”; adapt tests/simulation/CMakeLists.txt",
              file=sys.stderr)
    Path(target).write_text(text.replace(old, new), encoding="utf-8")


if __name__ == "__main__":
    main()
