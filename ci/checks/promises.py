#!/usr/bin/env python3
"""Every test that a page of promises names exists, under that name, and each of its rows names one."""

import re
from pathlib import Path

from sources import Findings, root

#: Each page, and how many rows it has.
pages = {Path("sync/PROMISES.md"): 10, Path("tests/e2e/COMPLAINTS.md"): 20}
named_test = re.compile(r'`(tests/[^`]+)` "([^"]+)"')
row_start = re.compile(r"\| \d+ \|")


def check(findings, page, row_count):
    rows = 0
    for number, line in enumerate((root / page).read_text().splitlines(), 1):
        named = named_test.findall(line)
        if row_start.match(line):
            rows += 1
            if not named:
                findings.add(page, number, "promise", "this row names no test")
        for path, name in named:
            file = root / path
            if not file.is_file() or name not in file.read_text():
                findings.add(page, number, "promise", f"there is no test “{name}” in {path}")
    if rows != row_count:
        findings.add(page, 1, "promise", f"{rows} rows instead of {row_count}")


def main():
    findings = Findings()
    for page, row_count in pages.items():
        check(findings, page, row_count)
    findings.finish("promises")


if __name__ == "__main__":
    main()
