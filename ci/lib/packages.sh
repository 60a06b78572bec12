# Shared by the commands in ci/ that install Debian packages. Source it behind progress.sh.

# missing_of PACKAGE...: those that are not installed, one a line.
missing_of() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            printf '%s\n' "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then env "$@"; else sudo env "$@"; fi
}

install_packages() {
    as_root DEBIAN_FRONTEND=noninteractive apt-get update
    as_root DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# start_packages NAME LABEL PACKAGE...: begins a step that installs those that are missing, if any are.
start_packages() {
    local name=$1 label=$2 missing
    shift 2
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null ||
        fail "${0} needs Debian (12 or newer): apt-get and dpkg-query were not found"
    mapfile -t missing < <(missing_of "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "Debian packages are missing, and there is no sudo to install them" \
                "as root: apt-get install --no-install-recommends ${missing[*]}"
        sudo --validate
    fi
    start_step "$name" "$label (${#missing[@]} missing)" install_packages "${missing[@]}"
}
