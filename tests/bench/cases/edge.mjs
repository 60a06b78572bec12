// S5 one edit, S6 200 new records, on an EDGE link: 60 kbit/s up, 120 down, 300 ms one way.
import { edge } from '../lib/link.mjs';
import { measured, within } from '../lib/measure.mjs';
import { until } from '../lib/processes.mjs';
import { edited } from '../peers/lines.mjs';

export const cases = ['S5', 'S6'];
export const defaults = { count: 200, limit_s: 60 };

export async function run(system, { folder, count, records, file, limit_s }) {
    const place = await system.open({ folder, count, file, link: edge });
    const { a, words } = place;
    const first = edited(records, 1)[0];
    const server_has = async (executed) => {
        if (!place.tells_state) return;
        await until(async () => {
            const state = await place.server.ask(`state ${first.id}`);
            return state.count === count && state.executed === executed;
        }, 'the server has it all');
    };
    const step = (work) => within(limit_s, async () => ({
        ...await measured(place, a, work), server_mb: Math.round(place.server.peak_mb()),
    }));
    try {
        if (!place.has_written) await a.ask(`write ${place.file}`);
        const S6 = await step(async () => {
            await a.ask(words.push);
            await server_has(first.executed);
        });
        if (S6.unfinished) return { S5: S6, S6 };
        if (!place.is_live) await a.ask('edit 1');
        const S5 = await step(async () => {
            await a.ask(place.is_live ? 'edit 1' : words.push);
            await server_has(first.executed + 1);
        });
        return { S5, S6 };
    } finally {
        await place.close();
    }
}
