#!/bin/sh
# need.sh THING PACKAGE [THING PACKAGE ...]: have each thing, from Debian's package if it is missing.
# A thing is a command, or a font as "font:Liberation Sans".
# Installs only as root with apt at hand; elsewhere prints the command that would.
is_there() {
    case "$1" in
        font:*) fc-list : family 2>/dev/null | grep -qF "${1#font:}" ;;
        *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}
missing=""
while [ $# -ge 2 ]; do
    is_there "$1" || missing="$missing $2"
    shift 2
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing:$missing"
    apt-get update -qq >/dev/null 2>&1
    # shellcheck disable=SC2086  # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 \
        || echo "could not install:$missing"
else
    echo "not found; for all of it run: sudo apt-get install$missing"
fi
exit 0
