// The other systems: each a server and a client of its own, in peers/, as its authors ship it.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start_link } from './link.mjs';
import { Program, client_core, server_core } from './processes.mjs';

const folder_of_peers = fileURLToPath(new URL('../peers', import.meta.url));

/**
 * `is_live`: its clients stay connected and do not say when they are done.
 * `note`: what a reader of the figures must know.
 * `cut_words`: how it is asked where connections keep dying; the others do not come back by themselves.
 */
const peers = [
    { name: 'PouchDB', file: 'pouchdb', note: 'LevelDB on both sides', cut_words: { push: 'push_through', is_push_only: true } },
    { name: 'RxDB', file: 'rxdb', note: 'memory on both sides: nothing is durable' },
    { name: 'TinyBase', file: 'tinybase', is_live: true, note: 'one JSON file at the server' },
    { name: 'Yjs', file: 'yjs', is_live: true, note: 'one document; LevelDB at the server' },
    { name: 'Automerge', file: 'automerge', is_live: true, note: 'documents of 100 records; files at the server' },
];

export function is_installed() {
    return existsSync(path.join(folder_of_peers, 'node_modules'));
}

async function open_peer(peer, { folder, file, link: kind = {}, client_options = {} }) {
    const place = path.join(folder, `run-${process.pid}-${peer.file}`);
    rmSync(place, { recursive: true, force: true });
    for (const one of ['server', 'client']) mkdirSync(path.join(place, one), { recursive: true });
    const programs = [];
    const start = async (which, core, options) => {
        const program = new Program(process.execPath,
            [`${peer.file}_${which}.mjs`, JSON.stringify(options)], { core, cwd: folder_of_peers });
        programs.unshift(program);
        return { program, ready: await program.line() };
    };
    const close = async () => {
        for (const program of programs) await program.stop('SIGKILL');
        rmSync(place, { recursive: true, force: true });
    };
    try {
        const server = await start('server', server_core, { folder: path.join(place, 'server') });
        const link = await start_link(server.ready.port, kind);
        programs.unshift(link);
        const client = (name) => start('client', client_core,
            { folder: path.join(place, 'client'), name, port: link.port, ...client_options });
        const a = await client('a');
        const b = await client('b');
        return {
            server: server.program, server_port: server.ready.port, link, a: a.program, b: b.program,
            file, is_live: peer.is_live, tells_state: peer.is_live,
            words: { push: 'push', pull: 'pull' }, close,
        };
    } catch (error) {
        await close();
        throw error;
    }
}

export const systems = peers.map((peer) => ({ ...peer, open: (options) => open_peer(peer, options) }));
