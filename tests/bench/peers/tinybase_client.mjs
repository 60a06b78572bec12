import { createMergeableStore } from 'tinybase';
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client';
import WebSocket from 'ws';
import { answer_lines, edited, options, read_records, until } from './lines.mjs';

const store = createMergeableStore(options.name);
let records = [];
let synchronizer = null;

async function connect() {
    if (synchronizer !== null) return;
    synchronizer = await createWsSynchronizer(store, new WebSocket(`ws://127.0.0.1:${options.port}/plan`), 20);
    await synchronizer.startSync();
}

answer_lines({
    write(file) {
        records = read_records(file);
        store.transaction(() => records.forEach(({ id, ...rest }) => store.setRow('records', id, rest)));
    },
    push: connect,
    async pull(count, id, executed) {
        await connect();
        await until(() => store.getRowIds('records').length === Number(count)
            && store.getCell('records', id, 'executed') === Number(executed));
    },
    async leave() {
        await synchronizer?.destroy();
        synchronizer = null;
    },
    edit(count) {
        store.transaction(() => edited(records, Number(count)).forEach(({ id }) => {
            store.setCell('records', id, 'executed', (value) => value + 1);
        }));
    },
    digest: () => {
        const rows = Object.values(store.getTable('records'));
        return { count: rows.length, digest: rows.reduce((sum, row) => sum + row.executed, 0) };
    },
});
