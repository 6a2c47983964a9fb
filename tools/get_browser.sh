#!/usr/bin/env bash
# Make sure there is a Chromium: tell which one is used; where there is none, install one and say so.
#   get_browser.sh PYTHON
set -euo pipefail
python=$1

# A browser that is there but lacks system libraries is no browser.
works() { [ -n "$1" ] && timeout 60 "$1" --version >/dev/null 2>&1; }

found=$("$python" -m shadow_runtime.browsers) || { status=$?; [ "$status" -eq 1 ] || exit "$status"; found=""; }
if works "$found"; then
  echo "== browser: $found"
  exit 0
fi

echo "== no working Chromium found; downloading Playwright's (into its own cache, not the system)"
if timeout 240 "$python" -m playwright install chromium >/tmp/shadow-browser.$$ 2>&1; then
  found=$("$python" -m shadow_runtime.browsers || true)
  if works "$found"; then
    rm -f /tmp/shadow-browser.$$
    echo "== browser: $found"
    exit 0
  fi
  echo "   it does not start here (system libraries missing?)"
else
  echo "   that did not work: $(grep -m1 -iE 'error|failed' /tmp/shadow-browser.$$ || tail -n1 /tmp/shadow-browser.$$)" | sed -E 's#https?://[^ ]+#(address)#g'
fi
rm -f /tmp/shadow-browser.$$

if command -v apt-get >/dev/null; then
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo"
  echo "== installing the Debian package chromium: $as_root apt-get install -y chromium fonts-liberation"
  $as_root apt-get update -qq >/dev/null || true
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null || true
  found=$(command -v chromium || true)
  if works "$found"; then
    echo "== browser: $found"
    exit 0
  fi
fi
echo "No Chromium could be installed. Install one and name it: SHADOW_BROWSER_PATH=/path/to/chromium make ..." >&2
exit 1
