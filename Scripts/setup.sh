#!/bin/sh
# Makes this machine ready to build Quire: looks first, installs only what is missing, says what it cannot install.
#
#   Scripts/setup.sh           what building the book needs
#   Scripts/setup.sh --tests   what the tests need too
#
# Debian and Ubuntu: apt, as root or through sudo. macOS: Homebrew (written with care, not yet tried on a Mac).
set -eu

# What the Swift toolchain itself needs of Debian: a linker, the C and C++ libraries' headers, and the shared libraries
# that its programs are linked with.
toolchain_packages="binutils g++ git libc6-dev libcurl4 libedit2 libncurses6 libsqlite3-0 libxml2 pkg-config tzdata zlib1g-dev"

# The libraries that Quire calls, a font for its figures, and the programs that fetch data sets and convert formulae.
library_packages="libarchive-dev libcairo2-dev libcmark-dev libhdf5-dev libjpeg-dev libopenblas-dev libpng-dev libssl-dev fonts-dejavu-core"
tool_packages="ca-certificates curl pandoc python3 python3-pip"

# The tests look at pages in a real browser.
test_packages="chromium python3-venv"

brew_packages="cairo cmark hdf5 jpeg-turbo libarchive libpng openblas openssl@3 pandoc pkgconf python@3.12"
brew_test_casks="chromium"

swift_needed="6.3"

say() { printf 'set-up: %s\n' "$*"; }
fail() { printf 'set-up: %s\n' "$*" >&2; exit 1; }

# Newer releases carry some libraries under a name that ends in t64.
is_installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

# The packages among "$@" that dpkg does not list as installed, on one line.
missing_debian_packages() {
  for package in "$@"; do
    is_installed "$package" || is_installed "${package}t64" || printf '%s ' "$package"
  done
}

# Runs a command as root, through sudo where this is not root.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

can_become_root() {
  [ "$(id -u)" -eq 0 ] && return 0
  command -v sudo >/dev/null 2>&1 || return 1
  # Without a terminal nobody can type a password.
  sudo -n true 2>/dev/null || [ -t 0 ]
}

set_up_debian() {
  # shellcheck disable=SC2086 # the lists are split into words on purpose
  missing=$(missing_debian_packages $toolchain_packages $library_packages $tool_packages ${1:+$test_packages})
  [ -n "$missing" ] || return 0
  can_become_root || fail "missing packages; as root, run: apt-get install $missing"
  say "installing $missing"
  as_root apt-get update -q
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
}

set_up_mac() {
  xcode-select -p >/dev/null 2>&1 || fail "missing Apple's command line tools; run: xcode-select --install"
  command -v brew >/dev/null 2>&1 || fail "missing Homebrew; get it from https://brew.sh, then run this again"
  for package in $brew_packages; do
    brew list --formula "$package" >/dev/null 2>&1 || brew install "$package"
  done
  [ -z "${1:-}" ] && return 0
  for cask in $brew_test_casks; do
    brew list --cask "$cask" >/dev/null 2>&1 || brew install --cask "$cask"
  done
}

# On any other system nothing is installed; what is missing shows in what pkg-config finds.
look_only() {
  missing=""
  for library in libarchive cairo libcmark openblas hdf5 libcrypto libjpeg libpng; do
    pkg-config --exists "$library" 2>/dev/null || missing="$missing $library"
  done
  for program in git curl python3; do
    command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
  done
  [ -z "$missing" ] || fail "this system has neither apt nor Homebrew; install with its own tools:$missing"
}

swift_hint="get Swift $swift_needed or newer from https://www.swift.org/install and put its usr/bin folder into PATH"

require_swift_command() {
  command -v swift >/dev/null 2>&1 || fail "the Swift toolchain is missing: $swift_hint"
}

require_swift_version() {
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || fail "the Swift toolchain does not start (try: swift --version): $swift_hint"
  oldest=$(printf '%s\n%s\n' "$version" "$swift_needed" | sort -t . -k 1,1n -k 2,2n | head -n 1)
  [ "$oldest" = "$swift_needed" ] || fail "Swift $version is too old: $swift_hint"
}

tests=""
case "${1:-}" in
  "") ;;
  --tests) tests=yes ;;
  *) fail "unknown option $1; there is --tests" ;;
esac

require_swift_command
if [ "$(uname -s)" = Darwin ]; then
  set_up_mac "$tests"
elif command -v apt-get >/dev/null 2>&1; then
  set_up_debian "$tests"
else
  look_only
fi
require_swift_version
