#!/usr/bin/env bash
# The release build in dist/, with a compressed copy beside each file that a browser downloads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Panic messages name source files: without this, by their place on the machine that built the page.
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components"
for prefix in "$(rustc --print sysroot)/lib/rustlib/src/rust/" "${CARGO_HOME:-$HOME/.cargo}/registry/src/"* "$PWD"; do
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=" --remap-path-prefix=${prefix%/}/="
done
# Without this nobody could tell which parts of the program need which others, to take it apart below.
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=" -Clink-arg=--emit-relocs"

# 15 kB less to download: a standard library built for this page, panics that trap at once (boot.js shows the notice),
# and no names of files and fields for messages that nobody would see. Rust calls these flags unstable, so that a
# stable compiler takes them only when told that this is known.
export RUSTC_BOOTSTRAP=1
export CARGO_UNSTABLE_BUILD_STD=std,panic_abort
export CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=" -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none"
# The names that shrink.mjs and profile.mjs read; the other kind is only the default of unstable builds.
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=" -Csymbol-mangling-version=legacy"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS

# NO_COLOR=1 stops Trunk 0.21: it expects true or false. A configuration left over from `make serve` must not get in.
env -u NO_COLOR -u SERVED_CONFIG trunk build --release --offline --locked --features split --dist dist

# Trunk knows programs of one piece only, so the page is Trunk's, and the program in it is replaced: what cargo built is taken
# apart into the program and what only the list of tokens needs, and both are treated as Trunk treats the whole.
target=${CARGO_TARGET_DIR:-target}
parts=$target/parts
rm -rf "$parts"
mkdir -p "$parts"
wasm-split-cli --out-name program "$target/wasm32-unknown-unknown/release/gcore-token-portal.wasm" "$parts"
# The list's part takes what it shares with the program from exports that wasm-bindgen would take out.
wasm-bindgen --target web --no-typescript --keep-debug --keep-lld-exports \
    --out-dir "$parts" --out-name program "$parts/program.wasm"
mv "$parts"/split_tokens.wasm "$parts/tokens.wasm"
for part in program_bg tokens; do
    wasm-opt -Os --low-memory-unused -g "$parts/$part.wasm" -o "$parts/$part.wasm"
done

node tools/shrink.mjs dist "$parts"
# Last, and only adding files: the hashes in index.html are those of the files as they are now.
node tools/compress.mjs dist
node tools/size-budget.mjs dist
# After the compression and outside the budget: no browser ever loads it.
node tools/third-party.mjs dist/THIRD-PARTY.txt

# For `sha256sum --check SHA256SUMS` where it is installed. config.json is the operator's to change.
checksum=(sha256sum)
command -v sha256sum >/dev/null || checksum=(shasum -a 256)
(
    cd dist
    find . -type f ! -path ./config.json ! -path ./SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort |
        xargs "${checksum[@]}" >SHA256SUMS
)
