#!/usr/bin/env python3
"""Checks the seeds: columns, words, ids, references, dates, places and the counts read from the plans.

Columns and words are read from the data dictionary (records.rs, records/, vocabulary.rs), so they are written down once.
Usage: python3 seeds/check.py        prints a table of counts; exit 1 when anything is wrong.
"""

import csv
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

SEEDS = Path(__file__).resolve().parent
MODEL = SEEDS.parent / "src-tauri" / "planning" / "src" / "model"

# What the plans' texts hold, counted by hand: tasks with their own list of units, and units named in those lists.
WANTED = {
    "wenshang": {"standard_items": 6, "citations": 2, "tasks": 20, "assignments": 112, "designations": 1, "of 作战图": 1, "of 时间表": 1, "of 任务书": 1},
    "yanbian": {"standards": 2, "citations": 1, "tasks": 15, "assignments": 53, "designations": 0, "projects": 0, "of 本县（市）示范镇名录": 8, "gate_rules": 2},
    "chiping": {"standard_items": 4, "citations": 2, "tasks": 12, "assignments": 63, "phases": 3, "towns": 14, "projects": 0, "of 小城镇综合提升三年实施方案": 14, "of 推进台账": 14,
                "of “一镇一策”小城镇规划方案": 14},
    "chengwu": {"standard_items": 5, "citations": 7, "tasks": 27, "assignments": 96, "designations": 0},
    "qingdao": {"standard_items": 5, "citations": 1, "tasks": 19, "assignments": 76, "designations": 14, "provincial pilots": 6, "projects": 0, "of 一镇一策实施方案": 14, "of 项目清单": 14,
                "gate_rules": 2},
}
ID_FORMS = {
    "sections": r"{plan}/[sa]\d+(-\d+)*", "tasks": r"{plan}/[tm]\d{{2}}(/s\d{{2}})?", "phases": r"{plan}/p\d", "projects": r"{plan}/p\d{{2}}",
    "assignments": r"{plan}/[tm]\d{{2}}(/s\d{{2}})?/\d{{2}}", "deliverables": r"{plan}/del\d{{2}}", "cadences": r"{plan}/cad\d{{2}}",
    "dependencies": r"{plan}/dep\d{{2}}", "gate_rules": r"{plan}/gr\d{{2}}", "indicators": r"{plan}/i\d{{2}}", "sites": r"{plan}/site\d{{2}}",
    "designations": r"{plan}/d\d{{2}}", "regions": r"\d{{6}}|\d{{9}}|\d{{12}}", "units": r"\d{{6}}/.+",
    "documents": r"{plan}/doc\d{{2}}", "citations": r"{plan}/q\d{{2}}", "standards": r"{plan}/st\d{{2}}",
    "standard_items": r"{plan}/st\d{{2}}/\d{{2}}", "assessment_rules": r"{plan}/ar\d{{2}}", "land_rules": r"{plan}/l\d{{2}}",
    "funding_rules": r"{plan}/f\d{{2}}", "eligibility_rules": r"{plan}/e\d{{2}}", "town_observations": r"{plan}/o\d{{2}}",
    "criteria": r"{plan}/c\d{{2}}", "indicator_regions": r"{plan}/i\d{{2}}-\d+",
}
RECURRENCES = {"once", "yearly"}
# Columns whose table is said by another one.
OWNERS = {"budget_lines": ["owner"], "dependencies": ["predecessor", "successor"]}
OWNED = {"plan": "plans", "phase": "phases", "task": "tasks", "deliverable": "deliverables", "project": "projects", "gate": "gates", "town": "regions"}
GROUPS = {"towns", "pilots", "counties", "pilot_counties", "others"}
CONFIDENCES = {"high", "medium", "low", "unknown"}
DATE = re.compile(r"\d{4}(-H[12]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
SHAPE = re.compile(r"POINT ?\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")
NUMBERS = {"i64": int, "Fen": int, "f64": float}

problems = []


def problem(where, text):
    problems.append(f"{where}: {text}")


def dictionary():
    """The tables of records.rs as {table: {column: (type, may be empty)}}, the references, and the words."""
    files = [MODEL / "records.rs", *sorted((MODEL / "records").glob("*.rs"))]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    ids = dict(re.findall(r'^\s+(\w+) => "(\w*)",', source, re.M))
    tables = {}
    for table, id_type, body in re.findall(r'\w+: "(\w+)", "[^"]+", (\w+) \{\n(.*?)\n    \}\n\}', source, re.S):
        columns = {"id": (id_type, False)}
        for name, kind in re.findall(r"^        (\w+): ([\w<>]+)(?: => \w+)?,", body, re.M):
            inner = re.fullmatch(r"Option<(\w+)>", kind)
            columns[name] = (inner[1], True) if inner else (kind, False)
        tables[table] = columns
    words = {}
    for name, body in re.findall(r"^    (\w+) \{\n(.*?)^    \}", (MODEL / "vocabulary.rs").read_text(encoding="utf-8"), re.S | re.M):
        words[name] = set(re.findall(r'^\s+\w+ = "([^"]+)"', body, re.M))
    return tables, ids, words


def rows_of(path):
    """The rows of one file as (line, row); comment lines are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [(n, text) for n, text in enumerate(file, 1) if not text.startswith("#")]
    reader = csv.DictReader((text for _, text in lines), strict=True)
    return reader.fieldnames or [], [(lines[min(reader.line_num, len(lines)) - 1][0], row) for row in reader]


def check_cell(where, column, kind, value, words):
    if value != value.strip() or any(unicodedata.category(c) == "Cc" for c in value):
        problem(where, f"{column} has blanks at its ends or control characters")
    if kind in NUMBERS:
        try:
            NUMBERS[kind](value)
        except ValueError:
            problem(where, f"{column} is no number: {value}")
    elif kind == "bool" and value not in ("true", "false"):
        problem(where, f"{column} is neither true nor false: {value}")
    elif kind == "PartialDate" and not DATE.fullmatch(value):
        problem(where, f"{column} is no date: {value}")
    elif kind == "Shape":
        point = SHAPE.fullmatch(value)
        if not point or not (73 < float(point[1]) < 136 and 17 < float(point[2]) < 54):
            problem(where, f"{column} is no point within China: {value}")
    elif kind in words and value not in words[kind]:
        problem(where, f"{column} is none of {sorted(words[kind])}: {value}")
    if re.search(r"(^|[\s（(])/(work|tmp|home|root)/", value):
        problem(where, f"{column} holds a path of a machine")


def read_all(tables, words):
    """Every row of every folder as {table: {id: (folder, row, where)}}."""
    found = defaultdict(dict)
    for path in sorted(SEEDS.glob("*/*.csv")):
        folder, table = path.parent.name, path.stem
        name = f"{folder}/{path.name}"
        if table not in tables:
            problem(name, "no such table")
            continue
        header, rows = rows_of(path)
        columns = tables[table]
        for column in header:
            if column not in columns:
                problem(name, f"unknown column {column}")
        for column, (_, nullable) in columns.items():
            if not nullable and column not in header:
                problem(name, f"required column {column} is missing")
        if not rows:
            problem(name, "has no rows: leave the file out")
        for line, row in rows:
            where = f"{name}:{line}"
            if None in row or None in row.values():
                problem(where, "has more or fewer cells than the header")
                continue
            for column, value in row.items():
                kind, nullable = columns.get(column, ("String", True))
                if value:
                    check_cell(where, column, kind, value, words)
                elif not nullable:
                    problem(where, f"{column} is empty")
            form = ID_FORMS.get(table, "{plan}/.+" if table not in ("plans", "project_tasks", "atlas") else ".+")
            if not re.fullmatch(form.format(plan=re.escape(folder)), row["id"]):
                problem(where, f"id has not the form of the README: {row['id']}")
            if row["id"] in found[table]:
                problem(where, f"id {row['id']} stands twice, also at {found[table][row['id']][2]}")
            found[table][row["id"]] = (folder, row, where)
    return found


def check_references(found, tables, ids):
    for table, rows in list(found.items()):
        references = {c: ids[kind] for c, (kind, _) in tables[table].items() if c != "id" and ids.get(kind)}
        for folder, row, where in rows.values():
            for column, target in references.items():
                value = row.get(column)
                if value and value not in found[target]:
                    problem(where, f"{column} names no row of {target}: {value}")
            if row.get("plan") and row["plan"] != folder:
                problem(where, f"belongs to plan {row['plan']} but stands in folder {folder}")
            for column in OWNERS.get(table, ()):
                if row[column] not in found[OWNED.get(row[f"{column}_kind"], "plans")]:
                    problem(where, f"{column} names nothing: {row[column]}")


def check_sense(found):
    """What the columns alone do not say: lists without gaps, groups, places that are not more exact than known."""
    lists, used = defaultdict(list), set()
    for _, row, where in found["assignments"].values():
        lists[row["task"]].append(row)
        used.add(row["unit"])
        if row["id"] != f"{row['task']}/{int(row['ordinal']):02}":
            problem(where, "id does not follow from task and ordinal")
    for task, rows in lists.items():
        if sorted(int(r["ordinal"]) for r in rows) != list(range(1, len(rows) + 1)):
            problem(task, "ordinals of its assignments have gaps")
        for unit, n in Counter(r["unit"] for r in rows).items():
            if n > 1:
                problem(task, f"names {unit} {n} times")
    for id_, (_, row, where) in found["tasks"].items():
        if (row["kind"] == "task") != bool(re.search(r"/t\d\d$", id_)):
            problem(where, "the id of a task is tNN, that of a measure mNN, that of a subtask theirs with /sNN")
        if row["kind"] != "subtask" and (row["kind"] == "task") != (id_ in lists):
            problem(where, "a task has its own list of units, a measure has none")
        check_subtask(id_, row, where, found["tasks"])
        if len(row.get("summary") or "") > 40:
            problem(where, f"summary is longer than 40 characters ({len(row['summary'])})")
    for id_, (_, row, where) in found["units"].items():
        if id_ != f"{row['region']}/{row['name']}":
            problem(where, "id does not follow from region and name")
        if id_ not in used:
            problem(where, "is named by no assignment")
        expands = row.get("expands_to")
        if (row["is_group"] == "true") != bool(expands) or (expands and expands not in GROUPS):
            problem(where, f"expands_to does not fit: {expands}")
    for table in ("regions", "sites", "projects"):
        for _, row, where in found[table].values():
            precision, shape = row["precision"], row.get("geometry")
            if precision in ("surveyed", "approved"):
                problem(where, "no place of a plan was surveyed or approved")
            if (precision == "none" and shape) or (precision == "sketched" and not shape):
                problem(where, "precision and geometry do not fit")
            if row.get("confidence") and row["confidence"] not in CONFIDENCES:
                problem(where, f"confidence is none of {sorted(CONFIDENCES)}: {row['confidence']}")
            if shape and not row.get("source"):
                problem(where, "has a place without its source")
    for id_, (_, row, where) in found["regions"].items():
        if row.get("code") and row["code"] != id_:
            problem(where, "id and code differ")
        if not re.fullmatch(r"[a-z]+", row.get("pinyin") or ""):
            problem(where, f"pinyin is not plain lower case: {row.get('pinyin')}")
        parent = row.get("parent")
        if parent and not (id_.startswith(parent) or id_.startswith(parent.rstrip("0"))):
            problem(where, f"does not lie in {parent} by its code")
    check_rules(found)
    for _, row, where in found["indicators"].values():
        if row["recurrence"] not in RECURRENCES:
            problem(where, f"recurrence is none of {sorted(RECURRENCES)}: {row['recurrence']}")
        if row.get("upper") and float(row["upper"]) <= float(row["value"]):
            problem(where, "upper is not over value")
    for id_, (_, row, where) in found["sections"].items():
        if row["number"].startswith("附") != bool(re.fullmatch(r"\w+/a\d+", id_)):
            problem(where, "the id of an annex is aN, that of a heading sN")
    linked = {row["project"] for _, row, _ in found["project_tasks"].values()}
    for id_, (_, row, where) in found["project_tasks"].items():
        if id_ != f"{row['project']}-{row['task']}":
            problem(where, "id does not follow from project and task")
    for id_, (_, row, where) in found["projects"].items():
        if id_ not in linked:
            problem(where, "serves no task")
        if bool(row.get("quantity")) != bool(row.get("quantity_unit")):
            problem(where, "quantity and its unit go together")
    read = ("phases", "sections", "tasks", "assignments", "designations", "projects", "indicators", "funding_rules", "rosters", "criteria",
            "deliverables", "cadences", "gate_rules",
            "citations", "standards", "standard_items", "assessment_rules", "land_rules", "eligibility_rules", "town_observations")
    for table in read:
        for _, row, where in found[table].values():
            if not row.get("read_at"):
                problem(where, "does not say where it was read (read_at)")
    for table in ("tasks", "sections", "projects", "indicators", "funding_rules", "rosters", "criteria", "phases", "deliverables", "cadences", "gate_rules",
                  "citations", "standards",
                  "assessment_rules", "land_rules", "eligibility_rules"):
        ordinals = defaultdict(list)
        for folder, row, _ in found[table].values():
            if not (row.get("ordinal") or "").isdigit():
                continue
            ordinals[folder].append(int(row["ordinal"]))
        for folder, values in ordinals.items():
            if sorted(values) != list(range(1, len(values) + 1)):
                problem(f"{folder}/{table}.csv", "ordinals have gaps or stand twice")


def check_subtask(id_, row, where, tasks):
    """A subtask hangs under the task its id names, goes on with its number and stands under the same heading, in the same phase."""
    parent = row.get("parent") or ""
    if (row["kind"] == "subtask") != bool(parent):
        problem(where, "a subtask has a parent, and nothing else has one")
    if not parent or parent not in tasks:
        return
    above = tasks[parent][1]
    number = re.fullmatch(re.escape(parent) + r"/s(\d\d)", id_)
    if not number or row["number"] != f"{above['number']}·{int(number[1])}":
        problem(where, f"id or number does not follow from {parent}")
    if above["kind"] == "subtask" or any((row.get(c) or "") != (above.get(c) or "") for c in ("section", "phase", "read_at")):
        problem(where, "a subtask stands under the heading of its task, in its phase, at the same place")
    if len(row["title"]) > 24:
        problem(where, f"title is longer than 24 characters ({len(row['title'])})")


def check_rules(found):
    """Targets that are counted, rules that follow from clauses, standards and documents."""
    indicators = found["indicators"]
    parts, scoped = defaultdict(list), {row["indicator"] for _, row, _ in found["indicator_regions"].values()}
    for id_, (_, row, where) in indicators.items():
        if row.get("part_of"):
            parts[row["part_of"]].append(id_)
            if not row.get("measure"):
                problem(where, "is part of another indicator and says no measure of a town")
        if bool(row.get("quota_lowest")) != bool(row.get("quota_highest")):
            problem(where, "quota_lowest and quota_highest go together")
        if row.get("quota_lowest") and row.get("counted") != "designations":
            problem(where, "has a quota and is not counted from designations")
        if bool(row.get("baseline_on")) and not row.get("baseline"):
            problem(where, "has a date of its baseline and no baseline")
        if not row.get("scope_class"):
            problem(where, "does not say for whom it holds (scope_class)")
        if (row.get("scope_class") == "listed") != (id_ in scoped):
            problem(where, "scope_class is listed where indicator_regions names the regions, and only there")
    for id_, (_, row, where) in indicators.items():
        if (row.get("counted") == "towns") != (id_ in parts):
            problem(where, "counts towns, but no indicator is part of it, or the other way round")
    for id_, (_, row, where) in found["indicator_regions"].items():
        if id_ != f"{row['indicator']}-{row['region']}":
            problem(where, "id does not follow from indicator and region")
    for _, row, where in found["eligibility_rules"].values():
        clause = found["funding_rules"].get(row.get("funding_rule"))
        if not clause:
            problem(where, "is tied to no clause (funding_rule)")
            continue
        for own, its in (("source", "source"), ("share", "share"), ("amount", "amount"), ("per", "per"), ("over", "threshold"), ("read_at", "read_at")):
            if (row.get(own) or "") != (clause[1].get(its) or ""):
                problem(where, f"{own} is not the {its} of its clause")
    for _, row, where in found["funding_rules"].values():
        if "用地" in row["title"]:
            problem(where, "is about land: it belongs into land_rules")
    held = {row["standard"] for _, row, _ in found["standard_items"].values()}
    for id_, (_, row, where) in found["standards"].items():
        if id_ not in held and not row.get("note"):
            problem(where, "has no items and does not say why (note)")
    named = {row["document"] for _, row, _ in found["citations"].values()}
    for id_, (_, _, where) in found["documents"].items():
        if id_ not in named:
            problem(where, "is named by no plan")
    for _, row, where in found["assessments"].values():
        if not row.get("region"):
            problem(where, "is a rule and no result: it belongs into assessment_rules")


def counts(found):
    result = defaultdict(Counter)
    for table, rows in found.items():
        for folder, row, _ in rows.values():
            name = table
            if table == "tasks" and row["kind"] != "task":
                name = f"{row['kind']}s"
            if table == "assignments" and "/s" in row["task"].removeprefix(folder):
                name = "assignments of subtasks"
            if table == "deliverables":
                result[folder][f"of {row['name']}"] += 1
            result[folder][name] += 1
            if table == "regions" and row["level"] == "township":
                result[folder]["towns"] += 1
            if table == "designations" and row.get("level") == "province":
                result[folder]["provincial pilots"] += 1
            if table == "rosters" and (row["count"] or "").isdigit():
                result[folder]["rosters: people"] += int(row["count"])
    return result


def main():
    tables, ids, words = dictionary()
    if len(tables) < 20 or "Precision" not in words:
        problem("records.rs", "the data dictionary could not be read")
    found = read_all(tables, words)
    if not problems:
        check_references(found, tables, ids)
        check_sense(found)
    seen = counts(found)
    folders = [p for p in WANTED if p in seen] + sorted(set(seen) - set(WANTED))
    for plan, wanted in WANTED.items():
        if plan not in seen:
            problem(plan, "has no folder yet")
            continue
        if not (SEEDS / plan / "SOURCES.md").exists():
            problem(plan, "has no SOURCES.md")
        for name, n in wanted.items():
            if seen[plan][name] != n:
                problem(plan, f"{name}: {seen[plan][name]} found, {n} wanted")
    names = sorted({name for c in seen.values() for name in c if not name.startswith("of ")})
    print(f"{'':24}" + "".join(f"{f:>10}" for f in folders))
    for name in names:
        print(f"{name:24}" + "".join(f"{seen[f][name] or '·':>10}" for f in folders))
    for text in problems:
        print(f"! {text}", file=sys.stderr)
    print(f"{len(problems)} problem(s)" if problems else "no problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
