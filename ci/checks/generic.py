#!/usr/bin/env python3
"""The engine knows no programme: no key of assets/programs stands in its C++.

What a programme calls by a key (its roles, positions, documents, states, transitions, conditions,
subcriteria, tools, instruments) is data. The records are the same for every programme, so that what
their tables define (kinds, fields, choices) is the engine's own.
"""

import json
import re

from sources import Findings, cpp_files, lines_of, root

engine_folders = ("shared/rules", "shared/programs")

# Words of the engine that a definition file repeats to give them a name.
engine_words = {
    "all": "what a check asks of a record; it is a read scope too",
    "create": "an action that may be granted",
    "edit": "an action that may be granted",
    "delete": "an action that may be granted",
    "own": "an action that may be granted",
    "process": "a type of element; the checks and the scales tell two apart",
    "result": "a type of element; the checks and the scales tell two apart",
}

string_literal = re.compile(r'"((?:[^"\\]|\\.)*)"')
word = re.compile(r"[a-z0-9_]+")
table_word = re.compile(r'(?:field\(\d+,\s*|choice\([^,]+,\s*|record\(\d+,\s*)"(\w+)"')


def keys_of(value):
    """Every `key` in a definition file, at any depth."""
    if isinstance(value, dict):
        if isinstance(value.get("key"), str):
            yield value["key"]
        for member in value.values():
            yield from keys_of(member)
    elif isinstance(value, list):
        for item in value:
            yield from keys_of(item)


def programme_keys():
    keys = {}
    for path in sorted((root / "assets/programs").glob("*/*.json")):
        if path.name == "glossary.json":
            continue  # words for people, which nothing refers to by their key
        for key in keys_of(json.loads(path.read_text(encoding="utf-8"))):
            if not key.isdigit():
                keys.setdefault(key, path.name)
    return keys


def table_words():
    words = set()
    for path in cpp_files():
        if path.as_posix().startswith("shared/records/"):
            words.update(table_word.findall((root / path).read_text(encoding="utf-8")))
    return words


def named_in(literal, keys):
    """The keys that a literal is, or holds as a word of their own that no other text would."""
    if literal in keys:
        return {literal}
    return {one for one in word.findall(literal) if "_" in one and one in keys}


def main():
    findings = Findings()
    keys = programme_keys()
    for own in table_words() | set(engine_words):
        keys.pop(own, None)
    for path in cpp_files():
        if not path.as_posix().startswith(engine_folders):
            continue
        for number, line in enumerate(lines_of(path), start=1):
            if line.lstrip().startswith("//") or line.startswith("#include"):
                continue
            code = line.split("//")[0]
            for literal in string_literal.findall(code):
                for key in sorted(named_in(literal, keys)):
                    findings.add(path, number, "generic",
                                 f"«{key}» is of {keys[key]}: let the programme's data say it")
    findings.finish("generic")


if __name__ == "__main__":
    main()
