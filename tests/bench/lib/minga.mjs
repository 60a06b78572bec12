// Minga as the cases use it: the release server as it is deployed, and devices on the same session
// and store code as minga-device.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start_link } from './link.mjs';
import { Program, client_core, server_core, until } from './processes.mjs';
import { follow_ups, write_lines } from './records.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const build = process.env.MINGA_BENCH_BUILD ?? path.join(root, 'build/release');
const server_program = process.env.MINGA_BENCH_SERVER ?? path.join(build, 'minga-server');
const device_program = path.join(build, 'bench/minga-bench-device');
export const device_command = path.join(build, 'minga-device');
export const floor_program = path.join(build, 'bench/minga-bench-floor');
export const fill_program = path.join(build, 'bench/minga-bench-fill');

export const login = { user: 'comite.puertovaras', password: 'minga-demo' };

export const name = 'minga';
export const words = { push: 'sync', pull: 'sync' };

/** The server on its core, serving the data in `folder`. */
export async function start_server(folder, { is_new = false } = {}) {
    const port_file = path.join(folder, 'port');
    rmSync(port_file, { force: true });
    const args = ['serve', '--data', folder, '--port', '0', '--port-file', port_file];
    if (is_new) args.push('--demo');
    const server = new Program(server_program, args, { core: server_core });
    await until(() => existsSync(port_file) || server.is_over, 'the server listens');
    if (server.is_over) throw new Error(server.errors);
    server.port = Number(readFileSync(port_file, 'utf8'));
    return server;
}

export async function start_device(store, port) {
    const device = new Program(device_program, [store, `http://127.0.0.1:${port}`], { core: client_core });
    await device.line();
    return device;
}

/** An action line of the commune, out of a device's own store. */
export function find_action_line(store) {
    const { stdout } = spawnSync(device_command, ['--store', store, 'list', 'action_line'], { encoding: 'utf8' });
    return JSON.parse(stdout.split('\n')[0]).id;
}

/**
 * Makes what every run starts from, once: a server with the demonstration's data, device A with
 * `count` follow-ups that nobody else has, and device B that has read all there is.
 */
export async function prepare(folder, count) {
    const start = path.join(folder, `start-${count}`);
    const file = path.join(start, 'records.jsonl');
    if (existsSync(path.join(start, 'done'))) return { start, file };
    rmSync(start, { recursive: true, force: true });
    mkdirSync(path.join(start, 'server'), { recursive: true });
    const server = await start_server(path.join(start, 'server'), { is_new: true });
    const devices = await Promise.all(['a', 'b'].map((one) =>
        start_device(path.join(start, `${one}.db`), server.port)));
    for (const device of devices) {
        await device.ask(`login ${login.user} ${login.password}`);
        await device.ask('sync');
    }
    await devices[1].stop();
    await server.stop();
    await devices[0].stop();
    write_lines(file, follow_ups(count, find_action_line(path.join(start, 'a.db'))));
    const writer = await start_device(path.join(start, 'a.db'), 9);
    await writer.ask(`write ${file}`);
    await writer.stop();
    mkdirSync(path.join(start, 'done'));
    return { start, file };
}

/** A run: its own copies of server and devices, and a link of that kind between them. */
export async function open({ folder, count, link: kind = {} }) {
    const { start } = await prepare(folder, count);
    const place = path.join(folder, `run-${process.pid}`);
    rmSync(place, { recursive: true, force: true });
    cpSync(start, place, { recursive: true });
    const server = await start_server(path.join(place, 'server'));
    const link = await start_link(server.port, kind);
    const [a, b] = await Promise.all(['a', 'b'].map((one) =>
        start_device(path.join(place, `${one}.db`), link.port)));
    return {
        server, link, a, b, place, words,
        has_written: true,
        async close() {
            for (const program of [a, b, link, server]) await program.stop();
            rmSync(place, { recursive: true, force: true });
        },
    };
}
