#!/usr/bin/env bash
# Installs what is missing to build, run and test Zhentu. Quiet and quick when nothing is missing.
# usage: scripts/deps.sh [run|test]   (test adds what only the tests need)
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-test}

say() { printf 'deps: %s\n' "$*" >&2; }

build_packages=(
  build-essential pkg-config libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev
  libayatana-appindicator3-dev libxdo-dev libssl-dev
)
# To run without a display and take a picture of it.
screen_packages=(xvfb xauth imagemagick libx11-6 util-linux fonts-noto-cjk)
test_packages=(webkit2gtk-driver python3-gdal gdal-bin strace python3 postgresql)

packages=("${build_packages[@]}")
if [ "$purpose" = test ]; then
  packages+=("${screen_packages[@]}" "${test_packages[@]}")
elif [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  packages+=("${screen_packages[@]}")
fi

# at_least HAVE WANT: whether the dotted version HAVE is WANT or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

node_version() { node --version 2>/dev/null | sed 's/^v//'; }
node_wanted=20.19
node_words="Node.js $node_wanted or newer with npm is needed (have: $(node_version || true)). Install it from nodejs.org or with a version manager such as nvm or fnm, then run this again."

have_node() {
  local have
  have=$(node_version) && [ -n "$have" ] && at_least "$have" "$node_wanted" && command -v npm >/dev/null
}

# apt_install PACKAGE...: installs them, as root or with sudo; says in words when it cannot.
apt_install() {
  local as_root=(env DEBIAN_FRONTEND=noninteractive) log
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "these packages are missing and installing them needs root: $*"
      say "run as root: apt-get install --no-install-recommends $*"
      exit 1
    fi
    as_root=(sudo "${as_root[@]}")
  fi
  local apt=("${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq -y)
  say "installing $*"
  log=$(mktemp)
  # The package lists may be stale or absent: they are fetched when the first try fails.
  if ! "${apt[@]}" install --no-install-recommends "$@" >"$log" 2>&1 &&
    ! { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    say "apt-get could not install: $*"
    exit 1
  fi
  rm -f "$log"
}

install_with_apt() {
  local missing=() package candidate
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] || apt_install "${missing[@]}"
  # Node.js only where the distribution's own is new enough; some of its packages bring npm, some do not.
  if ! have_node; then
    candidate=$(apt-cache policy nodejs 2>/dev/null | sed -n 's/^  Candidate: //p' | sed 's/^[0-9]*://; s/[^0-9.].*//')
    if [ -n "$candidate" ] && at_least "$candidate" "$node_wanted"; then
      command -v node >/dev/null || apt_install nodejs
      command -v npm >/dev/null || apt_install npm
    fi
  fi
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
  install_with_apt
elif ! pkg-config --modversion webkit2gtk-4.1 >/dev/null 2>&1; then
  case "$(uname -s)" in
    Darwin | MINGW* | MSYS*) ;;
    *)
      say "this system has no apt-get; install what Tauri 2 needs with your package manager:"
      say "  a C compiler, pkg-config, and the development files of webkit2gtk-4.1, gtk-3, librsvg2, libayatana-appindicator3, libxdo and openssl"
      say "  Fedora: gcc pkgconf webkit2gtk4.1-devel gtk3-devel librsvg2-devel libappindicator-gtk3-devel libxdo-devel openssl-devel"
      say "  Arch:   base-devel webkit2gtk-4.1 librsvg libappindicator-gtk3 xdotool openssl"
      [ "$purpose" = test ] && say "  for the tests also: Xvfb, WebKitWebDriver, ImageMagick, GDAL with its Python module, strace, PostgreSQL, Noto Sans CJK"
      exit 1
      ;;
  esac
fi

case "$(uname -s)" in
  Linux)
    if ! pkg-config --modversion webkit2gtk-4.1 >/dev/null 2>&1; then
      say "webkit2gtk-4.1 is not there although its package is: check \`pkg-config --modversion webkit2gtk-4.1\` (PKG_CONFIG_PATH?)."
      exit 1
    fi
    ;;
esac

if ! have_node; then
  say "$node_words"
  exit 1
fi

rust_wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
if ! command -v cargo >/dev/null; then
  say "Rust $rust_wanted or newer is needed and cargo is not on the PATH: install it with rustup (https://rustup.rs), open a new shell and run this again."
  exit 1
fi
rust_have=$(rustc --version | awk '{print $2}')
if ! at_least "${rust_have%%-*}" "$rust_wanted"; then
  say "Rust $rust_wanted or newer is needed, this is $rust_have: run \`rustup update stable\`."
  exit 1
fi
if [ "$purpose" = test ]; then
  for tool in rustfmt cargo-clippy; do
    if ! command -v "$tool" >/dev/null; then
      say "$tool is missing: run \`rustup component add rustfmt clippy\`."
      exit 1
    fi
  done
fi

# npm packages, as the lock file says: again only when it changed.
stamp=ui/node_modules/.zhentu-lock
if ! cmp -s ui/package-lock.json "$stamp"; then
  say "installing the npm packages of ui/"
  log=$(mktemp)
  if ! (cd ui && npm ci --no-audit --no-fund --loglevel=error) >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    say "npm ci failed"
    exit 1
  fi
  rm -f "$log"
  cp ui/package-lock.json "$stamp"
fi
