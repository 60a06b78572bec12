// The link program as the cases use it.
import { fileURLToPath } from 'node:url';
import { Program, client_core } from './processes.mjs';

const program = fileURLToPath(new URL('link_program.mjs', import.meta.url));

/** 60 kbit/s up, 120 kbit/s down, 300 ms one way. */
export const edge = { up_bps: 7500, down_bps: 15_000, delay_ms: 300 };

/** Starts a link to `target`, a port of this machine; `port` is where it listens. */
export async function start_link(target, options = {}) {
    const link = new Program(process.execPath, [program, JSON.stringify({ target, ...options })],
        { core: client_core });
    link.port = (await link.line()).port;
    return link;
}
