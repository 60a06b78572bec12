#!/usr/bin/env python3
"""Puts the web client together: one folder that a server can hand out as it is.

usage: build_site.py --source client_wasm/web --glue BUILD/minga-client.js --wasm FIRST.wasm
                     --later LATER.wasm --fonts .deps/fonts --icons BUILD/icons --target BUILD/web
                     --bundle BUILD/minga-bundle --packages node_modules --manual MANUAL.html --pictures assets/manual
                     [--bytes-max N]

- Every file but the entry points gets its content's hash into its name, and may be cached for ever.
- `build-manifest.json` lists all files with SHA-256, media type and whether the name is hashed; the
  service worker carries the same list and installs nothing that differs from it.
- Beside each file that shrinks lie a `.br` (quality 11) and a `.gz`.
- Prints what a first visit transfers, and fails above the limit.
"""

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

media_types = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".wasm": "application/wasm",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
page_parts = ["mirror_elements.js", "mirror_keys.js", "mirror_press.js", "mirror_pull.js",
              "mirror_sight.js", "mirror.js", "revive.js", "versions.js", "page.js"]
worker_parts = ["file_pool.js", "files.js", "later.js", "worker.js"]
fallback_parts = ["memory_files.js", "mirrored_files.js"]
sheet_parts = ["sheet_reader.js", "sheet_writer.js", "sheet_tool.js"]
# Fetched later or only when installing to a home screen.
not_on_first_visit = {"icon-192.png", "icon-512.png", "icon-maskable-512.png", "sw.js",
                      "manifest.webmanifest", "manual.html", "print.html"}
skeleton_bytes_max = 20 * 1024


def digest(data):
    return hashlib.sha256(data).hexdigest()


def without_comment_lines(text):
    """Whole-line comments and indentation go: nobody reads them over the wire."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def closed(parts):
    """Scripts in one function, so that they share names with each other only."""
    return "(() => {\n'use strict';\n" + "".join(parts) + "})();\n"


class Site:
    def __init__(self, target):
        self.target = target
        self.files = {}

    def add(self, name, data, is_hashed):
        if is_hashed:
            stem, dot, suffix = name.rpartition(".")
            name = f"{stem}-{digest(data)[:12]}{dot}{suffix}"
        self.files[name] = (data, is_hashed)
        return name

    def rows(self, names):
        return [
            {
                "path": name,
                "sha256": digest(self.files[name][0]),
                "bytes": len(self.files[name][0]),
                "type": media_types[Path(name).suffix],
                "isHashed": self.files[name][1],
            }
            for name in sorted(names)
        ]

    def write(self):
        self.target.mkdir(parents=True, exist_ok=True)
        wanted = {f"{name}{extra}" for name in self.files for extra in ("", ".br", ".gz")}
        wanted.add("build-manifest.json")
        for path in self.target.iterdir():
            if path.is_file() and path.name not in wanted:
                path.unlink()
        with ThreadPoolExecutor(2) as pool:
            sizes = list(pool.map(self.write_one, self.files))
        return dict(zip(self.files, sizes))

    def write_one(self, name):
        """Writes a file and its compressed forms; returns the bytes over the wire."""
        data, _ = self.files[name]
        path = self.target / name
        brotli_path = self.target / f"{name}.br"
        is_same = path.exists() and path.read_bytes() == data
        if is_same and brotli_path.exists():
            return brotli_path.stat().st_size
        path.write_bytes(data)
        if path.suffix == ".png":
            return len(data)
        subprocess.run(["brotli", "--best", "--force", "--output=" + str(brotli_path), str(path)],
                       check=True)
        (self.target / f"{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
        return brotli_path.stat().st_size


def build(options):
    source, site = options.source, Site(options.target)
    read = lambda name: (source / name).read_text()

    fonts = {}
    for name in ("text.ttf", "text_semibold.ttf", "icons.ttf"):
        fonts[name] = site.add(name, (options.fonts / name).read_bytes(), True)
    wasm = site.add("minga.wasm", options.wasm.read_bytes(), True)
    # Fetched behind the first frame.
    behind = site.add("minga-later.wasm", options.later.read_bytes(), True)
    glue = options.glue.read_text()
    worker = glue + "\n" + closed(without_comment_lines(read(part)) for part in worker_parts)
    worker = site.add("worker.js", worker.encode(), True)

    # Not on the first visit: the worker fetches it when somebody first needs files.
    tool_wasm = site.add("bundle.wasm", Path(f"{options.bundle}.wasm").read_bytes(), True)
    tool = Path(f"{options.bundle}.js").read_text() + "\n" + closed(
        [without_comment_lines(read("bundle_tool.js"))])
    tool = site.add("bundle.js", tool.encode(), True)

    sheets = site.add("sheets.js", sheet_tool(options.packages, read).encode(), True)
    # Nor this: only where there is no OPFS.
    fallback = site.add("fallback.js", closed(
        without_comment_lines(read(part)) for part in fallback_parts).encode(), True)
    # Nor this: the page fetches it when somebody takes a chart along.
    picture = site.add("picture.js", closed([without_comment_lines(read("picture.js"))]).encode(),
                       True)

    style = with_files(read("style.css"), fonts)
    style = site.add("style.css", short_style(style), True)

    manual = add_manual(site, source, options, fonts)
    printing = add_printing(site, source, fonts)

    for name in ("icon-192.png", "icon-512.png", "icon-maskable-512.png"):
        site.add(name, (options.icons / name).read_bytes(), False)
    site.add("icon.svg", (source / "icon.svg").read_bytes(), False)
    site.add("manifest.webmanifest", (source / "manifest.webmanifest").read_bytes(), False)

    page_build = {
        "worker": worker,
        "bundle": {"script": tool, "wasm": tool_wasm},
        "sheets": {"script": sheets},
        "fallback": fallback,
        "later": behind,
        "picture": picture,
        "files": [{"url": name, "bytes": len(site.files[name][0])}
                  for name in (wasm, *fonts.values())],
    }
    # The version is the content of everything: the same files make the same version.
    everything = json.dumps(page_build) + read("index.html") + style + "".join(
        read(part) for part in (*page_parts, "sw.js")) + "".join(
        digest(data) for data, _ in site.files.values())
    version = digest(everything.encode())[:12]
    page_build = {"version": version, **page_build}
    page = f"window.MINGA_BUILD = {json.dumps(page_build)};\n" + closed(
        without_comment_lines(read(part)) for part in page_parts)
    page = site.add("page.js", page.encode(), True)

    index = read("index.html").replace('"style.css"', f'"{style}"').replace('"page.js"', f'"{page}"')
    site.add("index.html", index.encode(), False)
    worker_build = {"version": version, "files": site.rows(site.files)}
    service = f"self.MINGA_BUILD = {json.dumps(worker_build)};\n" + without_comment_lines(read("sw.js"))
    site.add("sw.js", service.encode(), False)

    sizes = site.write()
    manifest = {"version": version, "files": site.rows(site.files)}
    (options.target / "build-manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return report(sizes, options, skeleton=("index.html", style, page), behind={behind},
                  later={tool, tool_wasm, sheets, fallback, picture, *manual, *printing})


def short_style(style):
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.S)
    return ("\n".join(line.strip() for line in style.splitlines() if line.strip()) + "\n").encode()


def with_files(text, names):
    """Texts name files as they are among the sources; the site has them under other names."""
    for plain, hashed in names.items():
        text = text.replace(f'"{plain}"', f'"{hashed}"')
    return text


def sheet_tool(packages, read):
    """What reads and writes spreadsheets, with the two packages that it stands on in one function."""
    fflate = (packages / "fflate/umd/index.js").read_text()
    saxen = without_comment_lines((packages / "saxen/dist/index.cjs").read_text())
    return closed([
        "const fflate = (() => {\nconst module = {};\nconst exports = {};\n", fflate,
        "\nreturn module.exports;\n})();\n",
        "const saxen = (() => {\nconst exports = {};\n", saxen, "return exports;\n})();\n",
        *(without_comment_lines(read(part)) for part in sheet_parts)])


def add_style(site, source, name, fonts):
    """The style of a page beside the application."""
    text = (source / "fonts.css").read_text() + (source / name).read_text()
    return site.add(name, short_style(with_files(text, fonts)), True)


def add_manual(site, source, options, fonts):
    """The manual's page, and the hashed files that it brings along."""
    pictures = {path.name: site.add(path.name, path.read_bytes(), True)
                for path in sorted(options.pictures.glob("*.png"))}
    style = add_style(site, source, "manual.css", fonts)
    page = with_files(options.manual.read_text(), {"manual.css": style, **pictures})
    site.add("manual.html", page.encode(), False)
    return {style, *pictures.values()}


def add_printing(site, source, fonts):
    """The page that shows forms and prints them, and the hashed files that it brings along."""
    style = add_style(site, source, "print.css", fonts)
    script = site.add("print.js", closed(
        [without_comment_lines((source / "print.js").read_text())]).encode(), True)
    page = with_files((source / "print.html").read_text(), {"print.css": style, "print.js": script})
    site.add("print.html", page.encode(), False)
    return {style, script}


def report(sizes, options, skeleton, behind, later):
    first = {name: size for name, size in sizes.items()
             if name not in not_on_first_visit and name not in behind | later}
    total = sum(first.values())
    for name, size in sorted(first.items(), key=lambda item: -item[1]):
        print(f"  {size / 1024:8.1f} KB  {name}")
    print(f"  {total / 1024:8.1f} KB  first load, compressed (limit {options.bytes_max / 1024:.0f} KB)")
    print(f"  {sum(sizes[name] for name in behind) / 1024:8.1f} KB  behind the first screen")
    print(f"  {sum(sizes[name] for name in later) / 1024:8.1f} KB  later, when first needed")
    opening = sum(sizes[name] for name in skeleton)
    if opening > skeleton_bytes_max:
        print(f"error: the opening page takes {opening} bytes, more than {skeleton_bytes_max}")
        return 1
    if total > options.bytes_max:
        print(f"error: the first load takes {total} bytes, more than {options.bytes_max}")
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("source", "glue", "wasm", "later", "bundle", "packages", "fonts", "icons", "manual",
                 "pictures", "target"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--bytes-max", type=int, default=600 * 1024)
    sys.exit(build(parser.parse_args()))


if __name__ == "__main__":
    main()
