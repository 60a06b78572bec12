#!/usr/bin/env python3
"""Words that do not belong in the sources: leftovers, hidden clocks and chance, one machine's paths."""

import re
from pathlib import Path

from sources import Findings, code_folders, cpp_suffixes, is_text, lines_of, our_files, \
    script_suffixes

cpp = "cpp"    # only C++ files
code = "code"  # C++ and scripts, wherever they are
text = "text"  # every text file

# (rule, where, pattern, what to do instead)
banned = [
    ("leftover", code, r"\b(TODO|FIXME|XXX|HACK)\b", "do it, or state the limit as a fact"),
    ("namespace", cpp, r"\busing\s+namespace\s+std\b", "name what you use"),
    ("chance", cpp, r"\b(std::)?s?rand\s*\(", "take a random source as an argument"),
    ("clock", cpp, r"\bsystem_clock::now\b|\bstd::time\s*\(|\bgettimeofday\b",
     "take `now` as an argument; the wall clock is read in a platform's clock or seams file"),
    ("sleep", cpp, r"\bsleep_for\b|\busleep\b", "wait for the event itself"),
    ("endl", cpp, r"\bstd::endl\b", r"write '\n'"),
    ("machine", text, r"(?<![\w.~-])/(work|farm|root|home|Users)/[A-Za-z]",
     "use a path from the project's root"),
    ("host", text, r"registry\.npmjs|registry\.yarnpkg|deb\.debian\.org|security\.debian\.org"
                   r"|pypi\.org|pythonhosted\.org",
     "name the package; the machine's own configuration knows the address"),
    ("secret", text, r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b"
                     r"|\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bglpat-[\w-]{20,}\b",
     "take it out of the history too, and revoke it"),
]

# Files where the word is the point.
excused = {
    "clock": re.compile(r"(^|/)[a-z_]*(clock|seams)\.cpp$|^tests/"),
    "sleep": re.compile(r"^tests/|^sync/headless/"),
}


def kind_of(path):
    if path.suffix in cpp_suffixes and path.parts[0] in code_folders:
        return cpp
    in_assets = path.parts[0] == "assets"
    if not in_assets and (path.suffix in script_suffixes or path.name in ("CMakeLists.txt",)
                          or (path.parts[0] in ("ci", ".ci") and not path.suffix)):
        return code
    return text


def main():
    applies = {cpp: {cpp, code, text}, code: {code, text}, text: {text}}
    patterns = [(rule, where, re.compile(pattern), advice)
                for rule, where, pattern, advice in banned]
    this_file = Path(__file__).name
    findings = Findings()
    for path in our_files():
        if path.name == this_file or not is_text(path):
            continue
        wanted = [row for row in patterns if row[1] in applies[kind_of(path)]
                  and not (row[0] in excused and excused[row[0]].search(path.as_posix()))]
        for number, line in enumerate(lines_of(path), 1):
            for rule, _, pattern, advice in wanted:
                match = pattern.search(line)
                if match:
                    findings.add(path, number, rule, f"“{match[0].strip()}”: {advice}")
    findings.finish("words")


if __name__ == "__main__":
    main()
