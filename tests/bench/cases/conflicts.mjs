// S10: two people change the same records without knowing of each other. Every value that either
// typed must afterwards be in the record or in an inbox, on both devices.
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run_verb } from '../lib/command.mjs';
import { prepare, start_server } from '../lib/minga.mjs';

export const cases = ['S10'];
export const defaults = { count: 200 };
export const runs_max = 1;
export const takes = () => false;

/** What each does, and how it may end: `waits`, whether a person has to decide. */
const matrix = [
    { name: 'different fields', a: { observations: 'De Ana' }, b: { recommendations: 'De Luis' }, waits: false },
    { name: 'one field, two values', a: { observations: 'Así, Ana' }, b: { observations: 'Así, Luis' }, waits: true },
    { name: 'one field, one value', a: { observations: 'Lo mismo' }, b: { observations: 'Lo mismo' }, waits: false },
    { name: 'one field of two that overlap', a: { observations: 'Uno, Ana', programmed: '31' },
        b: { observations: 'Uno, Luis', executed: '17' }, waits: true },
    { name: 'a number in two ways', a: { programmed: '41' }, b: { programmed: '43' }, waits: true },
    { name: 'deleted against edited', a: null, b: { observations: 'Quien editó' }, waits: true },
    { name: 'edited against deleted', a: { observations: 'Quien editó antes' }, b: null, waits: true },
    { name: 'cleared against edited', a: { observations: '' }, b: { observations: 'Quien escribió' }, waits: true },
    { name: 'both deleted', a: null, b: null, waits: false },
];

function act(store, port, id, changes) {
    if (changes === null) return run_verb(store, port, 'delete', id);
    const fields = Object.entries(changes).map(([key, value]) => `${key}=${value}`);
    return run_verb(store, port, 'set', id, ...fields);
}

/** What a device has of the record: its own fields, and what waits in the inbox. */
function found_on(store, port, id) {
    const inbox = run_verb(store, port, 'inbox').filter((item) => item.record === id);
    const [record] = run_verb(store, port, 'show', id);
    return { record, inbox };
}

/** Typed values that are neither in the record nor in the inbox. */
function lost_of({ record, inbox }, changes) {
    if (changes === null) {
        const is_kept = record.deleted || inbox.some((item) => item.field === 'deleted');
        return is_kept ? [] : ['deleted'];
    }
    return Object.entries(changes).filter(([key, typed]) => {
        const is_said = (value) => String(value ?? '') === typed;
        return !is_said(record[key])
            && !inbox.some((item) => item.field === key && (is_said(item.mine) || is_said(item.theirs)));
    }).map(([key]) => key);
}

export async function run(system, { folder, count }) {
    const { start } = await prepare(folder, count);
    const place = path.join(folder, `conflicts-${process.pid}`);
    rmSync(place, { recursive: true, force: true });
    cpSync(start, place, { recursive: true });
    const server = await start_server(path.join(place, 'server'));
    const [a, b] = ['a', 'b'].map((one) => path.join(place, `${one}.db`));
    try {
        for (const store of [a, b]) run_verb(store, server.port, 'sync');
        const ids = run_verb(a, server.port, 'list', 'follow_up').map((record) => record.id);
        const chosen = matrix.map((cell, i) => ({ ...cell, id: ids[i] }));
        for (const { id, a: mine, b: theirs } of chosen) {
            act(a, server.port, id, mine);
            act(b, server.port, id, theirs);
        }
        for (const store of [a, b, a]) run_verb(store, server.port, 'sync');
        let lost = 0;
        let typed = 0;
        const cells = chosen.map(({ name, id, a: mine, b: theirs, waits }) => {
            const sides = [a, b].map((store) => found_on(store, server.port, id));
            const missing = sides.flatMap((side) => [...lost_of(side, mine), ...lost_of(side, theirs)]);
            lost += missing.length;
            typed += [mine, theirs].reduce((sum, one) => sum + Object.keys(one ?? { deleted: 1 }).length, 0);
            const is_waiting = sides.every((side) => side.inbox.length > 0);
            return { name, lost: missing, is_waiting, is_as_expected: is_waiting === waits };
        });
        return { S10: { values_typed: typed, values_lost: lost, cells } };
    } finally {
        await server.stop();
        rmSync(place, { recursive: true, force: true });
    }
}
