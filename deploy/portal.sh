#!/bin/sh
# Puts releases of the token portal onto this host, beside each other, and says which one is served.
# docs/operating.md goes through it.
#
#   portal.sh install           copies the release that this script lies in; nothing is served yet
#   portal.sh use RELEASE       serves a release that is installed: the next one, or the one before
#   portal.sh list              the releases that are installed; a star is at the one that is served
#   portal.sh verify [ADDRESS]  compares what is served with the release that this script lies in: the files of this host, or
#                               those that come from an address such as https://tokens.example.com. Silence is good.
#   portal.sh remove RELEASE    deletes a release that is not served
#
# SITE is where they lie, /var/www/gcore-token-portal by default; API_BASE is what config.json should say, /gcore by default.
set -eu

unpacked=$(cd "$(dirname "$0")" && pwd)
page=$unpacked/page
own=$(basename "$unpacked")
site=${SITE:-/var/www/gcore-token-portal}
api_base=${API_BASE:-/gcore}
# Names that hold a hash of the file.
hashed='*-????????????????[._]*'

fail() {
    printf 'portal: %s\n' "$*" >&2
    exit 1
}

served() { basename "$(readlink "$site/current" || true)"; }

# A release by its name, and never a path that leads elsewhere.
folder_of() {
    case $1 in '' | .* | */*) fail "no release is called \"$1\"" ;; esac
    [ -f "$site/releases/$1/index.html" ] || fail "$1 is not installed; portal.sh list says what is"
    printf '%s\n' "$site/releases/$1"
}

check_sums() { (cd "$1" && sha256sum --check --quiet SHA256SUMS) || fail "$1 is damaged: install it again"; }

install() {
    [ -f "$page/SHA256SUMS" ] || fail "$page is no release: run this where the archive was unpacked"
    folder=$site/releases/$own
    [ ! -e "$folder" ] || fail "$own is installed already"
    rm -rf "$folder.part"
    mkdir -p "$site/releases"
    cp -R "$page" "$folder.part"
    check_sums "$folder.part"
    if [ -e "$site/current/config.json" ]; then
        cp "$site/current/config.json" "$folder.part/config.json"
    else
        sed "s|\"apiBase\": .*|\"apiBase\": \"$api_base\",|" "$unpacked/config.json" >"$folder.part/config.json"
    fi
    # The web server is somebody else.
    chmod -R u=rwX,go=rX "$folder.part"
    mv "$folder.part" "$folder"
    printf 'Installed. Look at %s/config.json, then: %s use %s\n' "$folder" "$0" "$own"
}

use() {
    folder=$(folder_of "$1")
    [ -f "$folder/config.json" ] || fail "$folder/config.json is missing: copy it from another release"
    unreadable=$(find "$folder" ! -perm -004)
    [ -z "$unreadable" ] || fail "the web server may not read this: chmod a+r" "$unreadable"
    check_sums "$folder"
    # Whoever is just loading the page that was served so far still finds its files.
    if [ -f "$site/current/SHA256SUMS" ]; then
        while read -r _ name; do
            case $name in $hashed) [ -e "$folder/$name" ] || cp -p "$site/current/$name" "$folder/" ;; esac
        done <"$site/current/SHA256SUMS"
    fi
    # All files at once.
    ln -sfn "releases/$1" "$site/next"
    mv -T "$site/next" "$site/current"
    printf '%s is served.\n' "$1"
}

list() {
    for folder in "$site"/releases/*/; do
        name=$(basename "$folder")
        if [ "$name" = "$(served)" ]; then mark='*'; else mark=' '; fi
        [ ! -f "$folder/index.html" ] || printf '%s %s\n' "$mark" "$name"
    done
}

check_config() {
    # Where a key could be written with escapes, a look won't do.
    said=$(tr -d ' \t\r\n' <"$1" | grep -o '"apiBase":"[^"]*"' | sort -u)
    if [ "$said" != "\"apiBase\":\"$api_base\"" ] || grep -q '\\u' "$1"; then
        printf 'config.json: apiBase is not "%s": %s\n' "$api_base" "$said"
    fi
}

# Files of a folder that are neither the release's nor another installed one's.
check_strangers() {
    (cd "$1" && find . ! -type d | sed 's|^\./||' | LC_ALL=C sort) | while read -r name; do
        case $name in SHA256SUMS | config.json) continue ;; esac
        ! grep -q "^[0-9a-f]*  $name\$" "$page/SHA256SUMS" || continue
        case $name in
        $hashed)
            sum=$(sha256sum <"$1/$name" | cut -d ' ' -f 1)
            ! cat "$site"/releases/*/SHA256SUMS | grep -qx "$sum  $name" || continue
            ;;
        esac
        printf '%s does not belong there\n' "$name"
    done
}

verify_folder() {
    folder=$site/current
    [ "$(served)" = "$own" ] || printf '%s is served, and not %s\n' "$(served)" "$own"
    while read -r sum name; do
        if [ ! -f "$folder/$name" ]; then
            printf '%s is missing\n' "$name"
        elif [ "$(sha256sum <"$folder/$name")" != "$sum  -" ]; then
            printf '%s differs\n' "$name"
        fi
    done <"$page/SHA256SUMS"
    check_strangers "$folder"
    check_config "$folder/config.json"
}

verify_address() {
    # Otherwise each file would be said to differ.
    said=$(curl --silent --show-error --location --output /dev/null "${1%/}/" 2>&1) || {
        printf '%s could not be asked: %s\n' "$1" "$(printf '%s\n' "$said" | head -n 1)"
        return
    }
    answer=$(mktemp)
    while read -r sum name; do
        : >"$answer"
        status=$(curl --silent --location --output "$answer" --write-out '%{http_code}' "${1%/}/$name") || true
        if [ "$status" = 404 ]; then
            printf '%s is missing\n' "$name"
        elif [ "$(sha256sum <"$answer")" != "$sum  -" ]; then
            printf '%s differs\n' "$name"
        fi
    done <"$page/SHA256SUMS"
    curl --silent --output "$answer" "${1%/}/config.json" || true
    check_config "$answer"
    rm -f "$answer"
}

verify() {
    case ${1-} in
    '') wrong=$(verify_folder) ;;
    *) wrong=$(verify_address "$1") ;;
    esac
    [ -z "$wrong" ] || {
        printf '%s\n' "$wrong"
        exit 1
    }
}

case ${1-} in
install | list) "$1" ;;
use) use "${2-}" ;;
verify) verify "${2-}" ;;
remove)
    [ "${2-}" != "$(served)" ] || fail "$2 is served: use another one first"
    folder=$(folder_of "${2-}")
    rm -rf "$folder"
    ;;
*)
    sed -n '/^#   portal/,/^set/s/^# \{0,3\}//p' "$0" >&2
    exit 2
    ;;
esac
