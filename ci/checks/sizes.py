#!/usr/bin/env python3
"""Limits on the length of sources, on the width of C++ lines and on the size of any file."""

from sources import Findings, code_folders, cpp_suffixes, lines_of, our_files, root, script_suffixes

source_lines_max = 600
line_columns_max = 100
table_columns_max = 180  # rows of tables, between `clang-format off` and `on`
file_bytes_max = 600_000


def main():
    findings = Findings()
    for path in our_files():
        size = (root / path).stat().st_size
        if size > file_bytes_max:
            findings.add(path, 1, "size", f"{size} bytes, more than {file_bytes_max}: "
                                          "fetch it, generate it or split it")
        if path.parts[0] not in (*code_folders, "ci") or \
                path.suffix not in (*cpp_suffixes, *script_suffixes):
            continue
        lines = lines_of(path)
        if len(lines) > source_lines_max:
            findings.add(path, source_lines_max + 1, "length",
                         f"{len(lines)} lines, more than {source_lines_max}: split it by idea")
        if path.suffix not in cpp_suffixes:
            continue
        columns_max = line_columns_max
        for number, line in enumerate(lines, 1):
            if "clang-format off" in line:
                columns_max = table_columns_max
            elif "clang-format on" in line:
                columns_max = line_columns_max
            if len(line) > columns_max:
                findings.add(path, number, "width",
                             f"{len(line)} columns, more than {columns_max}: break the line")
    findings.finish("sizes")


if __name__ == "__main__":
    main()
