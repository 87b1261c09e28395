#!/usr/bin/env python3
"""Checks the seed plans: `python3 seeds/check.py`. Standard library only; exit 1 when something is wrong.

Tables, columns, types and words are read from src-tauri/planning/src/model (records.rs, words.rs), so nothing is
named twice; EXPECTED below holds what was counted in the plans' texts, independently of the CSV files.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

SEEDS = Path(__file__).resolve().parent
MODEL = SEEDS.parent / "src-tauri/planning/src/model"

# Counted in the texts: tasks with their own unit list, unit mentions in those lists, designations, of which provincial.
EXPECTED = {
    "wenshang": {"tasks": 20, "mentions": 112, "designations": 1, "provincial": None},
    "yanbian": {"tasks": 15, "mentions": 53, "designations": 0, "provincial": 0},
    "chiping": {"tasks": 12, "mentions": 63, "designations": 0, "provincial": 0},
    "chengwu": {"tasks": 27, "mentions": 96, "designations": None, "provincial": None},
    "qingdao": {"tasks": 19, "mentions": 76, "designations": 14, "provincial": 6},
}
PHASES = {"chiping": 3}
EXPANDS = {"towns", "pilots", "counties", "pilot_counties", "others"}
CONFIDENCE = {"high", "medium", "low", "unknown"}
# Ids made of the plan's folder and a letter with a number; the others have their own form or name a code.
ID_FORM = {
    "phases": r"{plan}/p\d+", "sections": r"{plan}/[sa]\d+(-\d+)*", "tasks": r"{plan}/[tm]\d\d", "indicators": r"{plan}/i\d\d",
    "projects": r"{plan}/p\d\d", "sites": r"{plan}/site\d\d", "designations": r"{plan}/d\d\d",
    "assignments": r"{plan}/[tm]\d\d/\d\d", "units": r"\d{{6}}/\S+", "regions": r"\d{{6}}(\d{{3}}|\d{{6}})?",
    "project_tasks": r"{plan}/p\d\d-{plan}/[tm]\d\d", "plans": r"{plan}",
}
DATE = re.compile(r"\d{4}(-H[12]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
WKT = re.compile(r"(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON) ?\([-0-9., ()]+\)$")

errors: list[str] = []


def error(where: str, message: str) -> None:
    errors.append(f"{where}: {message}")


def model():
    """Tables {name: {column: (type, nullable)}}, references {id type: table}, words {enumeration: set}."""
    records, words = (MODEL / "records.rs").read_text("utf-8"), (MODEL / "words.rs").read_text("utf-8")
    refs = dict(re.findall(r'^\s+(\w+Id) => "(\w*)"', records, re.M))
    tables = {}
    for table, id_type, body in re.findall(r'^\s+\w+: "(\w+)", "[^"]+", (\w+) \{(.*?)^    \}', records, re.M | re.S):
        columns = {"id": (id_type, False)}
        for name, kind in re.findall(r"^\s+(\w+): ([\w<>]+),", body, re.M):
            inner = re.fullmatch(r"Option<(\w+)>", kind)
            columns[name] = (inner.group(1), True) if inner else (kind, False)
        tables[table] = columns
    vocab = {name: set(re.findall(r'^\s+\w+ = "([^"]+)"', body, re.M))
             for name, body in re.findall(r"^\s+(\w+) \{$(.*?)^    \}", words, re.M | re.S)}
    return tables, refs, vocab


def read(path: Path):
    """Rows of a CSV as (line, {column: text}); comment lines and empty lines are left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, strict=True)
        header = None
        for row in rows:
            if not row or row[0].startswith("#"):
                continue
            if header is None:
                header = row
                if len(set(header)) != len(header):
                    error(str(path.relative_to(SEEDS)), "a column twice in the header")
                continue
            if len(row) != len(header):
                error(f"{path.relative_to(SEEDS)}:{rows.line_num}", f"{len(row)} cells, header has {len(header)}")
                continue
            yield rows.line_num, dict(zip(header, row))


def check_cell(where, column, text, kind, vocab):
    if text != text.strip():
        error(where, f"{column}: space at an end")
    if kind in vocab:
        if text not in vocab[kind]:
            error(where, f"{column}: “{text}” is no word of {kind}")
    elif kind in ("i64", "Fen"):
        if not re.fullmatch(r"-?\d+", text):
            error(where, f"{column}: “{text}” is no whole number")
    elif kind == "f64":
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            error(where, f"{column}: “{text}” is no number")
    elif kind == "bool":
        if text not in ("true", "false"):
            error(where, f"{column}: “{text}” is neither true nor false")
    elif kind == "PartialDate":
        if not DATE.match(text):
            error(where, f"{column}: “{text}” is no date")
    elif kind == "Shape":
        if not WKT.match(text):
            error(where, f"{column}: “{text}” is no WKT")
        else:
            for lon, lat in re.findall(r"([-\d.]+) ([-\d.]+)", text):
                if not (73 <= float(lon) <= 136 and 3 <= float(lat) <= 54):
                    error(where, f"{column}: {lon} {lat} lies outside China")


def check_rules(table, where, row, get):
    """What one row must hold beyond its types."""
    if table == "tasks" and len(row.get("summary", "")) > 40:
        error(where, f"summary of {len(row['summary'])} characters, 40 at most")
    if "precision" in row:
        if row["precision"] in ("surveyed", "approved"):
            error(where, "a plan's text is no survey: precision too high")
        if row.get("geometry") and row["precision"] == "none":
            error(where, "a point, but precision none")
        if table in ("regions", "sites"):
            if bool(row.get("geometry")) != (row["precision"] != "none"):
                error(where, "precision and geometry do not agree")
            if row.get("geometry") and not row.get("source"):
                error(where, "a point without its source")
        if row.get("confidence") and row["confidence"] not in CONFIDENCE:
            error(where, f"confidence “{row['confidence']}”")
    if table == "regions":
        if row["code"] and row["code"] != row["id"]:
            error(where, "id is not the code")
        if not re.fullmatch(r"[a-z]+", row.get("pinyin", "")):
            error(where, f"pinyin “{row.get('pinyin', '')}”")
        if (row["level"] == "province") == bool(row["parent"]):
            error(where, "every region but a province has a parent")
    if table == "units":
        if row["id"] != f"{row['region']}/{row['name']}":
            error(where, "id is not region/name")
        if (row["is_group"] == "true") != bool(row.get("expands_to")):
            error(where, "a group says what it expands to, others do not")
        if row.get("expands_to") and row["expands_to"] not in EXPANDS:
            error(where, f"expands_to “{row['expands_to']}”")
    if table == "assignments" and row["id"] != f"{row['task']}/{int(row['ordinal']):02}":
        error(where, "id is not task/ordinal")
    if table == "indicators":
        if row["recurrence"] not in ("once", "yearly"):
            error(where, f"recurrence “{row['recurrence']}”")
        if row.get("upper") and float(row["upper"]) <= float(row["value"]):
            error(where, "upper is not above value")
    if table == "project_tasks" and row["id"] != f"{row['project']}-{row['task']}":
        error(where, "id is not project-task")
    if table == "projects" and (row.get("percent") or row.get("alternative") == "true"):
        error(where, "a plan tells neither percent nor alternatives")
    if row.get("starts") and row.get("ends") and row["starts"][:4] > row["ends"][:4]:
        error(where, "ends before it starts")


def main() -> int:
    tables, refs, vocab = model()
    if len(tables) < 20 or len(vocab) < 15:
        sys.exit(f"only {len(tables)} tables and {len(vocab)} enumerations found in {MODEL}")
    folders = sorted(p for p in SEEDS.iterdir() if p.is_dir())
    rows = defaultdict(list)  # table -> [(folder, where, row)]
    for folder in folders:
        if folder.name != "common" and not (folder / "SOURCES.md").is_file():
            error(folder.name, "no SOURCES.md")
        for path in sorted(folder.glob("*.csv")):
            if path.stem not in tables:
                error(str(path.relative_to(SEEDS)), "no such table")
                continue
            for line, row in read(path):
                rows[path.stem].append((folder.name, f"{path.relative_to(SEEDS)}:{line}", row))

    for table, entries in rows.items():
        columns = tables[table]
        for folder, where, row in entries:
            for column in row.keys() - columns.keys():
                error(where, f"no column “{column}” in {table}")
            row.update({column: "" for column in columns.keys() - row.keys()})
            for column, (kind, nullable) in columns.items():
                if row[column]:
                    check_cell(where, column, row[column], kind, vocab)
                elif not nullable:
                    error(where, f"{column} is empty")
            form = ID_FORM.get(table, r"{plan}/\S+")
            if not re.fullmatch(form.format(plan=folder), row["id"]):
                error(where, f"id “{row['id']}” has not the form {form.format(plan=folder)}")
            if "plan" in columns and row["plan"] != folder:
                error(where, f"plan “{row['plan']}” in the folder {folder}")
            # A read-at may be missing only where nothing was read: places taken from gazetteers.
            if "read_at" in columns and not row["read_at"]:
                error(where, "read_at is empty")
            try:
                check_rules(table, where, row, None)
            except (ValueError, KeyError) as problem:
                error(where, f"cannot be checked: {problem!r}")

    ids = {table: {row["id"] for _, _, row in entries} for table, entries in rows.items()}
    for table, entries in rows.items():
        for key, n in Counter(row["id"] for _, _, row in entries).items():
            if n > 1:
                error(table, f"id “{key}” {n} times")
        for _, where, row in entries:
            for column, (kind, _) in tables[table].items():
                target = refs.get(kind)
                if column != "id" and target and row[column] and row[column] not in ids.get(target, ()):
                    error(where, f"{column} “{row[column]}” is not in {target}")
        seen = Counter()
        for folder, where, row in entries:
            if "ordinal" in tables[table]:
                scope = row.get("task") if table == "assignments" else f"{folder} {row.get('parent', '')} {row.get('body', '')}"
                if table == "plans":
                    scope = ""
                seen[scope, row["ordinal"]] += 1
                if seen[scope, row["ordinal"]] > 1:
                    error(where, f"ordinal {row['ordinal']} twice")
    for _, where, row in rows["budget_lines"] + rows["progress"]:
        target = {"plan": "plans", "task": "tasks", "project": "projects", "town": "regions"}.get(row["owner_kind"])
        if target and row["owner"] not in ids.get(target, ()):
            error(where, f"owner “{row['owner']}” is not in {target}")

    assigned = Counter(row["task"] for _, _, row in rows["assignments"])
    for (task, unit), n in Counter((r["task"], r["unit"]) for _, _, r in rows["assignments"]).items():
        if n > 1:
            error("assignments", f"{unit} {n} times in {task}")
    for _, where, row in rows["tasks"]:
        if (row["kind"] == "task") != (assigned[row["id"]] > 0):
            error(where, "a task has a unit list of its own, a measure has none")
    used = {row["unit"] for _, _, row in rows["assignments"]} | {row["lead_unit"] for _, _, row in rows["projects"]}
    for _, where, row in rows["units"]:
        if row["id"] not in used:
            error(where, f"unit {row['id']} is named in no task and no project")

    plans = [p.name for p in folders if p.name != "common"]
    for plan in plans:
        mine = lambda table: [row for folder, _, row in rows[table] if folder == plan]
        found = {
            "tasks": sum(r["kind"] == "task" for r in mine("tasks")),
            "mentions": len(mine("assignments")),
            "designations": len(mine("designations")),
            "provincial": sum(r["level"] == "province" for r in mine("designations")),
        }
        if plan not in EXPECTED:
            error(plan, "not among the five plans")
            continue
        for what, wanted in EXPECTED[plan].items():
            if wanted is not None and found[what] != wanted:
                error(plan, f"{found[what]} {what}, the text has {wanted}")
        if len(mine("phases")) != PHASES.get(plan, len(mine("phases"))):
            error(plan, f"{len(mine('phases'))} phases")
        if len(mine("plans")) != 1:
            error(plan, "plans.csv has not exactly one row")

    shown = [t for t in tables if rows[t]]
    width = max(map(len, shown), default=5)
    print(" " * width, *(f"{p.name:>9}" for p in folders), "    total")
    for table in shown:
        counts = Counter(folder for folder, _, _ in rows[table])
        print(f"{table:<{width}}", *(f"{counts[p.name] or '':>9}" for p in folders), f"{sum(counts.values()):>9}")
        if table == "tasks":
            for kind in ("task", "measure"):
                counts = Counter(f for f, _, r in rows[table] if r["kind"] == kind)
                print(f"{'  ' + kind:<{width}}", *(f"{counts[p.name] or '':>9}" for p in folders), f"{sum(counts.values()):>9}")
    missing = sorted(EXPECTED.keys() - set(plans))
    for plan in missing:
        error(plan, "its folder is missing")
    for line in errors:
        print("error:", line, file=sys.stderr)
    print(f"{len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
