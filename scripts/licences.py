#!/usr/bin/env python3
"""Checks the licence of every crate and npm package against the list in deny.toml; needs no network.

usage: licences.py          says what is not allowed and ends with 1
       licences.py --list   writes one line a package that is built into the program: name, version, licence
"""
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"\(|\)|[^\s()]+")


def allowed(expression: str, allow: set[str]) -> bool:
    """Whether an SPDX expression can be met with the allowed licences; "/" is the old way to write OR."""
    tokens = TOKEN.findall(expression.replace("/", " OR "))

    def any_of() -> bool:
        result = all_of()
        while tokens and tokens[0].upper() == "OR":
            tokens.pop(0)
            result = all_of() or result
        return result

    def all_of() -> bool:
        result = one()
        while tokens and tokens[0].upper() == "AND":
            tokens.pop(0)
            result = one() and result
        return result

    def one() -> bool:
        if not tokens:
            raise ValueError(f"incomplete licence expression: {expression}")
        token = tokens.pop(0)
        if token == "(":
            result = any_of()
            if not tokens or tokens.pop(0) != ")":
                raise ValueError(f"unbalanced licence expression: {expression}")
            return result
        if len(tokens) > 1 and tokens[0].upper() == "WITH":
            tokens.pop(0)
            token = f"{token} WITH {tokens.pop(0)}"
        return token in allow

    result = any_of()
    if tokens:
        raise ValueError(f"cannot read licence expression: {expression}")
    return result


def crates() -> list[tuple[str, str, str, bool]]:
    """Every crate of the lock file: name, version, licence, whether it is part of the program."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    built, todo = set(), list(metadata["workspace_members"])
    while todo:
        package = todo.pop()
        if package in built:
            continue
        built.add(package)
        for dependency in nodes[package]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                todo.append(dependency["pkg"])
    return [
        (p["name"], p["version"], p["license"] or "none stated", p["id"] in built)
        for p in metadata["packages"]
        if p["source"]
    ]


def npm_packages() -> list[tuple[str, str, str, bool]]:
    """Every npm package of the lock file: name, version, licence, whether it is bundled."""
    lock = json.loads((ROOT / "ui/package-lock.json").read_text(encoding="utf-8"))
    found = []
    for path, entry in lock["packages"].items():
        if not path:
            continue
        licence = entry.get("license")
        manifest = ROOT / "ui" / path / "package.json"
        if manifest.exists():
            licence = json.loads(manifest.read_text(encoding="utf-8")).get("license") or licence
        if isinstance(licence, dict):
            licence = licence.get("type")
        found.append((path.split("node_modules/")[-1], entry["version"], licence or "none stated", not entry.get("dev", False)))
    return found


def main() -> int:
    allow = set(tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))["licenses"]["allow"])
    packages = sorted(crates() + npm_packages())
    if "--list" in sys.argv[1:]:
        for name, version, licence, built in packages:
            if built:
                print(f"{name} {version}: {licence}")
        return 0
    refused = [p for p in packages if not allowed(p[2], allow)]
    for name, version, licence, _ in refused:
        print(f"licences: {name} {version} has the licence {licence!r}, which deny.toml does not allow", file=sys.stderr)
    if len(packages) < 200:
        print(f"licences: only {len(packages)} packages were found; is a lock file incomplete?", file=sys.stderr)
        return 1
    if not refused:
        print(f"licences: {len(packages)} packages, all allowed")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
