#!/usr/bin/env bash
# The release build in dist/, with a compressed copy beside each file that a browser downloads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rustflags=()

# Panic messages name source files; without this, by their place on the machine that built the page.
for prefix in "$(rustc --print sysroot)/lib/rustlib/src/rust/" "${CARGO_HOME:-$HOME/.cargo}/registry/src/"* "$PWD"; do
    rustflags+=("--remap-path-prefix=${prefix%/}/=")
done

# About 20 kB less to download: a standard library built for this page, panics that trap at once (src/boot.js says so on screen),
# and no places and field names for messages that nobody sees. Nothing depends on it: should a newer compiler refuse a flag,
# leave it out. Rust calls these flags unstable, so a stable compiler has to be told that this is known.
export RUSTC_BOOTSTRAP=1
export CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
rustflags+=(-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none)

# Cargo adds this variable to the flags in .cargo/config.toml, but RUSTFLAGS, even empty, would replace both.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="${rustflags[*]}"
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
# NO_COLOR=1 stops Trunk 0.21, which expects true or false. A configuration left over from `make serve` must not get in.
unset NO_COLOR SERVED_CONFIG
trunk build --release --offline --locked --dist dist

node tools/minify.mjs dist
# From here on files are only added: the hashes in index.html are those of the files as they are now.
node tools/compress.mjs dist
node tools/third-party.mjs dist/THIRD-PARTY.txt

# For `sha256sum --check SHA256SUMS`. config.json is the operator's to change.
checksum=(sha256sum)
command -v sha256sum >/dev/null || checksum=(shasum -a 256)
(
    cd dist
    find . -type f ! -path ./config.json ! -path ./SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort |
        xargs "${checksum[@]}" >SHA256SUMS
)
