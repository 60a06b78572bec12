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

# Steps that were begun and not waited for yet, in their order: the process of each, and by that process
# what it is called, what is shown of it, and when it began.
step_pids=()
declare -A step_names step_labels step_starts

# start_step NAME LABEL COMMAND...: begins to run the command quietly; finish_steps shows how far it is.
start_step() {
    local name=$1 label=$2
    shift 2
    mkdir -p "$log_folder"
    # errexit is ignored inside conditions, so the step runs in a process of its own.
    (
        set -euo pipefail
        "$@"
    ) >"$log_folder/$name.log" 2>&1 </dev/null &
    step_pids+=($!)
    step_names[$!]=$name step_labels[$!]=$label step_starts[$!]=$SECONDS
    [ -t 1 ] || printf '  %s\n' "$label"
}

# How far a step is, in one line; on a terminal in place of the line before.
show_step() {
    local label=${step_labels[$1]} seconds=$((SECONDS - step_starts[$1])) count
    count=$(build_count "$log_folder/${step_names[$1]}.log")
    if [ -t 1 ]; then
        printf '\r  %-54s %5d s %-12s' "$label" "$seconds" "$count"
    elif [ ${#step_pids[@]} -gt 1 ]; then
        printf '    ... %d s %s (%s)\n' "$seconds" "$count" "$label"
    else
        printf '    ... %d s %s\n' "$seconds" "$count"
    fi
}

# The last line of a step that has ended, with the end of its output if it failed.
end_step() {
    local label=${step_labels[$1]} log="$log_folder/${step_names[$1]}.log" status=0
    local seconds=$((SECONDS - step_starts[$1]))
    wait "$1" || status=$?
    [ ! -t 1 ] || printf '\r'
    if [ "$status" -eq 0 ]; then
        printf '  %-54s %5d s %-12s\n' "$label" "$seconds" ""
        return
    fi
    printf '  %-54s failed after %d s\n' "$label" "$seconds"
    tail -n 60 "$log" | sed 's/^/    | /' >&2
    failures+=("“$label” failed (exit $status)" "the whole output is in $log")
}

# finish_steps: waits for all steps that were begun, showing how far they are, then the seconds of each.
# Where one fails, the others come to their end: nobody cuts a package manager off. Then it stops.
finish_steps() {
    local shown_at=$SECONDS failures=() left pid
    trap 'kill "${step_pids[@]}" 2>/dev/null; exit 130' INT TERM
    while [ ${#step_pids[@]} -gt 0 ]; do
        left=()
        for pid in "${step_pids[@]}"; do
            if kill -0 "$pid" 2>/dev/null; then left+=("$pid"); else end_step "$pid"; fi
        done
        step_pids=("${left[@]}")
        [ ${#left[@]} -gt 0 ] || break
        if [ -t 1 ]; then
            show_step "${left[0]}"
        elif [ $((SECONDS - shown_at)) -ge 20 ]; then
            shown_at=$SECONDS
            for pid in "${left[@]}"; do show_step "$pid"; done
        fi
        sleep 0.3
    done
    trap - INT TERM
    [ ${#failures[@]} -eq 0 ] || fail "${failures[@]}"
}

# run_step NAME LABEL COMMAND...: runs the command quietly, showing how far it is, then its seconds;
# on failure shows the end of its output and stops.
run_step() {
    start_step "$@"
    finish_steps
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
    # The preset says what emcc needs in its environment.
    cmake --build --preset "$preset" ${1:+--target "$@"}
}
