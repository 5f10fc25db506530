#!/bin/sh
# Trunk's hook after each build. With SERVED_CONFIG set, the portal gets that configuration instead of the defaults in
# config.json: `make serve` sends requests to its own origin, where Trunk hands them to the emulator.
set -eu
[ -n "${SERVED_CONFIG:-}" ] || exit 0
printf '%s\n' "$SERVED_CONFIG" >"$TRUNK_STAGING_DIR/config.json"
