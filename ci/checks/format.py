#!/usr/bin/env python3
"""Every C++ file is as clang-format 14 would write it.

usage: format.py [--fix [FOLDER...]]      --fix rewrites what is not, everywhere or in some folders
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sources import Findings, cpp_files, root

program = next((name for name in ("clang-format-14", "clang-format")
                if subprocess.run(["sh", "-c", f"command -v {name}"],
                                  capture_output=True).returncode == 0), None)


def formatted(path):
    return subprocess.run([program, f"--assume-filename={path}"], cwd=root, check=True,
                          input=(root / path).read_bytes(), capture_output=True).stdout


def first_difference(old, new):
    rows = zip(old.splitlines(), new.splitlines())
    return next((number for number, (a, b) in enumerate(rows, 1) if a != b),
                min(old.count(b"\n"), new.count(b"\n")) + 1)


def main():
    if program is None:
        sys.exit("clang-format is not installed; run ci/setup")
    fix = sys.argv[1:2] == ["--fix"]
    folders = [folder.rstrip("/") + "/" for folder in sys.argv[2:]] or [""]
    findings = Findings()
    files = [path for path in cpp_files() if path.as_posix().startswith(tuple(folders))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, new in zip(files, pool.map(formatted, files)):
            old = (root / path).read_bytes()
            if old == new:
                continue
            if fix:
                (root / path).write_bytes(new)
                print(f"{path}: rewritten")
            else:
                findings.add(path, first_difference(old, new), "format",
                             f"run: clang-format -i {path}")
    findings.finish("format")


if __name__ == "__main__":
    main()
