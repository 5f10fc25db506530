#!/usr/bin/env bash
# Writes FOLDER/SHA256SUMS, for `sha256sum --check SHA256SUMS`. config.json is the operator's to change.
#
#   tools/checksums.sh FOLDER
set -euo pipefail
cd "$1"

checksum=(sha256sum)
command -v sha256sum >/dev/null || checksum=(shasum -a 256)
find . -type f ! -path ./config.json ! -path ./SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort | xargs "${checksum[@]}" >SHA256SUMS
