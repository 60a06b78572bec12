#!/usr/bin/env python3
"""Checks the programme definitions and the territory in assets/.

Usage: ci/checks/programs.py [ROOT]

Prints one line for each problem, `file: rule: what to do`, and exits with 1 if there was any. The
rules are the ones that assets/programs/README.md and assets/territory/README.md describe.
"""

import json
import re
import sys
from pathlib import Path

QUESTION_LENGTH_MAX = 200
ALTERNATIVE_LENGTH_MAX = 220
HELP_LENGTH_MAX = 400
LEVEL_MAX = 3
SELF_ASSESSMENT_LEVEL_MAX = 5

CRITERIA = 5
SUBCRITERIA = 12
ELEMENTS = 78
ELEMENTS_BY_TYPE = {"process": 57, "result": 21}
POINTS_MAX = 234
QUESTIONS_BY_SUBCRITERION = [8, 6, 5, 7, 8, 6, 10, 2, 10, 5, 5, 6]
TOOLS = 17
POSITIONS = 11
ROLES = 16
TERMS = 39
OPTIONAL_FLAGS = {"has_control", "has_works", "has_traffic", "has_administrator"}
TERRITORY = {"regions": 16, "provinces": 56, "communes": 346, "municipalities": 345}
NORTH_TO_SOUTH = "15 01 02 03 04 05 13 06 07 16 08 09 14 10 11 12".split()

STAFF_TERM = "total de personas que trabajan"
STAFF_DEFINITION = "planta, a contrata y a honorarios"

problems = []


def report(file, rule, what_to_do):
    problems.append(f"{file}: {rule}: {what_to_do}")


def expect(condition, file, rule, what_to_do):
    if not condition:
        report(file, rule, what_to_do)
    return bool(condition)


def refuse_repeated_keys(pairs):
    keys = [key for key, _ in pairs]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise ValueError(f"repeated key {repeated[0]!r}")
    return dict(pairs)


def load(path, name):
    """The parsed file, or None after reporting why it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        report(name, "file", "create it, or take it out of program.json")
        return None
    except UnicodeDecodeError as error:
        report(name, "utf-8", f"save it as UTF-8 (byte {error.start})")
        return None
    try:
        value = json.loads(text, object_pairs_hook=refuse_repeated_keys)
    except ValueError as error:
        report(name, "json", f"mend the syntax: {error}")
        return None
    expect(text.endswith("\n") and "\t" not in text, name, "layout",
           "indent by two spaces and end with a newline")
    check_texts(name, value)
    return value


def check_texts(file, value, path=""):
    """Texts are trimmed, with single spaces and « »; keys are in snake_case, or codes."""
    if isinstance(value, dict):
        for key, inner in value.items():
            expect(re.fullmatch(r"[a-z][a-z0-9_.]*|\d{5}", key), file, "key",
                   f"write {path}/{key} in snake_case")
            check_texts(file, inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            check_texts(file, inner, f"{path}/{index}")
    elif isinstance(value, str):
        expect(value and value == value.strip(), file, "text", f"fill and trim {path}")
        expect("  " not in value, file, "spaces", f"leave single spaces in {path}")
        expect('"' not in value, file, "quotes", f"use « » in {path}")


def unique(file, items, field, what):
    """The values of `field`, after reporting those that repeat."""
    values = [item[field] for item in items]
    for value in sorted({v for v in values if values.count(v) > 1}, key=str):
        report(file, "unique", f"give each of {what} its own {field} (repeated: {value})")
    return set(values)


def numbered(file, items, what, start=1):
    numbers = [item["number"] for item in items]
    expect(numbers == list(range(start, start + len(items))), file, "number",
           f"number {what} from {start} in order")


def count(file, items, expected, what):
    expect(len(items) == expected, file, "count", f"list {expected} {what}, not {len(items)}")


def resolve(file, values, known, what):
    for value in values:
        expect(value in known, file, "reference", f"name a known {what} instead of {value!r}")


def check_model(file, model):
    criteria, subcriteria, elements = model["criteria"], model["subcriteria"], model["elements"]
    for items, expected, what in (
        (criteria, CRITERIA, "criteria"),
        (subcriteria, SUBCRITERIA, "subcriteria"),
        (elements, ELEMENTS, "elements"),
    ):
        count(file, items, expected, what)
        numbered(file, items, what)
        unique(file, items, "key", what)
        unique(file, items, "name", what)
    resolve(file, (s["criterion"] for s in subcriteria), {c["key"] for c in criteria}, "criterion")
    known = {s["key"] for s in subcriteria}
    resolve(file, (e["subcriterion"] for e in elements), known, "subcriterion")
    types = {t["key"] for t in model["element_types"]}
    resolve(file, (e["type"] for e in elements), types, "element type")
    for element in elements:
        expected = str(element["number"])
        expect(element["key"] == expected, file, "key",
               f"call element {element['number']} {expected}")
    for element_type, expected in ELEMENTS_BY_TYPE.items():
        found = sum(e["type"] == element_type for e in elements)
        expect(found == expected, file, "count",
               f"have {expected} elements of type {element_type}, not {found}")
    for subcriterion, expected in zip(subcriteria, QUESTIONS_BY_SUBCRITERION):
        key = subcriterion["key"]
        found = sum(e["subcriterion"] == key for e in elements)
        expect(found == expected, file, "count", f"give {key} {expected} elements, not {found}")
        maximum = expected * model["points_per_element"]
        expect(subcriterion["maximum"] == maximum, file, "maximum",
               f"set that of {key} to {maximum}")
    total = sum(s["maximum"] for s in subcriteria)
    expect(total == POINTS_MAX == model["maximum"], file, "maximum",
           f"make the maxima add up to {POINTS_MAX}, not {total}")


def check_length(file, where, text, length_max):
    expect(len(text) <= length_max, file, "length",
           f"shorten {where} to {length_max} characters (now {len(text)})")


def check_question(file, question):
    where = f"question {question['number']}"
    text, help_text = question["text"], question["help"]
    check_length(file, where, text, QUESTION_LENGTH_MAX)
    check_length(file, f"the help of {where}", help_text, HELP_LENGTH_MAX)
    expect(text.startswith("¿") and text.endswith("?"), file, "question",
           f"write {where} between ¿ and ?")
    expect(help_text.endswith("."), file, "help", f"end the help of {where} with a full stop")
    alternatives = question["alternatives"]
    levels = [a["level"] for a in alternatives]
    if levels != list(range(LEVEL_MAX + 1)):
        report(file, "levels", f"give {where} the levels 0 to {LEVEL_MAX}, in order")
        return
    expect(all(a["points"] == a["level"] for a in alternatives), file, "points",
           f"make the points of {where} equal its levels")
    expect(len({a["text"] for a in alternatives}) == len(alternatives), file, "unique",
           f"make the alternatives of {where} differ")
    for alternative in alternatives:
        level, wording = alternative["level"], alternative["text"]
        check_length(file, f"level {level} of {where}", wording, ALTERNATIVE_LENGTH_MAX)
        expect(wording.endswith("."), file, "alternative",
               f"end level {level} of {where} with a full stop")
        if level >= 2:
            expect(wording.startswith("Además, "), file, "cumulative",
                   f"begin level {level} of {where} with «Además, »")
    expect(
        re.search(r"\bobsolet|^No\b|\bno (se|existe|funciona)\b", alternatives[0]["text"]),
        file, "level 0", f"say in level 0 of {where} that it is not done, not had or obsolete",
    )
    asked = " ".join([text] + [a["text"] for a in alternatives])
    if STAFF_TERM in asked:
        expect(STAFF_DEFINITION in help_text, file, "staff",
               f"explain «{STAFF_TERM}…» in the help of {where}")


def check_diagnostic(file, diagnostic, model):
    sections = diagnostic["sections"]
    keys = [s["subcriterion"] for s in sections]
    expect(keys == [s["key"] for s in model["subcriteria"]], file, "sections",
           "follow the subcriteria of model.json, in order")
    for section, expected in zip(sections, QUESTIONS_BY_SUBCRITERION):
        found = len(section["questions"])
        expect(found == expected, file, "count",
               f"ask {expected} questions of {section['subcriterion']}, not {found}")
    questions = [q for s in sections for q in s["questions"]]
    count(file, questions, ELEMENTS, "questions")
    numbered(file, questions, "questions")
    unique(file, questions, "text", "the questions")
    unique(file, questions, "help", "the questions")
    unique(file, questions, "element", "the questions")
    home = {e["key"]: e["subcriterion"] for e in model["elements"]}
    for section in sections:
        for question in section["questions"]:
            element = question["element"]
            expect(home.get(element) == section["subcriterion"], file, "reference",
                   f"name an element of {section['subcriterion']} in question "
                   f"{question['number']}, not {element}")
            check_question(file, question)
    points = sum(a["points"] for q in questions for a in q["alternatives"][-1:])
    expect(points == POINTS_MAX, file, "maximum",
           f"make the best answers add up to {POINTS_MAX}, not {points}")
    expect("redacción propia" in diagnostic["label"], file, "label",
           "mark the instrument as «redacción propia»")
    expect("SUBDERE" in diagnostic["notice"], file, "notice",
           "say that it is not the official text of SUBDERE")
    expect(diagnostic["model"] == model["key"], file, "reference", f"name the model {model['key']}")


def check_self_assessment(file, scale, model, documents):
    expect(scale["model"] == model["key"], file, "reference", f"name the model {model['key']}")
    expect(scale["configurable"] is True, file, "configurable", "keep the scale configurable")
    types = [s["element_type"] for s in scale["scales"]]
    expect(sorted(types) == sorted(ELEMENTS_BY_TYPE), file, "scales",
           "give one scale to each element type")
    for item in scale["scales"]:
        levels = [level["level"] for level in item["levels"]]
        expect(levels == list(range(SELF_ASSESSMENT_LEVEL_MAX + 1)), file, "levels",
               f"describe levels 0 to {SELF_ASSESSMENT_LEVEL_MAX} of {item['name']}")
    count(file, scale["report_parts"], 5, "parts of the report")
    named = [part["document"] for part in scale["report_parts"] if part["document"]]
    resolve(file, named, documents, "document")


def check_tools(file, tools, model):
    items = tools["tools"]
    count(file, items, TOOLS, "tools")
    numbered(file, items, "tools")
    unique(file, items, "key", "the tools")
    unique(file, items, "name", "the tools")
    subcriteria = {s["key"] for s in model["subcriteria"]}
    resolve(file, (t["subcriterion"] for t in items), subcriteria, "subcriterion")
    for key in sorted(subcriteria - {t["subcriterion"] for t in items}):
        report(file, "coverage", f"give {key} at least one tool")


def check_positions(file, positions):
    items = positions["positions"]
    count(file, items, POSITIONS, "positions")
    numbered(file, items, "positions")
    keys = unique(file, items, "key", "the positions")
    flags = [p["optional_flag"] for p in items if p["optional_flag"]]
    expect(sorted(flags) == sorted(OPTIONAL_FLAGS), file, "flags",
           f"use each of {', '.join(sorted(OPTIONAL_FLAGS))} once")
    for position in items:
        for where in ("diagnosis", "committee"):
            expect(not position[where]["may_not_apply"] or position["optional_flag"], file, "flags",
                   f"give {position['key']} an optional_flag, or let it always apply in {where}")
    resolve(file, [positions["committee"]["leader"]], keys, "position")
    for document in positions["signers"]:
        for signer in document["required"]:
            expect(("position" in signer) != ("role" in signer), file, "signers",
                   f"say the position or else the role of each who signs {document['key']}")
    everybody = [s for document in positions["signers"] for s in document["required"]]
    resolve(file, (s["position"] for s in everybody if "position" in s), keys, "position")
    signers = positions["signers"][0]["required"]
    optional = sum(s["count"] for s in signers if s["optional_flag"])
    total = sum(s["count"] for s in signers)
    expect((total, optional) == (4, 1), file, "signers",
           "ask four signatures for the act of the diagnosis, one of them optional")
    return keys


def check_roles(file, roles, positions, documents):
    items = roles["roles"]
    count(file, items, ROLES, "roles")
    keys = unique(file, items, "key", "the roles")
    actions = {a["key"] for a in roles["actions"]}
    scopes = {s["key"] for s in roles["read_scopes"]}
    owned = {o["kind"] for o in roles["ownership"]}
    kinds = {p["kind"] for p in roles["permissions"]}
    parents = [o["parent"] for o in roles["ownership"] if "parent" in o]
    resolve(file, parents, owned, "kind in ownership")
    seen = set()
    for permission in roles["permissions"]:
        kind, when = permission["kind"], permission.get("when", {})
        identity = (kind, json.dumps(when, sort_keys=True))
        expect(identity not in seen, file, "unique", f"join the two entries of {kind} {when or ''}")
        seen.add(identity)
        resolve(file, permission["roles"], keys, "role")
        for role, granted in permission["roles"].items():
            resolve(file, granted, actions, "action")
            if "own" in granted:
                expect(kind in owned, file, "ownership",
                       f"say in ownership who owns {kind}, which {role} edits as own")
        for role, fields in permission.get("fields", {}).items():
            expect(role in permission["roles"] and fields, file, "fields",
                   f"limit fields of {kind} only for roles that write it ({role})")
        for role, held in permission.get("positions", {}).items():
            resolve(file, [role], keys, "role")
            resolve(file, held, positions, "position")
        resolve(file, permission["read"], scopes, "read scope")
        for scope in permission["read"].values():
            resolve(file, scope, keys, "role")
        if kind == "document":
            resolve(file, when.get("type", []), documents, "document type")
        readers = {role for scope in permission["read"].values() for role in scope}
        for role in sorted(set(permission["roles"]) - readers):
            report(file, "read", f"let {role} read the {kind} that it may write {when or ''}")
    of_documents = [p for p in roles["permissions"] if p["kind"] == "document"]
    covered = [document_type for p in of_documents for document_type in p["when"]["type"]]
    expect(sorted(covered) == sorted(documents), file, "coverage",
           "give each document type exactly one permission")
    return keys, kinds, actions


def check_machine(file, machine, roles, preconditions, documents):
    kind, when = machine["kind"], machine.get("when", {})
    name = " ".join([kind, *when.values()])
    states = unique(file, machine["states"], "key", f"the states of {name}")
    unique(file, machine["transitions"], "key", f"the transitions of {name}")
    resolve(file, [machine["initial"]], states, f"state of {name}")
    reached, left = {machine["initial"]}, set()
    for transition in machine["transitions"]:
        resolve(file, transition["from"] + [transition["to"]], states, f"state of {name}")
        resolve(file, transition["roles"], roles, "role")
        resolve(file, transition["preconditions"], preconditions, "precondition")
        resolve(file, transition["documents"], documents, "document")
        expect(transition["roles"], file, "roles", f"say who may do {transition['key']} of {name}")
        reached.add(transition["to"])
        left.update(transition["from"])
    for state in sorted(states - reached):
        report(file, "reachable", f"lead some transition of {name} to {state}")
    for state in sorted(s["key"] for s in machine["states"] if s.get("final") and s["key"] in left):
        report(file, "final",
               f"let no transition of {name} leave {state}, or take its final mark away")
    return states


def check_workflow(file, workflow, roles, kinds, actions):
    documents = unique(file, workflow["documents"], "key", "the documents")
    preconditions = unique(file, workflow["preconditions"], "key", "the preconditions")
    unique(file, workflow["preconditions"], "text", "the preconditions")
    numbered(file, workflow["phases"], "phases", start=0)
    count(file, workflow["phases"], 8, "phases")
    levels = {"required", "recommended"}
    resolve(file, (p["level"] for p in workflow["preconditions"]), levels, "level")
    states, used = {}, set()
    for machine in workflow["machines"]:
        kind = machine["kind"]
        resolve(file, [kind], kinds, "kind of roles.json")
        found = check_machine(file, machine, roles, preconditions, documents)
        states[kind] = states.get(kind, set()) | found
        used.update(p for t in machine["transitions"] for p in t["preconditions"])
    for key in sorted(preconditions - used):
        report(file, "unused", f"ask for {key} in some transition, or remove it")
    for rule in workflow["read_only"]:
        resolve(file, [rule["machine"]], states, "machine")
        known = states.get(rule["machine"], set())
        resolve(file, rule["states"], known, f"state of {rule['machine']}")
        resolve(file, rule["kinds"], kinds, "kind of roles.json")
        resolve(file, rule.get("except_roles", []), roles, "role")
        resolve(file, rule.get("actions", []), actions, "action")


def check_glossary(file, glossary):
    count(file, glossary["terms"], TERMS, "terms")
    unique(file, glossary["terms"], "key", "the terms")
    unique(file, glossary["terms"], "term", "the terms")


def check_territory(file, territory):
    regions = territory["regions"]
    provinces = [(r, p) for r in regions for p in r["provinces"]]
    communes = [(r, p, code, name) for r, p in provinces for code, name in p["communes"].items()]
    administered = territory["administered_by"]
    found = {
        "regions": len(regions),
        "provinces": len(provinces),
        "communes": len(communes),
        "municipalities": len(communes) - len(administered),
    }
    for what, expected in TERRITORY.items():
        expect(found[what] == expected == territory["counts"][what], file, "count",
               f"have {expected} {what}, not {found[what]}")
    expect([r["code"] for r in regions] == NORTH_TO_SOUTH, file, "order",
           "list the regions from north to south")
    expect([r["order"] for r in regions] == list(range(1, len(regions) + 1)), file, "order",
           "number the regions in order")
    for field in ("code", "name", "short_name", "abbreviation", "iso"):
        unique(file, regions, field, "the regions")
    unique(file, [p for _, p in provinces], "code", "the provinces")
    codes = [code for _, _, code, _ in communes]
    expect(len(set(codes)) == len(codes), file, "unique", "give each commune its own code")
    for region, province in provinces:
        expect(re.fullmatch(region["code"] + r"\d", province["code"]), file, "code",
               f"begin the code of {province['name']} with {region['code']}")
    for _, province, code, name in communes:
        expect(re.fullmatch(province["code"] + r"\d\d", code), file, "code",
               f"begin the code of {name} with {province['code']}")
    resolve(file, list(administered) + list(administered.values()), set(codes), "commune")
    expect(administered == {"12202": "12201"}, file, "administered_by",
           "say only that 12201 administers 12202")


def check_program(root, folder):
    directory = root / "assets" / "programs" / folder

    def name(file):
        return f"assets/programs/{folder}/{file}"

    program = load(directory / "program.json", name("program.json"))
    if program is None:
        return
    expect(program["key"] == folder, name("program.json"), "key",
           f"call the programme {folder}, as its folder")
    data = {}
    for key, file in program["files"].items():
        data[key] = load(directory / file, name(file))
        if data[key] is not None:
            for field in ("program", "key", "version", "name"):
                expect(data[key].get(field), name(file), "header", f"fill {field}")
            expect(data[key].get("program") == folder, name(file), "header",
                   f"set program to {folder}")
    if any(value is None for value in data.values()):
        return
    for file in sorted(path.name for path in directory.glob("*.json")):
        expect(file == "program.json" or file in program["files"].values(), name(file), "file",
               "list it in program.json, or remove it")
    file = {key: name(value) for key, value in program["files"].items()}
    documents = {d["key"] for d in data["workflow"]["documents"]}
    check_model(file["model"], data["model"])
    check_diagnostic(file["diagnostic"], data["diagnostic"], data["model"])
    scale = data["self_assessment"]
    check_self_assessment(file["self_assessment"], scale, data["model"], documents)
    check_tools(file["tools"], data["tools"], data["model"])
    positions = check_positions(file["positions"], data["positions"])
    roles, kinds, actions = check_roles(file["roles"], data["roles"], positions, documents)
    check_workflow(file["workflow"], data["workflow"], roles, kinds, actions)
    check_glossary(file["glossary"], data["glossary"])


def guarded(file, check, *arguments):
    """Runs one check; a missing or misplaced member is reported like any other problem."""
    try:
        check(*arguments)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        report(file, "shape",
               "give the file the shape that its README describes "
               f"({type(error).__name__}: {error})")


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    guarded("assets/programs/municipal", check_program, root, "municipal")
    name = "assets/territory/territory.json"
    territory = load(root / name, name)
    if territory is not None:
        guarded(name, check_territory, name, territory)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
