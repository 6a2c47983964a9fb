#!/usr/bin/env bash
# Make sure there is an Xvfb for framebuffer capture (Linux only); where none can be had its tests are skipped, and say so.
set -euo pipefail
[ "$(uname -s)" = Linux ] || exit 0
if ! command -v Xvfb >/dev/null && command -v apt-get >/dev/null; then
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo -n"
  echo "== installing the Debian package xvfb (framebuffer capture): $as_root apt-get install -y xvfb"
  $as_root apt-get update -qq >/dev/null 2>&1 || true
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends xvfb >/dev/null 2>&1 || true
fi
command -v Xvfb >/dev/null && echo "== display: $(command -v Xvfb)" || echo "== no Xvfb: tests of framebuffer capture are skipped"
