#!/usr/bin/env bash
# The portal for development: the emulator, and Trunk in front of it.
# Reads PORT (8080) and API (empty: the bundled emulator; otherwise the origin that requests are handed to).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=${PORT:-8080}
api=${API:-}
address="http://127.0.0.1:$port/"

# Job control gives each job its own process group, so that ending one ends the compilers it started, too.
set -m
jobs_started=()
stop() {
    # make passes a signal on that came from the terminal as well; the second one must not end this half-way.
    trap - EXIT
    trap '' INT TERM HUP
    local job
    for job in "${jobs_started[@]}"; do kill -TERM -- "-$job" 2>/dev/null || true; done
    wait 2>/dev/null || true
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
    printf 'serve: %s\n' "$*" >&2
    exit 1
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

answers && fail "port $port is taken. Choose another: make serve PORT=8090"

if [[ -z $api ]]; then
    cargo build --locked --package gcore-emulator
    emulator=${EMULATOR_BIN:-target/debug/gcore-emulator}
    options=(--listen 127.0.0.1:0)
    if "$emulator" --help | grep --quiet -e --sample-tokens; then options+=(--sample-tokens); fi
    mkdir -p .tools
    log=.tools/emulator.log
    "$emulator" "${options[@]}" >"$log" 2>&1 </dev/null &
    emulator_job=$!
    jobs_started+=("$emulator_job")
    for _ in {1..100}; do
        api=$(sed -n 's/^listening on //p' "$log")
        [[ -n $api ]] && break
        kill -0 "$emulator_job" 2>/dev/null || break
        sleep 0.1
    done
    [[ -n $api ]] || fail "the emulator did not start: $(cat "$log")"
    behind="the emulator at $api"
    key="1001_demo-administrator (or 1002_demo-engineer, 1003_demo-user)"
else
    behind="$api: tokens made here are real"
    key="one of your own"
fi

# NO_COLOR=1 stops Trunk 0.21: it expects true or false.
SERVED_CONFIG='{"apiBase": "/gcore"}' env -u NO_COLOR trunk serve --offline --port "$port" --dist target/serve \
    --proxy-backend "$api" --proxy-rewrite /gcore --proxy-no-redirect </dev/null &
trunk_job=$!
jobs_started+=("$trunk_job")

until answers; do
    kill -0 "$trunk_job" 2>/dev/null || fail "Trunk exited unexpectedly; see above."
    sleep 0.3
done
printf '\n    The portal:  %s\n    Behind it:   %s\n    API key:     %s\n    Ctrl-C ends it all.\n\n' "$address" "$behind" "$key"

# Whichever ends first takes the other along; only Ctrl-C is a good end.
wait -n || true
fail "the emulator or Trunk exited unexpectedly; see above and .tools/emulator.log"
