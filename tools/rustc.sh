#!/bin/sh
# The compiler, as cargo calls it for the release build. Leptos puts a hash of this path into the program, and it is another one
# on each machine.
CARGO_MANIFEST_PATH=${CARGO_PKG_NAME-}-${CARGO_PKG_VERSION-} exec "$@"
