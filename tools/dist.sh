#!/usr/bin/env bash
# The release build in dist/, with a compressed copy beside each file that a browser downloads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# NO_COLOR=1 stops Trunk 0.21: it expects true or false. A configuration left over from `make serve` must not get in.
env -u NO_COLOR -u SERVED_CONFIG trunk build --release --offline --locked --dist dist

node tools/shrink.mjs dist
# Last, and only adding files: the hashes in index.html are those of the files as they are now.
node tools/compress.mjs dist
node tools/size-budget.mjs dist
