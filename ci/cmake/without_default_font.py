#!/usr/bin/env python3
"""Dear ImGui's imgui_draw.cpp without the font that it carries: we always load our own, and the
letters of that one are a tenth of a megabyte nobody should wait for.

usage: without_default_font.py IMGUI_DRAW.CPP TARGET
"""

import re
import sys
from pathlib import Path

# A table, the name of the library's own, and its letters as one text over many lines.
FONT = re.compile(r'(static const char \w+_ttf_compressed_data_base85\[)[^\]]+(\] =)\s*("[^"]*"\s*)+;')


def main():
    source, target = map(Path, sys.argv[1:])
    text, count = FONT.subn(r'\g<1>1\2 "";', source.read_text())
    if count != 1:
        sys.exit(f"{source} has {count} fonts of its own, not one")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


main()
