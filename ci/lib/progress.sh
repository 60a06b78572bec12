# Shared by the commands in ci/: one line per long step with the time it took, and clear failures.
# Source it from the project's root after setting `log_folder`, where each step's output is kept.

# fail MESSAGE...: says what went wrong, one line per argument, and stops.
fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# How far a build log has come: ninja's last "[done/all]".
build_count() {
    tail -c 4000 "$1" | grep -o '^\[[0-9]*/[0-9]*\]' | tail -n 1 || true
}

# run_step NAME LABEL COMMAND...: runs the command quietly, showing how far it is, then its seconds;
# on failure shows the end of its output and stops.
run_step() {
    local name=$1 label=$2 started=$SECONDS
    shift 2
    mkdir -p "$log_folder"
    local log="$log_folder/$name.log" step_pid status=0 shown_at=$SECONDS
    # errexit is ignored inside conditions, so the step runs in a process of its own.
    (
        set -euo pipefail
        "$@"
    ) >"$log" 2>&1 </dev/null &
    step_pid=$!
    trap 'kill "$step_pid" 2>/dev/null; exit 130' INT TERM
    [ -t 1 ] || printf '  %s\n' "$label"
    while kill -0 "$step_pid" 2>/dev/null; do
        if [ -t 1 ]; then
            printf '\r  %-54s %5d s %-12s' "$label" $((SECONDS - started)) "$(build_count "$log")"
        elif [ $((SECONDS - shown_at)) -ge 20 ]; then
            shown_at=$SECONDS
            printf '    ... %d s %s\n' $((SECONDS - started)) "$(build_count "$log")"
        fi
        sleep 0.3
    done
    wait "$step_pid" || status=$?
    trap - INT TERM
    [ ! -t 1 ] || printf '\r'
    if [ "$status" -ne 0 ]; then
        printf '  %-54s failed after %d s\n' "$label" $((SECONDS - started))
        tail -n 60 "$log" | sed 's/^/    | /' >&2
        fail "“$label” failed (exit $status)" "the whole output is in $log"
    fi
    printf '  %-54s %5d s %-12s\n' "$label" $((SECONDS - started)) ""
}

# build_preset PRESET LABEL [TARGET...]: configures one preset and builds it, all of it or some targets.
build_preset() {
    local preset=$1 label=$2
    shift 2
    run_step "$preset" "$label" configure_and_build "$preset" "$@"
}

configure_and_build() {
    local preset=$1
    shift
    cmake --preset "$preset"
    # Debian's emcc finds its JavaScript helpers only with this.
    NODE_PATH=/usr/share/nodejs cmake --build --preset "$preset" ${1:+--target "$@"}
}
