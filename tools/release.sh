#!/usr/bin/env bash
# One archive of a release build for those who put it on a host, and beside it the same unpacked: the container image's context.
#
#   tools/release.sh [DIST [OUTPUT]]
#
# OUTPUT may hold an earlier release, which is replaced, and nothing else.
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
[[ $commit =~ ^[0-9a-f]+$ ]] || printf 'release: built from %s: do not publish this archive\n' "$commit" >&2

# Only an earlier release is deleted: a wrong argument must not cost anybody a folder.
earlier='gcore-token-portal-[0-9]*'
if [[ -e $output ]]; then
    [[ -d $output ]] || fail "$output is not a folder"
    others=$(find "$output" -mindepth 1 -maxdepth 1 ! -name "$earlier" -printf '%f\n' -quit)
    [[ -z $others ]] || fail "$output holds $others, which is not of an earlier release: empty it, or name another folder"
    find "$output" -mindepth 1 -maxdepth 1 -name "$earlier" -exec rm -rf {} +
fi
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
cp "$repository/deploy/portal.sh" "$repository/LICENSE" "$repository/CHANGELOG.md" .
cp "$repository"/docs/{operating.md,configuration.md,threat-model.md,export.schema.json} docs/
# Not the project's own, which names what only the project has.
cat >README.md <<END
# Gcore token portal

A page for creating [Gcore](https://gcore.com) API tokens, as static files for a host of your own. This is release \`$name\`.

To put it on a host, start with \`./portal.sh install\` as root. [docs/operating.md](docs/operating.md#install) has every step, and
covers upgrading, rolling back, verifying and troubleshooting.

| | |
|---|---|
| [docs/operating.md](docs/operating.md) | how to install, upgrade, verify and monitor it |
| [docs/configuration.md](docs/configuration.md) | what \`config.json\` and links to the page can say |
| [docs/threat-model.md](docs/threat-model.md) | what is protected, from whom, and what you must do |
| [docs/export.schema.json](docs/export.schema.json) | what Export JSON writes, as a JSON Schema |
| [CHANGELOG.md](CHANGELOG.md) | what changed |
| [deploy/](deploy) | files for nginx, Caddy and a container |
| \`page/\` | the page itself; \`page/SHA256SUMS\` has its checksums |
| [sbom.cdx.json](sbom.cdx.json) | the bill of materials, CycloneDX 1.6 |

Licence: [MIT](LICENSE). [page/THIRD-PARTY.txt](page/THIRD-PARTY.txt) has the licences of everything that is compiled in.
END
node "$repository/tools/sbom.mjs" sbom.cdx.json

cd ..
time=$(said committed)
tar --sort=name --format=ustar --mtime="${time:-@0}" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf - "$name" |
    gzip -n -9 >"$name.tar.gz"
sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
printf 'release: %s\n' "$output/$name.tar.gz"
