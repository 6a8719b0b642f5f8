#!/bin/sh
# Make sure a Chromium is at hand for the browser tests: from the system's packages where that is allowed.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
  sudo_if_needed=""
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo_if_needed="sudo -n"; }
  if [ "$(id -u)" = 0 ] || [ -n "$sudo_if_needed" ]; then
    if $sudo_if_needed apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo_if_needed apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null; then
      exit 0
    fi
  fi
  echo "No browser found. Install one with: sudo apt-get install chromium" >&2
else
  echo "No browser found. Install Chromium with your system's package manager (for instance: sudo dnf install chromium)." >&2
fi
# Under CI the browser tests fail without it; elsewhere they are skipped and say so.
[ -z "${CI:-}" ] || exit 1
exit 0
