import { EventSource } from 'eventsource';
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { replicateServer } from 'rxdb-server/plugins/replication-server';
import { answer_lines, edited, options, read_records } from './lines.mjs';
import { schema } from './rxdb_schema.mjs';

const database = await createRxDatabase({
    name: options.name, storage: getRxStorageMemory(), multiInstance: false,
});
await database.addCollections({ records: { schema } });
const local = database.records;
let records = [];

async function exchange() {
    const replication = replicateServer({
        collection: local, replicationIdentifier: `replication-${options.name}`,
        url: `http://127.0.0.1:${options.port}/records/0`, live: false, eventSource: EventSource,
        push: { batchSize: 1000 }, pull: { batchSize: 1000 },
    });
    await replication.awaitInitialReplication();
    await replication.awaitInSync();
    await replication.cancel();
}

answer_lines({
    async write(file) {
        records = read_records(file);
        for (let i = 0; i < records.length; i += 1000) await local.bulkInsert(records.slice(i, i + 1000));
    },
    push: exchange,
    pull: exchange,
    async edit(count) {
        const ids = edited(records, Number(count)).map((record) => record.id);
        const documents = await local.findByIds(ids).exec();
        for (const document of documents.values()) {
            await document.incrementalPatch({ executed: document.executed + 1 });
        }
    },
    async digest() {
        const documents = await local.find().exec();
        return { count: documents.length, digest: documents.reduce((sum, one) => sum + one.executed, 0) };
    },
});
