#!/usr/bin/env python3
"""Each command in ci/ says how it is called, and does nothing where it is called otherwise."""

import subprocess

from sources import Findings, root

commands = ("bench", "fuzz", "serve", "setup", "test")
#: What they refuse by themselves; the options of the others are those of the program behind them.
refused = (["bench", "--nonsense"], ["bench", "S99"], ["bench", "--runs", "many"],
           ["fuzz", "--nonsense"], ["fuzz", "nothing_such"], ["fuzz", "all", "long"],
           ["setup", "--nonsense"])
seconds_max = 20


def call(arguments):
    """The exit status and what was written; nothing where the command began to work instead."""
    command = [str(root / "ci" / arguments[0]), *arguments[1:]]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds_max,
                              stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stdout


def main():
    findings = Findings()
    for name in commands:
        status, words = call([name, "--help"])
        if status != 0 or f"usage: ci/{name}" not in words or "Building" in words:
            findings.add(f"ci/{name}", 1, "command", "--help shows how it is called, and no more")
    for arguments in refused:
        status, words = call(arguments)
        if status != 2 or "Building" in words:
            findings.add(f"ci/{arguments[0]}", 1, "command",
                         f"it refuses “{' '.join(arguments[1:])}” before it does anything")
    findings.finish("commands")


if __name__ == "__main__":
    main()
