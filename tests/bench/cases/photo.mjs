// S9: a photo of 1 MB over a link whose every connection dies after 64 KB.
import { createHash } from 'node:crypto';
import { cpSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run_verb, start_verb } from '../lib/command.mjs';
import { start_link } from '../lib/link.mjs';
import { prepare, start_server } from '../lib/minga.mjs';
import { measured } from '../lib/measure.mjs';
import { random_from } from '../lib/records.mjs';

export const cases = ['S9'];
export const defaults = { count: 200, photo_bytes: 1_000_000, cut_bytes: 64 * 1024 };
export const takes = () => false;
const idle_client = { cpu_s: () => 0 };

function photo_of(bytes) {
    const random = random_from(9);
    const photo = Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256)));
    photo.set([0xff, 0xd8, 0xff, 0xe0]);
    return photo;
}

export async function run(system, { folder, count, photo_bytes, cut_bytes }) {
    const { start } = await prepare(folder, count);
    const place = path.join(folder, `photo-${process.pid}`);
    rmSync(place, { recursive: true, force: true });
    cpSync(start, place, { recursive: true });
    const file = path.join(place, 'photo.jpg');
    const photo = photo_of(photo_bytes);
    writeFileSync(file, photo);
    const store = path.join(place, 'b.db');
    const server = await start_server(path.join(place, 'server'));
    const link = await start_link(server.port, { cut_bytes });
    try {
        const [cycle] = run_verb(store, server.port, 'list', 'cycle');
        const [document] = run_verb(store, server.port, 'new', 'document', `cycle=${cycle.id}`,
            'type=other', 'title=Foto del mesón');
        run_verb(store, server.port, 'sync');
        run_verb(store, server.port, 'attach', document, file);
        const step = await measured({ server, link }, idle_client, () =>
            start_verb(store, link.port, 'sync'));
        const other = path.join(place, 'other.db');
        run_verb(other, server.port, 'login', 'alcaldia.puertovaras');
        run_verb(other, server.port, 'sync');
        run_verb(other, server.port, 'fetch', document, path.join(place, 'fetched.jpg'));
        const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
        const is_same = hash(readFileSync(path.join(place, 'fetched.jpg'))) === hash(photo);
        const again = step.up - photo_bytes;
        return {
            S9: {
                ...step, is_same, photo_bytes, bytes_again: again,
                again_per_cut: Math.round(again / Math.max(step.cuts, 1)),
                server_mb: Math.round(server.peak_mb()),
            },
        };
    } finally {
        for (const program of [link, server]) await program.stop();
        rmSync(place, { recursive: true, force: true });
    }
}
