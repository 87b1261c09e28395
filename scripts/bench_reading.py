#!/usr/bin/env python3
"""Scores what is read from the five plans against seeds/: tasks, units with role, indicators; from their texts, and from
.docx, .doc and .html that LibreOffice makes of them where it is installed.

usage: bench_reading.py PROGRAM   PROGRAM is called as PROGRAM FILE and prints the JSON of `zhentu read --json`

The texts lie in ../shared/seeds, or in the folder named by ZHENTU_SHARED; without them nothing is measured, and it
says so. A task counts by its number, a unit by task, name and role, an indicator by task, value, upper end and unit.
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = Path(os.environ.get("ZHENTU_SHARED", ROOT.parent / "shared")) / "seeds"
# The plans of seeds/ in the order of the texts.
PLANS = ["wenshang", "yanbian", "chiping", "chengwu", "qingdao"]

# Forms of documents and the writer of LibreOffice that makes each.
FORMS = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "html": "html:HTML (StarWriter)"}


def rows(plan, table):
    with open(ROOT / "seeds" / plan / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score(found, wanted):
    """Precision, recall and F1 of two multisets."""
    hits = sum((found & wanted).values())
    precision = hits / max(1, sum(found.values()))
    recall = hits / max(1, sum(wanted.values()))
    return precision, recall, 2 * hits / max(1, sum(found.values()) + sum(wanted.values()))


def number(text):
    return round(float(text), 6) if text not in (None, "") else None


def of_seeds(plan):
    tasks = {row["id"]: row for row in rows(plan, "tasks") if not row.get("parent")}
    tasks_only = {key: row for key, row in tasks.items() if row["kind"] == "task"}
    units = Counter(
        (tasks_only[row["task"]]["number"], row["unit"].split("/", 1)[-1], row["role"])
        for row in rows(plan, "assignments")
        if row["task"] in tasks_only
    )
    indicators = Counter(
        (tasks.get(row["task"], {}).get("number") or "", number(row["value"]), number(row["upper"]), row["unit"])
        for row in rows(plan, "indicators")
    )
    return Counter(row["number"] for row in tasks_only.values()), units, indicators


def of_reading(found, wanted_units):
    def unit(task, u):
        # seeds/ has some names as printed and some in full; either is right.
        names = [name for name in (u["name"], u.get("full_name")) if name]
        keys = [(task["number"], name, u["role"]) for name in names]
        return next((key for key in keys if key in wanted_units), keys[0])

    units = Counter(unit(task, u) for task in found["tasks"] for u in task["units"])
    indicators = Counter(
        (i["task"] or "", number(i["value"]), number(i["upper"]), i["unit"] or "") for i in found["indicators"]
    )
    return Counter(task["number"] for task in found["tasks"]), units, indicators


def main():
    program = sys.argv[1]
    texts = sorted(TEXTS.glob("*.txt"))
    if len(texts) != len(PLANS):
        print(f"{TEXTS}: the five texts are not there, nothing is measured")
        return
    score_form("txt", program, texts)
    office = shutil.which("soffice")
    if not office:
        print("LibreOffice is not installed: .docx, .doc and .html are not measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        for form, writer in FORMS.items():
            command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
                       "--infilter=Text (encoded):UTF8", "--convert-to", writer, "--outdir", folder, *texts]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            score_form(form, program, sorted(Path(folder).glob(f"*.{form}")))


def score_form(form, program, files):
    if len(files) != len(PLANS):
        sys.exit(f"{form}: {len(files)} of the five files")
    sums = [[Counter(), Counter()] for _ in range(3)]
    print(f"{form:10}{'tasks':>12}{'units P/R/F1':>22}{'indicators P/R/F1':>22}{'s':>7}")
    for plan, file in zip(PLANS, files):
        begin = time.perf_counter()
        out = subprocess.run([program, file], capture_output=True, text=True, check=True).stdout
        seconds = time.perf_counter() - begin
        wanted = of_seeds(plan)
        found = of_reading(json.loads(out), wanted[1])
        if os.environ.get("SHOW"):
            for what, f, w in zip(("task", "unit", "indicator"), found, wanted):
                for key in (w - f):
                    print("  missing", what, key)
                for key in (f - w):
                    print("  too much", what, key)
        for at, (f, w) in enumerate(zip(found, wanted)):
            sums[at][0].update({(plan, key): n for key, n in f.items()})
            sums[at][1].update({(plan, key): n for key, n in w.items()})
        line(plan, list(zip(found, wanted)), f"{seconds:7.2f}")
    line("all", sums, "")


def line(name, pairs, seconds):
    (found, wanted), units, indicators = pairs
    tasks = f"{sum((found & wanted).values())}/{sum(wanted.values())}+{sum((found - wanted).values())}"
    cells = ["/".join(f"{part:.3f}" for part in score(*pair)) for pair in (units, indicators)]
    print(f"{name:10}{tasks:>12}{cells[0]:>22}{cells[1]:>22}{seconds}")


if __name__ == "__main__":
    main()
