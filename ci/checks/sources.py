"""What the checks share: the list of our files, and how a finding is printed."""

import subprocess
import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]

made_up_folder = ("tests", "fuzz", "corpus")  # bytes that a fuzzer made up: nobody's words
code_folders = ("shared", "sync", "server", "client_wasm", "tests")
cpp_suffixes = (".cpp", ".hpp")
script_suffixes = (".js", ".mjs", ".py", ".sh", ".css", ".html", ".cmake")


def our_files():
    """Every file git knows or would add, as paths from the root; what is ignored is not ours."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(root),
         "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True, capture_output=True).stdout.decode()
    paths = {Path(name) for name in listing.split("\0") if name}
    return sorted(path for path in paths if (root / path).is_file()
                  and path.parts[:3] != made_up_folder)


def cpp_files():
    return [path for path in our_files()
            if path.suffix in cpp_suffixes and path.parts[0] in code_folders]


def is_text(path):
    return b"\0" not in (root / path).read_bytes()[:8000]


def lines_of(path):
    return (root / path).read_text(encoding="utf-8").splitlines()


class Findings:
    """Collects findings and ends the check: 0 if there are none, 1 otherwise."""

    def __init__(self):
        self.count = 0

    def add(self, path, line, rule, advice):
        self.count += 1
        print(f"{path}:{line}: {rule}: {advice}")

    def finish(self, subject):
        print(f"{subject}: {self.count} findings" if self.count else f"{subject}: clean")
        sys.exit(1 if self.count else 0)
