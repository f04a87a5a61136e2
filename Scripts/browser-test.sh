#!/bin/sh
# Checks built books in a real browser: Scripts/browser-test.sh SITE_FOLDER…
#
# The checks' Python packages are kept in .build-browser, and installed again only when requirements.txt changes.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
tests="$here/Tests/Browser"
environment="$here/.build-browser"
python="$environment/bin/python"

if ! cmp -s "$tests/requirements.txt" "$environment/requirements.txt"; then
  rm -rf "$environment"
  python3 -m venv "$environment"
  "$python" -m pip install --quiet --disable-pip-version-check -r "$tests/requirements.txt"
  cp "$tests/requirements.txt" "$environment/requirements.txt"
fi

export PYTHONDONTWRITEBYTECODE=1
echo "browser test: the checks themselves"
"$python" "$tests/check_book.py" --self-test
for site in "$@"; do
  echo "browser test: $site"
  "$python" "$tests/check_book.py" "$site"
done
