// What a pull costs after k changes, with 10,000, 100,000 and 1,000,000 records in the store, all of
// them in the scope that is read; what a device that has nothing pulls then; and what memory the
// server needs for each.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { measured } from '../lib/measure.mjs';
import { fill_program, login, prepare, start_device, start_server } from '../lib/minga.mjs';
import { start_link } from '../lib/link.mjs';

export const cases = ['growth'];
export const defaults = { count: 1000, sizes: [10_000, 100_000, 1_000_000], changes: [10, 100, 1000] };
export const runs_max = 1;
export const takes = () => false;

function fill(store, verb, size) {
    const done = spawnSync(fill_program, [store, verb, String(size)], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`filling failed: ${done.stderr}`);
}

/** Both devices have read all before the store is filled with records that lie behind their cursors. */
async function filled_place(start, folder, size) {
    const place = path.join(folder, `growth-${process.pid}`);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    cpSync(start, place, { recursive: true });
    const store = path.join(place, 'server/minga.db');
    fill(store, 'reserve', size);
    const server = await start_server(path.join(place, 'server'));
    const devices = await Promise.all(['a', 'b'].map((one) =>
        start_device(path.join(place, `${one}.db`), server.port)));
    for (const device of devices) await device.ask('sync');
    for (const device of devices) await device.ask('sync');
    for (const program of [...devices, server]) await program.stop();
    fill(store, 'fill', size);
    return place;
}

export async function run(system, { folder, count, sizes, changes }) {
    const { start } = await prepare(folder, count);
    const steps = {};
    for (const size of sizes) {
        const place = await filled_place(start, folder, size);
        const server = await start_server(path.join(place, 'server'));
        const link = await start_link(server.port);
        const [a, b] = await Promise.all(['a', 'b'].map((one) =>
            start_device(path.join(place, `${one}.db`), link.port)));
        try {
            for (const k of changes) {
                await a.ask(`edit ${k}`);
                await a.ask('sync');
                const step = await measured({ server, link }, b, () => b.ask('sync'));
                steps[`growth ${size} ${k}`] = { ...step, server_mb: Math.round(server.peak_mb()) };
            }
            const c = await start_device(path.join(place, 'c.db'), link.port);
            try {
                await c.ask(`login ${login.user} ${login.password}`);
                const whole = await measured({ server, link }, c, () => c.ask('sync'));
                if (whole.records_down < size) throw new Error('the records are in another scope');
                steps[`growth ${size} all`] = { ...whole, server_mb: Math.round(server.peak_mb()) };
            } finally {
                await c.stop();
            }
        } finally {
            for (const program of [a, b, link, server]) await program.stop();
            rmSync(place, { recursive: true, force: true });
        }
    }
    return steps;
}
