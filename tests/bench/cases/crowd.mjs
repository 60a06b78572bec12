// S8: 50 devices of five communes push 200 edits each, ten at a time and about once a second, while
// another device reads 10,000 records again and again.
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run_verb } from '../lib/command.mjs';
import { find_action_line, prepare, start_device, start_server } from '../lib/minga.mjs';
import { pause } from '../lib/processes.mjs';
import { follow_ups, random_from, write_lines } from '../lib/records.mjs';

export const cases = ['S8'];
export const defaults = { count: 10_000, devices: 50, edits: 200, edits_per_push: 10, pause_ms: 1000 };
export const runs_max = 3;
export const takes = () => false;

const communes = ['iquique', 'altohospicio', 'calama', 'sanpedrodeatacama', 'loprado'];
const records_per_device = 20;

/** The devices, each with records of its own that the server has; and the reader's store, new. */
async function prepare_crowd(folder, { count, devices }) {
    const { start } = await prepare(folder, count);
    const crowd = path.join(folder, `crowd-${devices}`);
    if (existsSync(path.join(crowd, 'done'))) return crowd;
    rmSync(crowd, { recursive: true, force: true });
    mkdirSync(crowd, { recursive: true });
    cpSync(path.join(start, 'server'), path.join(crowd, 'server'), { recursive: true });
    cpSync(path.join(start, 'a.db'), path.join(crowd, 'a.db'));
    if (existsSync(path.join(start, 'a.db-wal'))) {
        cpSync(path.join(start, 'a.db-wal'), path.join(crowd, 'a.db-wal'));
    }
    const server = await start_server(path.join(crowd, 'server'));
    run_verb(path.join(crowd, 'a.db'), server.port, 'sync');
    run_verb(path.join(crowd, 'reader.db'), server.port, 'login', 'comite.puertovaras');
    for (let i = 0; i < devices; i += 1) {
        const store = path.join(crowd, `${i}.db`);
        run_verb(store, server.port, 'login', `comite.${communes[i % communes.length]}`);
        run_verb(store, server.port, 'sync');
        const file = path.join(crowd, `${i}.jsonl`);
        write_lines(file, follow_ups(records_per_device, find_action_line(store), 100 + i));
        const device = await start_device(store, server.port);
        await device.ask(`write ${file}`);
        await device.ask('sync');
        await device.stop();
    }
    await server.stop();
    mkdirSync(path.join(crowd, 'done'));
    return crowd;
}

function percentile(values, share) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function work(device, { edits, edits_per_push, pause_ms }, random, times) {
    await pause(random() * pause_ms);
    for (let done = 0; done < edits; done += edits_per_push) {
        await device.ask(`edit ${edits_per_push}`);
        times.push((await device.ask('sync')).wall_s * 1000);
        await pause(pause_ms * (0.5 + random()));
    }
}

/** Reads everything, over and over, each time as a device that has nothing. */
async function read_all(place, port, is_over) {
    let count = 0;
    while (!is_over()) {
        const store = path.join(place, `reader-${count}.db`);
        cpSync(path.join(place, 'reader.db'), store);
        const device = await start_device(store, port);
        await device.ask('sync');
        await device.stop();
        rmSync(store);
        count += 1;
    }
    return count;
}

export async function run(system, { folder, ...options }) {
    const crowd = await prepare_crowd(folder, options);
    const place = path.join(folder, `crowd-${process.pid}`);
    rmSync(place, { recursive: true, force: true });
    cpSync(crowd, place, { recursive: true });
    const server = await start_server(path.join(place, 'server'));
    const devices = [];
    try {
        for (let i = 0; i < options.devices; i += 1) {
            devices.push(await start_device(path.join(place, `${i}.db`), server.port));
        }
        const random = random_from(8);
        const times = [];
        let is_over = false;
        const cpu = server.cpu_s();
        const reading = read_all(place, server.port, () => is_over);
        await Promise.all(devices.map((device) => work(device, options, random, times)));
        is_over = true;
        const reads = await reading;
        return {
            S8: {
                pushes: times.length, full_pulls: reads, failures: server.failures,
                p50_ms: Math.round(percentile(times, 0.5)), p95_ms: Math.round(percentile(times, 0.95)),
                worst_ms: Math.round(Math.max(...times)),
                server_cpu_s: server.cpu_s() - cpu, server_mb: Math.round(server.peak_mb()),
            },
        };
    } finally {
        for (const device of devices) await device.stop();
        await server.stop();
        rmSync(place, { recursive: true, force: true });
    }
}
