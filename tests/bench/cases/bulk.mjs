// S1 push new records, S2 pull them, S3 one field of some of them, S4 nothing to do.
import { measured, within } from '../lib/measure.mjs';
import { until } from '../lib/processes.mjs';
import { edited } from '../peers/lines.mjs';

export const cases = ['S1', 'S2', 'S3', 'S4'];
export const defaults = { count: 10_000, edits: 1000, limit_s: 120 };

/** Waits until the server itself has it: systems whose client does not say when it is done. */
async function server_has(place, wanted) {
    if (!place.tells_state) return;
    await until(async () => {
        const state = await place.server.ask(`state ${wanted.id}`);
        return state.count === wanted.count && state.executed === wanted.executed;
    }, 'the server has it all');
}

export async function run(system, { folder, count, edits, records, file, limit_s }) {
    const place = await system.open({ folder, count, file });
    const { a, b, words } = place;
    const last = edited(records, edits).at(-1);
    const wanted = { id: last.id, count, executed: last.executed };
    const push = () => measured(place, a, async () => {
        const answer = await a.ask(words.push);
        await server_has(place, wanted);
        return answer;
    });
    const pull = () => measured(place, b, () =>
        b.ask(`${words.pull} ${wanted.count} ${wanted.id} ${wanted.executed}`));
    try {
        if (!place.has_written) await a.ask(`write ${place.file}`);
        const steps = {};
        let unfinished = null;  // Behind what did not end in its time nothing can be measured.
        const step = async (name, work) => {
            steps[name] = unfinished ?? await within(limit_s, work);
            if (steps[name].unfinished) unfinished = steps[name];
        };
        await step('S1', push);
        await step('S2', pull);
        if (!place.is_live) await step('S4', pull);
        if (unfinished === null) {
            if (place.is_live) await Promise.all([a.ask('leave'), b.ask('leave')]);
            await a.ask(`edit ${edits}`);
        }
        wanted.executed += 1;
        await step('S3 push', push);
        await step('S3 pull', pull);
        if (unfinished !== null) return steps;
        const [mine, theirs] = [await a.ask('digest'), await b.ask('digest')];
        const is_same = mine.digest === theirs.digest && theirs.count === mine.count;
        for (const one of Object.values(steps)) {
            one.is_same = is_same;
            one.server_mb = Math.round(place.server.peak_mb());
        }
        return steps;
    } finally {
        await place.close();
    }
}
