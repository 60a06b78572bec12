#!/usr/bin/env python3
"""Which file may include which: arrows between folders, homes of third-party headers, no cycles, and
what of the standard library a file must include."""

import re

from sources import Findings, code_folders, cpp_files, lines_of

# A folder may include itself and the folders named here (a name stands for all below it). The
# longest matching key rules, so that a subfolder may be stricter or freer than its folder.
allowed = {
    "shared/base": [],
    "shared/schema": ["shared/base"],
    "shared/records": ["shared/base", "shared/schema"],
    "shared/codec": ["shared/base", "shared/schema", "shared/records"],
    "shared/programs": ["shared/base", "shared/schema", "shared/records", "shared/codec"],
    "shared/rules": ["shared/base", "shared/schema", "shared/records", "shared/programs"],
    "shared/sheets": ["shared/base", "shared/schema", "shared/records", "shared/codec",
                      "shared/programs", "shared/rules"],
    "shared/storage": ["shared/base", "shared/schema", "shared/records", "shared/codec"],
    "sync/merge": ["shared"],
    "sync/wire": ["shared", "sync/merge"],
    "sync/blob": ["shared"],
    "sync/bundle": ["shared/base", "shared/codec", "sync/wire"],
    "sync/client": ["shared", "sync/merge", "sync/wire", "sync/blob", "sync/bundle"],
    "sync/server": ["shared", "sync/merge", "sync/wire", "sync/blob", "sync/bundle"],
    "sync": ["shared"],
    "server": ["shared", "sync"],
    "client_wasm": ["shared", "sync"],
    "tests": ["shared", "sync", "server", "client_wasm"],
}

# Third-party headers: a pattern, and the folders (or files) that are its home.
homes = [
    (r"sqlite3", ["shared/storage", "client_wasm/platform"]),
    (r"rapidjson/", ["shared/codec"]),
    (r"httplib\.h", ["server/http", "sync/headless"]),
    (r"imgui|imgui_.*|imstb.*", ["client_wasm"]),
    (r"emscripten", ["client_wasm/platform", "client_wasm/main.cpp"]),
    (r"GLES|GL/", ["client_wasm"]),
    (r"sodium", ["shared/base", "server/auth", "sync/bundle"]),
    (r"openssl/", ["server/http", "server/auth", "shared/base/sha256_openssl.cpp"]),
    (r"libdeflate\.h", ["sync/headless"]),
    (r"zlib\.h", ["server/http", "server/snapshots", "sync/headless"]),
    (r"brotli/", ["server/http"]),
    (r"xlsxwriter", ["server/reports"]),
    (r"CLI/", ["server", "sync/headless"]),
    (r"catch", []),
]

# shared/ and sync/ are pure: what touches threads, files, clocks or chance is passed in.
impure = re.compile(r"^(thread|mutex|shared_mutex|condition_variable|future|filesystem|fstream"
                    r"|iostream|random|unistd\.h|fcntl\.h|sys/.*)$")
pure_folders = ("shared/", "sync/")
impure_homes = ("sync/headless/",)

# Names of the standard library and the header that has them. A precompiled header would hide that
# a file got one by accident, so it must come from the file's includes or those of our headers.
standard_names = {
    "algorithm": "sort|stable_sort|find_if|any_of|all_of|none_of|lower_bound|upper_bound|clamp"
                 "|max_element|min_element|equal_range|remove_if|set_difference|shuffle",
    "array": "array",
    "cmath": "lround|llround|isfinite|isnan|floor|ceil|sqrt",
    "condition_variable": "condition_variable",
    "cstring": "memcpy|memcmp|memset|strlen|strcmp",
    "filesystem": "filesystem",
    "fstream": "ifstream|ofstream|fstream",
    "functional": "function",
    "iostream": "cout|cerr|cin",
    "limits": "numeric_limits",
    "map": "map|multimap",
    "memory": "unique_ptr|shared_ptr|make_unique|make_shared|weak_ptr",
    "mutex": "mutex|lock_guard|unique_lock|scoped_lock",
    "optional": "optional|nullopt",
    "set": "set|multiset",
    "span": "span",
    "string": "string|to_string",
    "thread": "thread|this_thread",
    "tuple": "tuple|tie|make_tuple",
    "unordered_map": "unordered_map",
    "variant": "variant|get_if|holds_alternative|visit",
    "vector": "vector",
}
standard_use = re.compile("|".join(
    rf"(?P<{header}>\bstd::(?:{names})\b(?!::(?:literals|chrono)))"
    for header, names in standard_names.items()))

include_line = re.compile(r'^\s*#\s*include\s*(?P<quote>["<])(?P<target>[^">]+)[">]')


def is_under(path, folder):
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def rule_for(path):
    keys = [key for key in allowed if is_under(path, key)]
    return max(keys, key=len) if keys else None


def check_arrow(findings, path, line, target):
    key = rule_for(path)
    if key is None:
        return
    folders = [key, *allowed[key]]
    if not any(is_under(target, folder) for folder in folders):
        permitted = ", ".join(allowed[key]) or "nothing else of ours"
        findings.add(path, line, "arrow",
                     f"{key} may include {permitted}, not {target}; pass it in, or move the code")


def check_third_party(findings, path, line, target):
    if path.startswith("tests/"):
        return
    for pattern, folders in homes:
        if re.match(pattern, target) and not any(is_under(path, folder) for folder in folders):
            findings.add(path, line, "home",
                         f"<{target}> belongs in {', '.join(folders) or 'tests'}; use its wrapper")
    if (impure.match(target) and path.startswith(pure_folders)
            and not path.startswith(impure_homes)):
        findings.add(path, line, "pure", f"shared/ and sync/ do no I/O, time, threads or chance: "
                                         f"take what <{target}> gives as an argument")


def check_own_header_first(findings, path, includes):
    own = re.sub(r"\.cpp$", ".hpp", path)
    targets = [target for _, _, target in includes]
    if path.endswith(".cpp") and own in targets and targets[0] != own:
        line = includes[targets.index(own)][0]
        findings.add(path, line, "own-header",
                     "include the file's own header first, so that it proves to stand alone")


def check_header_start(findings, path, lines):
    if not lines or not lines[0].startswith("///"):
        findings.add(path, 1, "header", "start with a `///` line that says what the file is")
    if "#pragma once" not in lines:
        findings.add(path, 1, "header", "add `#pragma once` below the opening comment")


def reachable_includes(path, includes_of, known):
    """What the file includes, itself or through headers of ours."""
    if path not in known:
        known[path] = set()
        for target in includes_of.get(path, []):
            known[path] |= {target} | reachable_includes(target, includes_of, known)
    return known[path]


def check_standard_names(findings, path, lines, reached):
    missed = set()
    for number, text in enumerate(lines, 1):
        for match in standard_use.finditer(text.split("//")[0]):
            header = match.lastgroup
            if header not in reached and header not in missed:
                missed.add(header)
                findings.add(path, number, "standard", f"include <{header}> for {match[0]}")


def find_cycles(findings, graph):
    done, open_path, reported = set(), [], set()

    def visit(node):
        if node in done:
            return
        if node in open_path:
            cycle = open_path[open_path.index(node):]
            if frozenset(cycle) not in reported:
                reported.add(frozenset(cycle))
                findings.add(node, 1, "cycle", "break it: " + " -> ".join([*cycle, node]))
            return
        open_path.append(node)
        for target in graph.get(node, []):
            visit(target)
        open_path.pop()
        done.add(node)

    for node in sorted(graph):
        visit(node)


def main():
    findings = Findings()
    files = {path.as_posix() for path in cpp_files()}
    graph, includes_of = {}, {}
    for path in sorted(files):
        lines = lines_of(path)
        includes = []
        for number, text in enumerate(lines, 1):
            match = include_line.match(text)
            if match:
                includes.append((number, match["quote"], match["target"]))
        for number, quote, target in includes:
            if quote == '"' and target.startswith("."):
                findings.add(path, number, "path", "include by the path from the root")
            elif quote == '"' and target.split("/")[0] in code_folders:
                check_arrow(findings, path, number, target)
                if target not in files:
                    findings.add(path, number, "missing", f"there is no {target}")
            else:
                check_third_party(findings, path, number, target)
        includes_of[path] = [target for _, _, target in includes]
        graph[path] = [target for _, _, target in includes if target in files]
        check_own_header_first(findings, path, includes)
        if path.endswith(".hpp"):
            check_header_start(findings, path, lines)
    known = {}
    for path in sorted(files):
        check_standard_names(findings, path, lines_of(path),
                             reachable_includes(path, includes_of, known))
    find_cycles(findings, graph)
    findings.finish("includes")


if __name__ == "__main__":
    main()
