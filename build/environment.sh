# shellcheck shell=bash
# Finds and installs what ./reverb and ./verify need. Sourced by both; written for bash 3.2 and later.

say() { printf '%s\n' "$*" >&2; }

# One line on what is wrong, and the status that a script gives for "cannot start".
fail() {
    say "$(basename "$0"): $*"
    exit 2
}

# The folders that may hold a JDK: JAVA_HOME, the javac on the PATH, the usual places of Linux and macOS.
jdk_folders() {
    local javac folder
    [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
    if javac=$(command -v javac); then
        javac=$(readlink -f "$javac" 2>/dev/null || printf '%s' "$javac")
        dirname "$(dirname "$javac")"
    fi
    for folder in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -d "$folder" ] && printf '%s\n' "$folder"
    done
    return 0
}

# jdk_version FOLDER: its feature version (17, 25), nothing if no JDK lives there. Read from the file that every JDK has,
# since asking java itself takes longer than all the rest; by the shell itself, since a start waits for each process.
jdk_version() {
    local line version
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    while read -r line; do
        case $line in
            JAVA_VERSION=*)
                version=${line#JAVA_VERSION=}
                version=${version#\"}
                version=${version%%[!0-9]*}
                [ -z "$version" ] || printf '%s\n' "$version"
                return 0
                ;;
        esac
    done <"$1/release"
}

# All JDKs of version 17 and later, one "VERSION FOLDER" a line, oldest first; where versions tie, in the order found.
jdks() {
    local folder version
    jdk_folders | while read -r folder; do
        version=$(jdk_version "$folder")
        [ -n "$version" ] && [ "$version" -ge 17 ] && printf '%s %s\n' "$version" "$folder"
    done | sort -s -n -k 1,1
}

newest_jdk() { jdks | awk '$1 > version { version = $1; folder = $0 } END { sub(/^[0-9]+ /, "", folder); print folder }'; }
oldest_jdk() { jdks | head -n 1 | cut -d ' ' -f 2-; }
# jdk VERSION: the first JDK of just that version.
jdk() { jdks | awk -v version="$1" '$1 == version && !found { found = 1; sub(/^[0-9]+ /, ""); print }'; }

# Runs a command as root where we are root or need no password for it; fails where neither holds.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# may_install: whether packages can be installed here. Refreshes the lists, once, the first time it is asked.
may_install() {
    if [ -z "${may_install_answer:-}" ]; then
        may_install_answer=no
        if command -v apt-get >/dev/null && as_root true; then
            as_root apt-get update -qq >/dev/null 2>&1 || true
            may_install_answer=yes
        fi
    fi
    [ "$may_install_answer" = yes ]
}

# install_first PACKAGE...: installs the first of them that the distribution has; fails where none could be installed.
install_first() {
    local package candidate
    may_install || return 1
    for package in "$@"; do
        candidate=$(LC_ALL=C apt-cache policy "$package" 2>/dev/null | sed -n 's/^  Candidate: //p')
        if [ -n "$candidate" ] && [ "$candidate" != "(none)" ]; then
            say "Installing $package…"
            as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends "$package" </dev/null >/dev/null 2>&1 && return 0
        fi
    done
    return 1
}

need_maven() {
    command -v mvn >/dev/null || install_first maven || true
    command -v mvn >/dev/null ||
        fail "Maven 3.6.3 or later is missing: install it (the package is often called maven) and try again"
}
