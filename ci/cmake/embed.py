#!/usr/bin/env python3
"""Writes embedded/<name>.hpp and .cpp, which hold files as constant data; see embed.cmake.

usage: embed.py PROJECT_ROOT TARGET_FOLDER NAME FILE...
"""

import json
import sys
from pathlib import Path

header_text = """/// Files embedded by the build as "{name}". Made by ci/cmake/embed.py.
#pragma once

#include "embedded/file.hpp"

#include <span>

namespace minga::embedded {{

std::span<const File> {name}();

}}  // namespace minga::embedded
"""

file_header_text = """/// One file that the build put into the program. Made by ci/cmake/embed.py.
#pragma once

#include <string_view>

namespace minga::embedded {

struct File {
    std::string_view path;  ///< from the root of the project, with slashes
    std::string_view content;
};

}  // namespace minga::embedded
"""

# A string literal is what compilers read fastest; a line of it holds this many bytes.
line_bytes = 2048


def escape_table():
    table = [f"\\{byte:03o}" for byte in range(256)]
    for byte in range(0x20, 0x7F):
        table[byte] = chr(byte)
    table[ord('"')] = '\\"'
    table[ord("\\")] = "\\\\"
    table[ord("?")] = "\\?"
    table[ord("\n")] = "\\n"
    return table


def compact(path):
    """The file's bytes; of JSON only what has meaning, since it travels to phones."""
    content = path.read_bytes()
    if path.suffix != ".json":
        return content
    value = json.loads(content)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def literal(content, table):
    lines = (content[start:start + line_bytes] for start in range(0, len(content), line_bytes))
    rows = ['    "' + "".join(table[byte] for byte in line) + '"' for line in lines]
    return "\n".join(rows or ['    ""'])


def write_if_changed(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    root, target, name = Path(sys.argv[1]), Path(sys.argv[2]) / "embedded", sys.argv[3]
    target.mkdir(parents=True, exist_ok=True)
    table = escape_table()
    rows, arrays = [], []
    for index, path in enumerate(map(Path, sys.argv[4:])):
        content = compact(path)
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        arrays.append(f"constexpr char content_{index}[] =\n{literal(content, table)};")
        rows.append(f'    {{"{shown}", {{content_{index}, {len(content)}}}}},')
    newline = "\n"
    source = f"""#include "embedded/{name}.hpp"

#include <array>

namespace minga::embedded {{

namespace {{

{newline.join(arrays)}

constexpr std::array<File, {len(rows)}> files = {{{{
{newline.join(rows)}
}}}};

}}  // namespace

std::span<const File> {name}() {{ return files; }}

}}  // namespace minga::embedded
"""
    write_if_changed(target / "file.hpp", file_header_text)
    (target / f"{name}.hpp").write_text(header_text.format(name=name))
    (target / f"{name}.cpp").write_text(source)


if __name__ == "__main__":
    main()
