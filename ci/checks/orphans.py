#!/usr/bin/env python3
"""Every .cpp is in a CMakeLists.txt and every header is included by someone: nothing lies unbuilt."""

import re

from sources import Findings, cpp_files, lines_of, root

include_line = re.compile(r'^\s*#\s*include\s*"([^"]+)"')


def is_built(path):
    """Whether the nearest CMakeLists.txt above names the file, by its path from there."""
    for folder in path.parents:
        listing = root / folder / "CMakeLists.txt"
        if listing.is_file():
            name = re.escape(path.relative_to(folder).as_posix())
            return re.search(rf"(?<![\w/.]){name}(?![\w.])", listing.read_text()) is not None
    return False


def main():
    findings = Findings()
    files = cpp_files()
    included = set()
    for path in files:
        included.update(match[1] for match in map(include_line.match, lines_of(path)) if match)
    for path in files:
        if path.suffix == ".cpp" and not is_built(path):
            findings.add(path, 1, "orphan", "list it in its folder's CMakeLists.txt, or delete it")
        if path.suffix == ".hpp" and path.as_posix() not in included:
            findings.add(path, 1, "orphan", "nobody includes it; delete it, or test it")
    findings.finish("orphans")


if __name__ == "__main__":
    main()
