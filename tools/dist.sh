#!/usr/bin/env bash
# The release build in dist/, with a compressed copy beside each file that a browser downloads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Which version this is, for the page's footer and version.json. Of the hash a fixed number of digits: how many git itself takes
# to be enough differs from clone to clone. "-dirty" is git's own word for changes that are not committed.
git() { command git -c safe.directory='*' "$@"; }
version=$(cargo metadata --offline --locked --no-deps --format-version 1 |
    node -p 'JSON.parse(fs.readFileSync(0)).packages.find(({ name }) => name === "gcore-token-portal").version')
# Not the commit of whatever repository an unpacked copy lies in.
if git ls-files --error-unmatch tools/dist.sh >/dev/null 2>&1; then
    PORTAL_COMMIT=$(git rev-parse HEAD | cut -c 1-7)
    # What the page is made of, so that a changed test doesn't make another page.
    parts=(.cargo Cargo.* Trunk.toml config.json core index.html rust-toolchain.toml src style tools)
    [[ -z $(git status --porcelain -- "${parts[@]}") ]] || PORTAL_COMMIT+=-dirty
    export PORTAL_COMMIT
    committed=$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)
else
    unset PORTAL_COMMIT
fi

rustflags=()

# Panic messages name source files; without this, by their place on the machine that built the page. The last that fits counts,
# and crates may lie in this folder.
for prefix in "$PWD" "$(rustc --print sysroot)/lib/rustlib/src/rust/" "${CARGO_HOME:-$HOME/.cargo}/registry/src/"*; do
    rustflags+=("--remap-path-prefix=${prefix%/}/=")
done

export RUSTC_WRAPPER=$PWD/tools/rustc.sh

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
printf '{ "version": "%s", "commit": "%s", "committed": "%s" }\n' "$version" "${PORTAL_COMMIT:-unknown}" "${committed:-}" \
    >dist/version.json
# From here on files are only added: the hashes in index.html are those of the files as they are now.
node tools/compress.mjs dist
node tools/third-party.mjs dist/THIRD-PARTY.txt

tools/checksums.sh dist
