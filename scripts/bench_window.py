#!/usr/bin/env python3
"""Measures what a user waits for in the window of the release program, through the driver of its web view.

usage: bench_window.py PROGRAM ATLAS [ATLAS …]     --seeds and --practice stand for fresh atlases

For each atlas: from the start of the program to the page and to the first map drawn whole; then, times of the page from
call to answer (median of some): search, filter with totals, ledger page and map, detail of a project; frames a second
while the map is dragged; the memory of the program. With xdotool there, also what one movement of the hand costs: CPU
milliseconds of the web view's process for a step of a drag, of hovering and of the wheel, and for the palette.
Runs on the display there is, else under Xvfb.
"""
import http.client
import json
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READY = "return window.__zhentuMap?.rendered && window.__zhentuMap.idle && !document.querySelector(`[data-test='map-loading']`)"
DRAWN = "return Boolean(window.__zhentuMap?.rendered)"
MARKS = "return {origin: performance.timeOrigin, drawn: window.__zhentuMap?.renderedAt ?? null}"
# Calls of the wire as the page makes them, one after the other.
CALLS = """
const done = arguments[arguments.length - 1]
const [name, list] = arguments
const go = async () => {
  const times = []
  for (const args of list) {
    const begin = performance.now()
    await window.__TAURI_INTERNALS__.invoke('call', { name, args })
    times.push(performance.now() - begin)
  }
  return times
}
go().then(done, (error) => done(String(error && error.detail || error)))
"""
FRAMES = """
const done = arguments[arguments.length - 1]
const target = document.querySelector("[data-test='map-canvas']")
const canvas = target.querySelector('.ol-viewport') ?? target
const box = target.getBoundingClientRect()
const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerId: 1,
  pointerType: 'mouse', isPrimary: true, button: type === 'pointermove' ? -1 : 0, buttons: type === 'pointerup' ? 0 : 1, clientX: x, clientY: y }))
const [x0, y0] = [box.left + box.width * 0.5, box.top + box.height * 0.5]
let frames = 0, begin = 0
const times = []
let last = 0
send('pointerdown', x0, y0)
const step = (now) => {
  if (!begin) begin = now
  if (last) times.push(now - last)
  last = now
  const t = (now - begin) / 1000
  send('pointermove', x0 + 140 * Math.sin(t * 2.4), y0 + 90 * Math.sin(t * 1.7))
  frames += 1
  if (t < 4) requestAnimationFrame(step)
  else { send('pointerup', x0, y0); times.sort((a, b) => a - b); done({ fps: frames / t, p95: times[Math.floor(times.length * 0.95)] }) }
}
requestAnimationFrame(step)
"""


class Driver:
    """A session of WebKitWebDriver."""

    def __init__(self, program: str, atlas: str, home: Path):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        env = dict(os.environ, TAURI_WEBVIEW_AUTOMATION="true", ZHENTU_RENDERER=os.environ.get("ZHENTU_RENDERER", "plain"), HOME=str(home),
                   XDG_DATA_HOME=str(home / "data"), XDG_CONFIG_HOME=str(home / "config"), NO_AT_BRIDGE="1")
        self.process = subprocess.Popen(["WebKitWebDriver", "--host=127.0.0.1", f"--port={self.port}"], env=env,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        options = {"binary": program, "args": [atlas]}
        body = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        for _ in range(100):
            try:
                self.begin = time.time()
                answer = self.send("POST", "/session", body)
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        else:
            raise RuntimeError("WebKitWebDriver does not answer")
        self.session = answer["sessionId"]
        self.send("POST", f"/session/{self.session}/timeouts", {"script": 300_000})

    def send(self, method: str, path: str, body: dict | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request(method, path, json.dumps(body or {}), {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())["value"]
        connection.close()
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(f"{answer['error']}: {answer.get('message')}")
        return answer

    def run(self, script: str, *args, wait: bool = False):
        kind = "async" if wait else "sync"
        return self.send("POST", f"/session/{self.session}/execute/{kind}", {"script": script, "args": list(args)})

    def until(self, script: str, seconds: float = 300.0) -> float:
        end = time.time() + seconds
        while time.time() < end:
            if self.run(script):
                return time.time()
            time.sleep(0.02)
        raise RuntimeError(f"never: {script}")

    def close(self):
        try:
            self.send("DELETE", f"/session/{self.session}")
        finally:
            self.process.terminate()
            self.process.wait()


def memory(program: str) -> tuple[float, float]:
    """MB that the program holds now and held at most; the web view's own processes are not counted."""
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.readlink(folder / "exe") == program:
                lines = (folder / "status").read_text().splitlines()
                kb = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "VmHWM"))}
                return int(kb["VmRSS"]) / 1024, int(kb["VmHWM"]) / 1024
        except OSError:
            continue
    return 0.0, 0.0


def web_process(driver: int) -> int:
    """The process that runs the page of the window a driver opened."""
    parents = {}
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit():
                name, rest = (folder / "stat").read_text().rsplit(")", 1)
                parents[int(folder.name)] = (int(rest.split()[1]), name.split("(", 1)[1])
        except OSError:
            continue
    for pid, (parent, name) in parents.items():
        while name.startswith("WebKitWebProces") and parent > 1:
            if parent == driver:
                return pid
            parent = parents.get(parent, (0, ""))[0]
    raise RuntimeError("the web view has no process")


class Hand:
    """Moves the real pointer and presses real keys, and tells what that costs the page."""

    def __init__(self, driver: "Driver"):
        self.driver = driver
        self.stat = Path(f"/proc/{web_process(driver.process.pid)}/stat")
        self.tick = 1000 / os.sysconf("SC_CLK_TCK")
        box = driver.run("const b = document.querySelector(`[data-test='map-canvas']`).getBoundingClientRect(); return [b.left, b.top, b.width, b.height]")
        self.left, self.top, self.width, self.height = box

    def cpu(self) -> float:
        """CPU milliseconds of the page's process so far."""
        fields = self.stat.read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * self.tick

    def rest(self) -> None:
        """Waits until the page has nothing more to do."""
        last, quiet, end = self.cpu(), 0, time.time() + 20
        while quiet < 4 and time.time() < end:
            time.sleep(0.1)
            now = self.cpu()
            quiet = quiet + 1 if now - last < self.tick * 1.5 else 0
            last = now

    def cost(self, commands: list[str], moves: int) -> float:
        """CPU milliseconds a move, of the commands of xdotool and of what follows them."""
        self.rest()
        before = self.cpu()
        subprocess.run(["xdotool", *commands], check=True)
        time.sleep(0.3)
        self.rest()
        return (self.cpu() - before) / moves

    def at(self, across: float, down: float) -> list[str]:
        return ["mousemove", str(round(self.left + across * self.width)), str(round(self.top + down * self.height))]

    def path(self, n: int, pause: str) -> list[str]:
        """Commands of n moves round the middle of the map, some 15 pixels each."""
        steps = []
        for i in range(n):
            angle = 2 * math.pi * i / n
            steps += [*self.at(0.5 + 0.12 * math.sin(angle), 0.5 + 0.16 * math.sin(2 * angle)), "sleep", pause]
        return steps

    def drag(self) -> float:
        return self.cost([*self.at(0.5, 0.5), "mousedown", "1", *self.path(40, "0.03"), *self.at(0.5, 0.5), "mouseup", "1"], 40)

    def hover(self) -> float:
        return self.cost(self.path(40, "0.03"), 40)

    def wheel(self) -> float:
        steps = [f for turn in ("4", "4", "4", "4", "4", "5", "5", "5", "5", "5") for f in ("click", turn, "sleep", "0.4")]
        return self.cost([*self.at(0.45, 0.45), "sleep", "0.2", *steps], 10)

    def palette(self) -> tuple[float, float, float]:
        """Opening the palette, a letter in it, closing it."""
        opened = self.cost(["key", "ctrl+k"], 1)
        if not self.driver.run("return Boolean(document.querySelector(`[data-test='palette-input']`))"):
            raise RuntimeError("the keys of xdotool do not reach the window")
        letters = self.cost([f for letter in "daolu" for f in ("key", letter, "sleep", "0.4")], 5)
        return opened, letters, self.cost(["key", "Escape"], 1)


def hands(driver: "Driver", row) -> None:
    """What the movements of a hand cost the page."""
    hand = Hand(driver)
    palette = [hand.palette() for _ in range(6)]
    first, rest = palette[0], palette[1:]
    row("palette opened the first time, CPU ms", f"{first[0]:8.0f}")
    for n, label in enumerate(("palette opened", "a letter in the palette", "palette closed")):
        row(f"{label}, CPU ms (median of {len(rest)})", f"{statistics.median(p[n] for p in rest):8.0f}")
    for label, move in (("drag", hand.drag), ("hovering", hand.hover), ("wheel", hand.wheel)):
        costs = [move() for _ in range(5)]
        row(f"{label}, CPU ms a move (median of 5, least)", f"{statistics.median(costs):8.1f}{min(costs):8.1f}")


def calls(driver: Driver, name: str, args: list[dict]) -> float:
    times = driver.run(CALLS, name, args, wait=True)
    if isinstance(times, str):
        raise RuntimeError(f"{name}: {times}")
    return statistics.median(times)


def measure(program: str, atlas: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        driver = Driver(program, atlas, Path(folder))
        try:
            driver.until(DRAWN)
            marks = driver.run(MARKS)
            early = memory(program)
            driver.until(READY)
            everything = time.time()
            row = lambda label, value: print(f"  {label:<58}{value}", flush=True)
            print(atlas, flush=True)
            page = marks["origin"] / 1000 - driver.begin
            row("program to page, s", f"{page:8.2f}")
            if marks["drawn"]:
                row("page to first map drawn whole, s", f"{marks['drawn'] / 1000:8.2f}")
            row("program to everything loaded and measured, s", f"{everything - driver.begin:8.2f}")
            row("memory of the program at the first map, MB", f"{early[0]:8.0f}")
            empty = {"plans": [], "towns": [], "kinds": [], "stages": [], "units": [], "years": [], "sources": [], "mapped": None,
                     "text": "", "bbox": None, "any": False}
            kinds = ["road", "water", "education", "greening", "culture"]
            filters = [dict(empty, kinds=[k]) for k in kinds]
            words = ["道路", "学校", "dl", "jihe", "公园"]
            sort = {"column": "", "descending": False}
            row("search, ms", f"{calls(driver, 'search', [{'text': w, 'limit': 20} for w in words]):8.1f}")
            row("totals of a new filter, ms", f"{calls(driver, 'totals', [{'filter': f} for f in filters]):8.1f}")
            texts = [dict(empty, text=w) for w in ["改造", "中学", "泵站", "环", "二期"]]
            row("totals of new words, ms", f"{calls(driver, 'totals', [{'filter': f} for f in texts]):8.1f}")
            row("facets of a filter, ms", f"{calls(driver, 'facets', [{'filter': f} for f in filters]):8.1f}")
            row("map of a filter, ms", f"{calls(driver, 'map_features', [{'filter': f} for f in filters]):8.1f}")
            page_args = [{"filter": f, "sort": sort, "offset": 0, "limit": 100} for f in filters]
            row("ledger page of a filter, ms", f"{calls(driver, 'project_page', page_args):8.1f}")
            named = [{"filter": f, "sort": {"column": "name", "descending": False}, "offset": 0, "limit": 100} for f in filters]
            row("ledger page by name, the first time, ms", f"{calls(driver, 'project_page', named):8.1f}")
            row("the same page again, ms", f"{calls(driver, 'project_page', named[-1:] * 5):8.1f}")
            ids = driver.run(
                "const done = arguments[arguments.length - 1]; window.__TAURI_INTERNALS__.invoke('call', {name: 'project_page', args: arguments[0]}).then(p => done(p.rows.map(r => r.id)))",
                {"filter": empty, "sort": sort, "offset": 0, "limit": 20}, wait=True)
            row("detail of a project, ms", f"{calls(driver, 'detail', [{'kind': 'project', 'id': i} for i in ids[:9]]):8.1f}")
            frames = [driver.run(FRAMES, wait=True) for _ in range(3)]
            best = sorted(f["fps"] for f in frames)[1]
            row("frames a second while dragging (median of 3)", f"{best:8.1f}")
            if shutil.which("xdotool"):
                hands(driver, row)
            now, most = memory(program)
            row("memory of the program now and at most, MB", f"{now:8.0f}{most:8.0f}")
        finally:
            driver.close()


def main() -> int:
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    if not os.environ.get("DISPLAY"):
        return subprocess.call(["xvfb-run", "-a", "-s", "-screen 0 1440x900x24", sys.executable, *sys.argv])
    program = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        for atlas in sys.argv[2:]:
            if atlas.startswith("--"):
                made = f"{folder}/{atlas[2:]}.gpkg"
                subprocess.run([program, "new", made, atlas], check=True, stdout=subprocess.DEVNULL)
                atlas = made
            measure(program, str(Path(atlas).resolve()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
