#!/usr/bin/env bash
# One archive of a release build for those who put it on a host, and beside it the same unpacked: the container image's context.
#
#   tools/release.sh [DIST [OUTPUT]]
#
# The same build gives the same bytes: names in order, the commit's time, nobody's name, no time in gzip's header.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dist=$(realpath "${1:-$repository/dist}")
output=$(realpath --canonicalize-missing "${2:-$repository/release}")

fail() {
    printf 'release: %s\n' "$*" >&2
    exit 1
}

tar --version 2>/dev/null | grep -q GNU || fail "GNU tar is needed for an archive of the same bytes each time"
said() { node -p "JSON.parse(fs.readFileSync(process.argv[1])).$1 ?? ''" "$dist/version.json"; }
commit=$(said commit)
name=gcore-token-portal-$(said version)-$commit
[[ $commit =~ ^[0-9a-f]+$ ]] || printf 'release: its commit is %s: nothing to hand out\n' "$commit" >&2

rm -rf "$output"
mkdir -p "$output/$name/deploy/container" "$output/$name/docs"
cd "$output/$name"
cp -R "$dist" page
# Apart from the page, so that it never gets over one that is there.
mv page/config.json .
# An installation whose config.json is lost would lose its rules with it, so there the page stops.
sed -i 's/^<html /&data-config="required" /' page/index.html
grep -q 'data-config="required"' page/index.html || fail "index.html does not begin as expected"
node "$repository/tools/compress.mjs" page
"$repository/tools/checksums.sh" page

cp "$repository"/deploy/{nginx.conf,nginx-hide-headers.conf,Caddyfile} deploy/
cp "$repository"/deploy/container/* deploy/container/
node "$repository/tools/container-caddyfile.mjs" deploy/Caddyfile deploy/container/Caddyfile
cp "$repository/deploy/portal.sh" "$repository/LICENSE" "$repository/README.md" "$repository/CHANGELOG.md" .
cp "$repository/docs/operating.md" "$repository/docs/export.schema.json" docs/
node "$repository/tools/sbom.mjs" sbom.cdx.json

cd ..
time=$(said committed)
tar --sort=name --format=ustar --mtime="${time:-@0}" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf - "$name" |
    gzip -n -9 >"$name.tar.gz"
sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
printf 'release: %s\n' "$output/$name.tar.gz"
