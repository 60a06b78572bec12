#!/usr/bin/env python3
"""Splits the client's WebAssembly in two: what the first screens need, and what can come later.

usage: split_wasm.py --wasm BUILD/minga-client.wasm --sources LATER.txt --target BUILD/split
                     --nm llvm-nm --split wasm-split --objects A.a B.a …

- LATER.txt names source files, one a line; what is defined in these, and nowhere else, goes into
  the later module. Files that were compiled together (ci/cmake/unity.cmake) are one object, whose
  name says so. Below "functions" it may name functions of libraries, by patterns.
- Both modules share memory and table. A call from the first into the later one goes through a slot
  of the table, which at the start holds a placeholder: JavaScript that fetches the later module
  (`later.js`). Loading it puts the real functions into the slots.
- Texts that only later functions read go with them (`move_strings.py`).
- The names of functions, by which all this is decided, are not in the modules that come out.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # nothing of the build is left among the sources
from move_strings import move_strings
from wasm_reader import Reader, section_code, section_custom, section_import, sections

# What wasm-split imports from and what it adds to the exports of the first module.
imports_of_later = "first"
placeholders = "later"
export_prefix = "%"
# Functions that are alike are one after linking, under any of their names: the smallest, small ones of
# templates and libraries, and any that read a record's fields or are the standard library's may be
# anybody's, unless they were made for somebody's lambda.
small_bytes_max = 150
small_bytes_max_of_ours = 60
of_ours = re.compile(r"_ZZ*NK?5minga(?!6schema).*")
compiled_together = re.compile(r"unity_\w+_later_\d+_cxx\.cxx")
of_anybody = re.compile(r"_ZNK?St3__2(?!.*\$_).*|_ZZ*N5minga6schema6decode.*")


def run(*arguments):
    return subprocess.run([str(one) for one in arguments], check=True, capture_output=True,
                          text=True).stdout


def read_list(path):
    """The source files and the patterns of LATER.txt."""
    sources, patterns, is_functions = set(), [], False
    for line in path.read_text().splitlines():
        line = line.partition("#")[0].strip()
        if line == "functions":
            is_functions = True
        elif line and is_functions:
            patterns.append(re.compile(line))
        elif line:
            sources.add(Path(line).name)  # an archive knows no folders
    return sources, patterns


def definitions(nm, archives):
    """For each function's name, the source files that define it."""
    found = {}
    for archive in archives:
        member = ""
        for line in run(nm, "--defined-only", archive).splitlines():
            if line.endswith(".o:"):
                member = line.removesuffix(".o:")
                continue
            parts = line.split()
            if len(parts) == 3 and parts[1] in "tTwW":
                found.setdefault(parts[2], set()).add(member)
    return found


def functions_of(wasm):
    """The module's own functions: name and bytes of code."""
    reader = Reader(wasm)
    imported, sizes, names = 0, [], {}
    for kind, start, end in sections(wasm):
        reader.at = start
        if kind == section_import:
            imported = count_imported(reader)
        elif kind == section_code:
            for _ in range(reader.number()):
                sizes.append(reader.number())
                reader.at += sizes[-1]
        elif kind == section_custom and reader.text() == "name":
            names = read_names(reader, end)
    return [(names[imported + index], size) for index, size in enumerate(sizes)
            if imported + index in names]


def count_imported(reader):
    count = 0
    for _ in range(reader.number()):
        reader.text()
        reader.text()
        kind = reader.number()
        if kind == 0:
            reader.number()
            count += 1
        elif kind == 3:
            reader.at += 2
        else:  # a table's type of element, then limits
            reader.at += kind == 1
            has_maximum = reader.number() & 1
            for _ in range(1 + has_maximum):
                reader.number()
    return count


def read_names(reader, end):
    names = {}
    while reader.at < end:
        part = reader.data[reader.at]
        reader.at += 1
        size = reader.number()
        part_end = reader.at + size
        if part == 1:
            for _ in range(reader.number()):
                index = reader.number()
                names[index] = reader.text()
        reader.at = part_end
    return names


def small_bytes_of(name):
    return small_bytes_max_of_ours if of_ours.fullmatch(name) else small_bytes_max


def is_later(name, defined, sources, patterns):
    # Binaryen puts what several functions share into one of its own, named after one of them.
    plain = name.removeprefix("byn$mgfn-shared$")
    # Of several with one name in namespaces without one, those after the first bear a number.
    plain = re.sub(r"(?:[.$]\d+)+$", "", plain)
    homes = set() if of_anybody.fullmatch(plain) else defined.get(plain, set())
    if homes and all(home in sources for home in homes):
        return True
    return any(pattern.fullmatch(plain) for pattern in patterns)


def split(options):
    sources, patterns = read_list(options.sources)
    defined = definitions(options.nm, options.objects)
    known = set().union(*defined.values())
    sources |= {member for member in known if compiled_together.fullmatch(member)}
    functions = functions_of(options.wasm.read_bytes())
    later = sorted({name for name, size in functions if size > small_bytes_of(name) and
                    is_later(name, defined, sources, patterns)})
    options.target.mkdir(parents=True, exist_ok=True)
    wanted = options.target / "functions.txt"
    wanted.write_text("\n".join(later) + "\n")
    first, second = options.target / "first.wasm", options.target / "later.wasm"
    run(options.split, options.wasm, f"--split-funcs=@{wanted}", "-o1", first, "-o2", second,
        f"--import-namespace={imports_of_later}", f"--placeholder-namespace={placeholders}",
        f"--export-prefix={export_prefix}", "--enable-mutable-globals")
    count, size = move_strings(first, second, options.objects, sources)
    print(f"  {len(later)} of {len(functions)} functions come later, and {count} texts of {size} "
          "bytes")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("wasm", "sources", "target"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("nm", "split"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--objects", type=Path, nargs="+", required=True)
    sys.exit(split(parser.parse_args()))


if __name__ == "__main__":
    main()
