import { createRequire } from 'node:module';
import { answer_lines, edited, options, read_records, until } from './lines.mjs';

const PouchDB = createRequire(import.meta.url)('pouchdb');
const local = new PouchDB(`${options.folder}/${options.name}`);
const remote = new PouchDB(`http://127.0.0.1:${options.port}/plan`);
const batch = { batch_size: options.batch_size ?? 1000, batches_limit: 10 };
let records = [];

/** Until it is done, whatever becomes of the link. */
async function persist(way, is_done) {
    const replication = local.replicate[way](remote, { ...batch, live: true, retry: true, timeout: 30_000 });
    replication.on('error', () => {});
    replication.catch(() => {});
    await until(is_done);
    replication.cancel();
}

answer_lines({
    async write(file) {
        records = read_records(file);
        for (let i = 0; i < records.length; i += 1000) {
            await local.bulkDocs(records.slice(i, i + 1000).map(({ id, ...rest }) => ({ _id: id, ...rest })));
        }
    },
    push: async () => { await local.replicate.to(remote, batch); },
    pull: async () => { await local.replicate.from(remote, batch); },
    /** Pushes over a link that keeps dying, until `port`, the server itself, has them all. */
    async push_through(port, count) {
        const direct = new PouchDB(`http://127.0.0.1:${port}/plan`);
        await persist('to', async () => (await direct.info()).doc_count >= Number(count));
    },
    async edit(count) {
        const ids = edited(records, Number(count)).map((record) => record.id);
        const { rows } = await local.allDocs({ include_docs: true, keys: ids });
        await local.bulkDocs(rows.map(({ doc }) => ({ ...doc, executed: doc.executed + 1 })));
    },
    async digest() {
        const { rows } = await local.allDocs({ include_docs: true });
        return { count: rows.length, digest: rows.reduce((sum, { doc }) => sum + doc.executed, 0) };
    },
});
process.on('unhandledRejection', () => {});
