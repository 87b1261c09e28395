#!/usr/bin/env bash
# Opens the window on the atlas of the five plans. usage: scripts/run.sh PROGRAM
# Without a display it opens under Xvfb, takes a picture, says where it is and ends.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$1
atlas=${ZHENTU_ATLAS:-target/run/五个方案.gpkg}

if [ ! -e "$atlas" ]; then
  mkdir -p "$(dirname "$atlas")"
  "$program" new "$atlas" --seeds
fi
atlas=$(realpath "$atlas")

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" != Linux ]; then
  exec "$program" "$atlas"
fi

picture=screenshots/run.png
mkdir -p screenshots
rm -f "$picture"
work=$(mktemp -d)
screen= window=
finish() {
  [ -z "$window" ] || kill "$window" 2>/dev/null || true
  [ -z "$screen" ] || kill "$screen" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# Xvfb chooses a free display itself and writes its number.
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$work/display" >"$work/xvfb.log" 2>&1 &
screen=$!
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
[ -s "$work/display" ] || { echo "run: Xvfb did not start:" >&2; cat "$work/xvfb.log" >&2; exit 1; }
DISPLAY=:$(head -n 1 "$work/display")
export DISPLAY

# Settings of its own: a run without a display leaves those of the user as they are.
mkdir -p "$work/home"
XDG_DATA_HOME=$work/home XDG_CONFIG_HOME=$work/home "$program" "$atlas" >"$work/window.log" 2>&1 &
window=$!

# The picture is taken once the window has drawn and stands still: two equal pictures with many colours in them.
last=
for _ in $(seq 60); do
  sleep 1
  kill -0 "$window" 2>/dev/null || { echo "run: the program ended:" >&2; cat "$work/window.log" >&2; exit 1; }
  import -window root "$work/now.png" 2>/dev/null || continue
  now=$(identify -format '%k %#' "$work/now.png")
  if [ "${now%% *}" -gt 200 ] && [ "$now" = "$last" ]; then
    cp "$work/now.png" "$picture"
    break
  fi
  last=$now
done
[ -s "$picture" ] || { cp "$work/now.png" "$picture"; echo "run: the window had not settled after 60 s; the picture shows how far it came." >&2; }
echo "run: no display here, so the window was opened under Xvfb; the picture is $PWD/$picture"
