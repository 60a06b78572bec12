#!/usr/bin/env python3
"""The figures in the README are those that ci/bench wrote; `--fix` writes them there."""

import json
import re
import statistics
import sys

from sources import Findings, root

results_path = "tests/bench/results/latest.json"
readme = root / "README.md"
begin, end = "<!-- bench: begin -->\n", "<!-- bench: end -->\n"
peers = ["PouchDB", "RxDB", "TinyBase", "Yjs", "Automerge"]
kb, mb = 1000, 1_000_000
growth_sizes, growth_changes = [10_000, 100_000, 1_000_000], [10, 100, 1000]
#: Where the server may need so much memory and no more.
limited_cases = ["S1", "S2", "S3 push", "S3 pull", "S4", "S5", "S6", "S7 64 KB", "S7 32 KB",
                 "S7 16 KB", "S7 8 KB", "S8"]


class Figures:
    """Every run of every case and system."""

    def __init__(self, cases):
        self.cases = cases

    def runs(self, case, system="Minga"):
        return self.cases.get(case, {}).get(system, {}).get("runs", [])

    def all(self, case, key, system="Minga"):
        return [run[key] for run in self.runs(case, system) if run.get(key) is not None]

    def median(self, case, key, system="Minga"):
        values = self.all(case, key, system)
        return statistics.median(values) if values else None

    def worst(self, case, key, system="Minga"):
        return max(self.all(case, key, system), default=None)

    def ratio(self, case, system, of="Minga"):
        mine, other = self.median(case, "wall_s", of), self.median(case, "wall_s", system)
        return mine / other if mine and other else None


def seconds(value):
    if value is None:
        return "–"
    return f"{value * 1000:.0f} ms" if value < 0.0995 else f"{value:.2f} s"


def size(value):
    if value is None:
        return "–"
    if value >= mb:
        return f"{value / mb:.2f} MB"
    return f"{value / kb:.1f} KB" if value >= kb else f"{value:.0f} B"


def at_most(value, limit):
    return value is not None and value <= limit


def both(figures, case, *keys):
    values = [figures.median(case, key) for key in keys]
    return None if None in values else sum(values)


def target_rows(figures):
    """(case, target, what was measured, whether it holds)"""
    f = figures
    rows = []
    is_begun = any(f.runs(case) for case in f.cases)

    def row(case, target, parts, claims):
        if f.runs(case):
            rows.append((case, target, " · ".join(parts), all(claims)))
        elif is_begun:
            rows.append((case, target, "not measured", False))

    def time_of(case):
        return f"{seconds(f.median(case, 'wall_s'))} (worst {seconds(f.worst(case, 'wall_s'))})"

    floor = f.ratio("S1", "floor")
    row("S1", "≤ 0.6 s, ≤ 3 × the floor, ≤ 0.75 MB up, ≤ 12 requests",
        [time_of("S1"), f"{floor:.1f} × the floor" if floor else "no floor",
         f"{size(f.median('S1', 'up'))} up", f"{f.median('S1', 'requests')} requests"],
        [at_most(f.median("S1", "wall_s"), 0.6), at_most(floor, 3),
         at_most(f.median("S1", "up"), 0.75 * mb), at_most(f.median("S1", "requests"), 12)])
    row("S2", "≤ 0.5 s, ≤ 0.75 MB down, ≤ 3 KB up",
        [time_of("S2"), f"{size(f.median('S2', 'down'))} down", f"{size(f.median('S2', 'up'))} up"],
        [at_most(f.median("S2", "wall_s"), 0.5), at_most(f.median("S2", "down"), 0.75 * mb),
         at_most(f.median("S2", "up"), 3 * kb)])
    row("S3 push", "≤ 26 KB up, no echo",
        [time_of("S3 push"), f"{size(f.median('S3 push', 'up'))} up",
         f"{f.cases['S3 push']['Minga']['runs'][0].get('records_down', 0)} records back"
         if f.runs("S3 push") else ""],
        [at_most(f.median("S3 push", "up"), 26 * kb),
         at_most(f.worst("S3 push", "records_down"), 0)])
    row("S3 pull", "≤ 26 KB down",
        [time_of("S3 pull"), f"{size(f.median('S3 pull', 'down'))} down"],
        [at_most(f.median("S3 pull", "down"), 26 * kb)])
    row("S4", "1 request, ≤ 400 B both ways beyond HTTP's own headers",
        [f"{f.median('S4', 'requests')} request", f"{size(both(f, 'S4', 'body_up', 'body_down'))}",
         f"{size(both(f, 'S4', 'up', 'down'))} with headers"],
        [at_most(f.worst("S4", "requests"), 1),
         at_most(both(f, "S4", "body_up", "body_down"), 400)])
    row("S5", "1 request, ≤ 1.3 s, ≤ 900 B",
        [time_of("S5"), f"{f.median('S5', 'requests')} request",
         f"{size(both(f, 'S5', 'up', 'down'))} with headers"],
        [at_most(f.worst("S5", "requests"), 1), at_most(f.median("S5", "wall_s"), 1.3),
         at_most(both(f, "S5", "up", "down"), 900)])
    row("S6", "≤ 4 s", [time_of("S6"), f"{size(f.median('S6', 'up'))} up"],
        [at_most(f.median("S6", "wall_s"), 4)])
    for case in ("S7 64 KB", "S7 32 KB", "S7 16 KB", "S7 8 KB"):
        worst = max(f.all(case, "push_ratio") + f.all(case, "pull_ratio"), default=None)
        row(case, "finishes, ≤ 1.5 × the bytes",
            [f"{f.median(case, 'cuts'):.0f} cuts" if f.all(case, "cuts") else "",
             f"push {f.median(case, 'push_ratio') or 0:.2f} ×",
             f"pull {f.median(case, 'pull_ratio') or 0:.2f} ×"],
            [at_most(worst, 1.5), all(f.all(case, "is_same"))])
    row("S8", "p95 of a push ≤ 150 ms, nobody sees a busy database",
        [f"p95 {f.median('S8', 'p95_ms'):.0f} ms" if f.runs("S8") else "",
         f"worst {f.worst('S8', 'worst_ms')} ms",
         f"{f.median('S8', 'full_pulls')} full pulls meanwhile",
         f"{f.worst('S8', 'failures')} answers of 500 and more"],
        [at_most(f.median("S8", "p95_ms"), 150), at_most(f.worst("S8", "failures"), 0)])
    row("S9", "≤ one chunk (128 KB) sent again per cut",
        [f"{f.median('S9', 'cuts'):.0f} cuts" if f.runs("S9") else "",
         f"{size(f.median('S9', 'again_per_cut'))} more than the photo per cut"],
        [at_most(f.worst("S9", "again_per_cut"), 128 * 1024), all(f.all("S9", "is_same"))])
    row("S10", "0 values lost; every loser in an inbox",
        [f"{f.worst('S10', 'values_typed')} values", f"{f.worst('S10', 'values_lost')} lost"],
        [at_most(f.worst("S10", "values_lost"), 0),
         all(cell["is_as_expected"] for run in f.runs("S10") for cell in run["cells"])])
    if is_begun:
        rows += [growth_row(f), memory_row(f)]
    return rows


def growth_row(f):
    """Bytes do not depend on what the store holds, nor does the time, but for some noise."""
    small, large = growth_sizes[0], growth_sizes[-1]
    target = "a pull after k changes costs O(k) at 10⁴, 10⁵, 10⁶ records"
    if not all(f.runs(f"growth {records} {k}") for records in growth_sizes for k in growth_changes):
        return ("growth", target, "not measured", False)
    parts, claims = [], []
    for k in growth_changes:
        of_small, of_large = f"growth {small} {k}", f"growth {large} {k}"
        parts.append(f"k = {k:,}: {size(f.median(of_small, 'down'))}, "
                     f"{size(f.median(of_large, 'down'))}")
        claims += [at_most(f.median(of_large, "down"), f.median(of_small, "down") * 1.05),
                   at_most(f.median(of_large, "wall_s"), f.median(of_small, "wall_s") * 1.5 + 0.02)]
    return ("growth", target, "down at 10⁴ and 10⁶: " + "; ".join(parts), all(claims))


def memory_row(f):
    """Says what is missing: a case without a figure does not hold."""
    peaks = {case: f.worst(case, "server_mb") for case in limited_cases}
    missing = sorted({case.split()[0] for case, peak in peaks.items() if peak is None})
    parts = [f"at most {max((p for p in peaks.values() if p is not None), default=0)} MB"]
    if missing:
        parts.append(f"not measured in {', '.join(missing)}")
    grown = [f.worst(f"growth {records} all", "server_mb") for records in growth_sizes]
    # Flat: a hundred times the records, and not even half as much memory again.
    is_flat = None not in grown and max(grown) <= grown[0] * 1.5
    parts.append("growth not measured" if None in grown else
                 f"{', '.join(map(str, grown))} MB with 10⁴, 10⁵, 10⁶ records")
    return ("memory", "server ≤ 100 MB in S1–S8, flat from 10⁴ to 10⁶ records",
            " · ".join(parts), not missing and max(peaks.values()) <= 100 and is_flat)


def growth_rows(figures):
    rows = []
    for records in growth_sizes:
        cases = [f"growth {records} {k}" for k in [*growth_changes, "all"]]
        if not all(figures.runs(case) for case in cases):
            continue
        cells = [f"{seconds(figures.median(c, 'wall_s'))}, {size(figures.median(c, 'down'))}"
                 for c in cases]
        rows.append([f"{records:,}", *cells, f"{figures.worst(cases[-1], 'server_mb')} MB"])
    return rows


def peer_cell(figures, case, system):
    runs = figures.runs(case, system)
    if not runs:
        return "–"
    unfinished = [run for run in runs if run.get("unfinished")]
    if unfinished:
        return f"not in {unfinished[0]['limit_s']} s"
    ratio = figures.ratio(case, system, of="Minga")
    times = "" if ratio is None or system == "Minga" else f" (× {1 / ratio:.1f})"
    carried = [run["up"] + run["down"] for run in runs if "up" in run]
    bytes_text = f", {size(statistics.median(carried))}" if carried else ""
    return f"{seconds(figures.median(case, 'wall_s', system))}{times}{bytes_text}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def text_of(results):
    figures = Figures(results["cases"])
    machine = results["machine"]
    runs = max((len(s["runs"]) for c in results["cases"].values() for s in c.values()), default=0)
    loads = [s["load"] for c in results["cases"].values() for s in c.values()]
    text = (f"Medians of up to {runs} runs on {machine['cores']} cores ({machine['cpu']}), "
            f"{machine['system']}; the load of the machine was up to {max(loads, default=0)}. "
            "Times vary with the machine; ratios are of the same run.\n\n")
    rows = [(case, target, measured, "yes" if holds else "**no**")
            for case, target, measured, holds in target_rows(figures)]
    text += table(["case", "target", "measured", "holds"], rows)
    steps = [("S1", "S1 push 10,000"), ("S2", "S2 pull 10,000"), ("S3 push", "S3 push 1,000 edits"),
             ("S3 pull", "S3 pull them"), ("S4", "S4 nothing to do"), ("S5", "S5 one edit, EDGE"),
             ("S6", "S6 200 records, EDGE"), ("S7 8 KB", "S7 cut every 8 KB")]
    columns = ["Minga", "floor", *peers]
    peer_rows = [[label, *(peer_cell(figures, case, column) for column in columns)]
                 for case, label in steps if figures.runs(case)]
    text += "\nTime (against Minga's) and bytes both ways, in the same run:\n\n"
    text += table(["", *columns], peer_rows)
    if growth_rows(figures):
        text += ("\nA pull after k changes, and of everything by a device that has nothing, by the "
                 "records in the store:\n\n")
        text += table(["records", "k = 10", "k = 100", "k = 1,000", "all of it", "server"], growth_rows(figures))
    return text


def main():
    findings = Findings()
    path = root / results_path
    if path.is_file():
        wanted = text_of(json.loads(path.read_text()))
        held = readme.read_text()
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
        fixed = pattern.sub(lambda _: begin + wanted + end, held)
        if "--fix" in sys.argv:
            readme.write_text(fixed)
        elif begin not in held or fixed != held:
            findings.add(readme.relative_to(root), 1, "bench",
                         "the table is not of the results: python3 ci/checks/bench_table.py --fix")
    findings.finish("bench table")


if __name__ == "__main__":
    main()
