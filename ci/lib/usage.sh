# Shared by the commands in ci/: what they say of themselves, and that they do nothing they were not
# asked for. Source it from the project's root.

this_command=ci/$(basename "$0")

# help_if_asked ARGUMENT...: where one of them asks for help, shows what stands at the head of the
# command, and stops.
help_if_asked() {
    local argument
    for argument in "$@"; do
        case "$argument" in
            -h | --help)
                sed -n '2,${/^#/!q; s/^# \{0,1\}//p}' "$this_command"
                exit 0
                ;;
        esac
    done
}

# refuse MESSAGE: the command was called with something that it does not take.
refuse() {
    printf 'error: %s\n       see %s --help\n' "$1" "$this_command" >&2
    exit 2
}
