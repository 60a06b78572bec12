#!/usr/bin/env python3
"""Every test that sync/PROMISES.md names exists, under that name."""

import re
from pathlib import Path

from sources import Findings, root

page = Path("sync/PROMISES.md")
named_test = re.compile(r'`(tests/[^`]+)` "([^"]+)"')


def main():
    findings = Findings()
    count = 0
    for number, line in enumerate((root / page).read_text().splitlines(), 1):
        for path, name in named_test.findall(line):
            count += 1
            file = root / path
            if not file.is_file() or name not in file.read_text():
                findings.add(page, number, "promise", f"there is no test “{name}” in {path}")
    if count < 10:
        findings.add(page, 1, "promise", "each of the ten rows names a test")
    findings.finish("promises")


if __name__ == "__main__":
    main()
