# Shared by the commands in ci/: one line per long step with the time it took, and clear failures.
# Source it after setting `log_folder`; each step's full output goes to a file there.

# fail MESSAGE...: says what went wrong, one line per argument, and stops.
fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# run_step NAME LABEL COMMAND...: runs the command quietly, prints its label and its seconds;
# on failure shows the end of its output and stops.
run_step() {
    local name=$1 label=$2 started=$SECONDS
    shift 2
    mkdir -p "$log_folder"
    local log="$log_folder/$name.log"
    printf '  %-52s' "$label"
    # errexit is ignored inside a condition, so the step runs in a shell of its own.
    set +e
    (
        set -euo pipefail
        "$@"
    ) >"$log" 2>&1 </dev/null
    local status=$?
    set -e
    if [ "$status" -ne 0 ]; then
        printf ' failed after %d s\n' $((SECONDS - started))
        tail -n 40 "$log" | sed 's/^/    | /' >&2
        fail "“$label” failed (exit $status)" "the whole output is in ${log#"$PWD"/}"
    fi
    printf ' %4d s\n' $((SECONDS - started))
}
