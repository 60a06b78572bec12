#!/usr/bin/env python3
"""Every C++ file is as clang-format 14 would write it.

usage: format.py [--fix [FOLDER...]]      --fix rewrites what is not, everywhere or in some folders
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sources import Findings, cpp_files, root

program = next((name for name in ("clang-format-14", "clang-format")
                if subprocess.run(["sh", "-c", f"command -v {name}"],
                                  capture_output=True).returncode == 0), None)
# A warning of its dry run. What a file holds stands there too, but a line of it begins otherwise.
WARNING = re.compile(r"^(\S+\.[ch]pp):(\d+):\d+: warning: ", re.M)


def clang_format(option, files):
    return subprocess.run([program, option, *files], cwd=root, check=True,
                          capture_output=True, text=True).stderr


def first_differences(files):
    """The first line of each of these files that would be written otherwise."""
    lines = {}
    for path, line in WARNING.findall(clang_format("--dry-run", files)):
        lines.setdefault(path, line)
    return lines


def main():
    if program is None:
        sys.exit("clang-format is not installed; run ci/setup")
    fix = sys.argv[1:2] == ["--fix"]
    folders = [folder.rstrip("/") + "/" for folder in sys.argv[2:]] or [""]
    findings = Findings()
    files = [path.as_posix() for path in cpp_files()
             if path.as_posix().startswith(tuple(folders))]
    # Starting it costs five times what reading a file does: one call for each processor.
    shares = [files[first::os.cpu_count()] for first in range(os.cpu_count())]
    with ThreadPoolExecutor(len(shares)) as pool:
        different = {path: line for found in pool.map(first_differences, filter(None, shares))
                     for path, line in found.items()}
    for path, line in sorted(different.items()):
        if fix:
            clang_format("-i", [path])
            print(f"{path}: rewritten")
        else:
            findings.add(path, line, "format", f"run: clang-format -i {path}")
    findings.finish("format")


if __name__ == "__main__":
    main()
