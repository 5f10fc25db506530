#!/usr/bin/env bash
# Installs what the make targets need, each step once.
#
#   tools/setup.sh STEP...
#
#   rust          the toolchain that rust-toolchain.toml names, and a C compiler to link with
#   trunk         Trunk, in the version that Trunk.toml asks for
#   wasm-bindgen  wasm-bindgen-cli, in the version that Cargo.lock holds
#   crates        every crate of Cargo.lock, so that builds can run offline
#   std           the standard library's source and its crates: the release build compiles its own
#   minifiers     wasm-opt, terser and lightningcss, from npm
#   deny          cargo-deny
#   twiggy        twiggy, which says what a wasm's bytes are
#   mutants       cargo-mutants
#   playwright    the browser tests' node packages
#   chromium      a Chromium, by apt when there is none
#   firefox       a Firefox, by apt when there is none
#   webkit        WebKitGTK's driver with its browser, and a screen for it, by apt when they are missing
#   bench         what the page is measured beside, from npm
#   python        Gcore's SDK and Schemathesis in a virtual environment
#   shells        dash, fish, zsh and curl for the hand-over's tests, by apt when they are missing
#   hosts         nginx, Caddy and openssl for the hosting tests, by apt's packages when they are missing
#   container     buildah and busybox, by apt when they are missing: the hosting tests build and run the container's image
#   schemas       what a release is checked against, in a virtual environment
#   checks        what html, documents and workflows are checked with, from npm and in a virtual environment
#
# Programs go to .tools/bin; one of the right version on PATH is used instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly TRUNK_FEATURES=(--no-default-features --features rustls) # leaves the update check out
readonly DENY_VERSION=0.20.2
readonly TWIGGY_VERSION=0.8.0
readonly MUTANTS_VERSION=27.1.0
readonly NODE_MAJOR=20
readonly RUSTUP_COMMAND="curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"

say() { printf 'set-up: %s\n' "$*"; }

fail() {
    printf 'set-up: %s\n' "$@" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# need PROGRAM COMMAND: stops with the command that installs a missing program.
need() {
    have "$1" || fail "$1 is missing. Install it with:" "    $2"
}

need_node() {
    need node "apt-get install nodejs npm"
    need npm "apt-get install npm"
    local major
    major=$(node -p 'process.versions.node.split(".")[0]')
    ((major >= NODE_MAJOR)) ||
        fail "node is version $major, at least $NODE_MAJOR is needed. With a node version manager:" "    nvm install $NODE_MAJOR"
}

# The version of a crate in Cargo.lock.
locked_version() {
    awk -v crate="name = \"$1\"" '$0 == crate { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock
}

# has_version PROGRAM VERSION: is the program that PATH finds of this version?
has_version() {
    have "$1" && [[ " $("$1" --version 2>/dev/null) " == *" $2 "* ]]
}

# unchanged FILE STAMP: was this step done with this very content of FILE?
unchanged() { cmp -s "$1" ".tools/stamps/$2"; }
stamp() {
    mkdir -p .tools/stamps
    cp "$1" ".tools/stamps/$2"
}

# cargo_install CRATE VERSION [OPTION...]: unoptimized, since building these tools takes longer than they ever run.
# The build directory outlives an interrupted installation, so the next one goes on where it stopped.
cargo_install() {
    local crate=$1 version=$2
    shift 2
    cargo install --debug --locked --version "$version" "$@" \
        --root .tools --target-dir ".tools/build/$crate" "$crate" 2>&1 |
        sed -u "/be sure to add/d; s/^/[$crate] /"
    rm -rf ".tools/build/$crate"
}

# apt_install WHAT COMMAND PACKAGE...: without root, says what is skipped and the COMMAND that includes it.
apt_install() {
    local what=$1 command=$2
    shift 2
    if [[ $(id -u) != 0 ]] || ! have apt-get; then
        say "skipped: $what (not installed). To include it: $command"
        return
    fi
    say "installing $what with apt-get"
    apt-get update
    env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

step_rust() {
    need rustup "$RUSTUP_COMMAND"
    need cc "apt-get install gcc libc6-dev"
    # What rust-toolchain.toml names, also where RUSTUP_AUTO_INSTALL is off or the toolchain lacks the target. rustup older than 1.28
    # wants a name here and installs it when cargo is called instead.
    rustup --quiet toolchain install 2>/dev/null || cargo --version >/dev/null ||
        fail "the toolchain that rust-toolchain.toml names is not installed. Install it with:" "    rustup toolchain install"
}

step_trunk() {
    local version
    version=$(sed -n 's/^trunk-version *= *"=\(.*\)"/\1/p' Trunk.toml)
    has_version trunk "$version" && return
    step_rust
    say "building trunk $version (2 to 4 minutes, once)"
    cargo_install trunk "$version" "${TRUNK_FEATURES[@]}"
}

step_wasm-bindgen() {
    local version
    version=$(locked_version wasm-bindgen)
    has_version wasm-bindgen "$version" && return
    step_rust
    say "building wasm-bindgen-cli $version (about a minute, once)"
    cargo_install wasm-bindgen-cli "$version" # replaces another version
}

step_crates() {
    unchanged Cargo.lock Cargo.lock && return
    step_rust
    say "fetching the crates of Cargo.lock"
    cargo fetch --locked
    stamp Cargo.lock Cargo.lock
}

step_std() {
    step_rust
    local lock
    lock=$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock
    unchanged "$lock" std && return
    say "fetching the crates of the standard library"
    RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort cargo fetch --locked --target wasm32-unknown-unknown
    stamp "$lock" std
}

step_deny() {
    has_version cargo-deny "$DENY_VERSION" && return
    step_rust
    say "building cargo-deny $DENY_VERSION (about a minute, once)"
    cargo_install cargo-deny "$DENY_VERSION"
}

step_twiggy() {
    has_version twiggy "$TWIGGY_VERSION" && return
    step_rust
    say "building twiggy $TWIGGY_VERSION (about a minute, once)"
    cargo_install twiggy "$TWIGGY_VERSION"
}

step_mutants() {
    # It answers as a part of cargo only.
    [[ $(cargo mutants --version 2>/dev/null) == *" $MUTANTS_VERSION" ]] && return
    step_rust
    say "building cargo-mutants $MUTANTS_VERSION (a few minutes, once)"
    cargo_install cargo-mutants "$MUTANTS_VERSION"
}

# npm_packages DIRECTORY: installs exactly what its lock file says.
npm_packages() {
    [[ -d $1/node_modules ]] && unchanged "$1/package-lock.json" "npm-$1" && return
    need_node
    say "installing the node packages of $1/"
    # The tests run the system's Chromium; a browser download would be a second one.
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix "$1" ci --no-progress
    stamp "$1/package-lock.json" "npm-$1"
}

step_minifiers() { npm_packages tools; }

step_playwright() { npm_packages e2e; }

step_bench() { npm_packages bench; }

step_chromium() {
    if [[ -n ${CHROMIUM:-} ]]; then
        have "$CHROMIUM" || fail "CHROMIUM=$CHROMIUM is not an executable"
        return
    fi
    local name
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        have "$name" && return
    done
    local as_root=()
    if [[ $(id -u) != 0 ]]; then
        as_root=(sudo -n)
        sudo -n true 2>/dev/null ||
            fail "no Chromium found. Name one with CHROMIUM=/path/to/it, or install it with:" "    sudo apt-get install chromium"
    fi
    have apt-get || fail "no Chromium found, and no apt-get to install it. Name one with CHROMIUM=/path/to/it."
    say "installing Chromium with apt-get"
    "${as_root[@]}" apt-get update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium fonts-liberation
}

# Without root the tests in Firefox are skipped, and fail in CI.
step_firefox() {
    if [[ -n ${FIREFOX:-} ]]; then
        have "$FIREFOX" || fail "FIREFOX=$FIREFOX is not an executable"
        return
    fi
    if have firefox-esr || have firefox; then return; fi
    apt_install Firefox "apt-get install firefox-esr, or name one with FIREFOX=/path/to/it" firefox-esr fonts-liberation
}

# Without root the tests in WebKit are skipped, and fail in CI.
step_webkit() {
    if have WebKitWebDriver && have Xvfb; then return; fi
    apt_install WebKitGTK "apt-get install webkit2gtk-driver xvfb" webkit2gtk-driver xvfb fonts-liberation
}

# python_packages ENVIRONMENT REQUIREMENTS: a virtual environment that holds what the file names.
python_packages() {
    local environment=$1 requirements=$2 name
    name=$(basename "$environment")
    [[ -x $environment/bin/python ]] && unchanged "$requirements" "$name" && return
    need python3 "apt-get install python3 python3-venv"
    python3 -c 'import venv, ensurepip' 2>/dev/null ||
        fail "python3 lacks its venv module. Install it with:" "    apt-get install python3-venv"
    say "installing $requirements into $environment"
    # What an earlier list asked for must not stay beside it.
    python3 -m venv --clear "$environment"
    "$environment/bin/python" -m pip install --disable-pip-version-check --requirement "$requirements"
    stamp "$requirements" "$name"
}

step_python() { python_packages .tools/python emulator/tests/requirements.txt; }

# Without root the tests say which shell they skip, and fail in CI.
step_shells() {
    local name missing=()
    for name in dash fish zsh curl; do
        have "$name" || missing+=("$name")
    done
    ((${#missing[@]} > 0)) || return 0
    apt_install "${missing[*]}" "apt-get install ${missing[*]}" "${missing[@]}"
}

# has_host nginx|caddy: is it there, with what deploy/ needs of it? The tests look in the same two places.
has_host() {
    local place
    for place in "" .tools/hosts; do
        case $1 in
        nginx)
            local modules=$place/usr/lib/nginx/modules
            [[ -x $place/usr/sbin/nginx && -e $modules/ngx_http_brotli_static_module.so &&
                -e $modules/ngx_http_headers_more_filter_module.so ]] && return
            ;;
        caddy) [[ -x $place/usr/bin/caddy ]] && return ;;
        esac
    done
    return 1
}

# unpack_host NAME PACKAGE...: not installed, since that would start a web server on port 80. Needs no root.
unpack_host() {
    local name=$1 downloads=".tools/build/hosts-$1" package
    shift
    has_host "$name" && return
    rm -rf "$downloads"
    mkdir -p "$downloads" .tools/hosts
    if have apt-get && have dpkg && (cd "$downloads" && apt-get --quiet --option APT::Sandbox::User=root download "$@"); then
        say "unpacking $* into .tools/hosts"
        for package in "$downloads"/*.deb; do dpkg --extract "$package" .tools/hosts; done
    else
        say "skipped: $name (not installed, and apt-get has no package to download). To include it: apt-get install $*"
    fi
    rm -rf "$downloads"
}

# Without them the tests say what they skip, and fail in CI.
step_hosts() {
    have openssl && has_host nginx && has_host caddy && return
    if [[ $(id -u) == 0 ]] && have apt-get; then
        apt-get update
        have openssl || env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends openssl
    fi
    have openssl || say "skipped: openssl, for the hosts' certificates (not installed). To include it: apt-get install openssl"
    unpack_host nginx nginx libnginx-mod-http-brotli-static libnginx-mod-http-headers-more-filter
    unpack_host caddy caddy
}

# Without root the tests say that they skip the container, and fail in CI.
step_container() {
    local name missing=()
    for name in buildah busybox; do
        have "$name" || missing+=("$name")
    done
    ((${#missing[@]} > 0)) || return 0
    apt_install "${missing[*]}" "apt-get install ${missing[*]}, and run the tests as root" "${missing[@]}"
}

step_schemas() { python_packages .tools/schemas tools/tests/requirements.txt; }

step_checks() {
    npm_packages checks
    python_packages .tools/checks checks/requirements.txt
}

(($# > 0)) || fail "which steps? See the top of tools/setup.sh."
mkdir -p .tools
export PATH="$PWD/.tools/bin:$PWD/tools/node_modules/.bin:$PATH"

# Two makes at once must not install into each other.
if [[ -z ${SETUP_LOCK_HELD:-} ]] && have flock; then
    exec 9>.tools/lock
    flock --nonblock 9 || {
        say "waiting for another set-up to finish"
        flock 9
    }
    export SETUP_LOCK_HELD=1
fi

# The two big builds share the cores better side by side: each has stretches that use only one.
# xargs rather than '&', so that Ctrl-C reaches both.
if [[ " $* " == *" trunk "* && " $* " == *" wasm-bindgen "* ]]; then
    printf 'trunk\nwasm-bindgen\n' | SETUP_QUIET=1 xargs -n 1 -P 2 tools/setup.sh
fi

for step in "$@"; do
    declare -F "step_$step" >/dev/null || fail "unknown step $step. See the top of tools/setup.sh."
    "step_$step"
done
[[ -n ${SETUP_QUIET:-} ]] || say "ready: $*"
