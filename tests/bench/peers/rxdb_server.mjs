// rxdb-server with RxDB's free storage for Node, which is memory: nothing is durable.
import express from 'express';
import net from 'node:net';
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { RxServerAdapterExpress } from 'rxdb-server/plugins/adapter-express';
import { createRxServer } from 'rxdb-server/plugins/server';
import { answer_lines } from './lines.mjs';
import { schema } from './rxdb_schema.mjs';

/** A port that was free a moment ago: rxdb-server does not tell which one it took. */
const port = await new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
        const found = probe.address().port;
        probe.close(() => resolve(found));
    });
});
const database = await createRxDatabase({ name: 'server', storage: getRxStorageMemory(), multiInstance: false });
await database.addCollections({ records: { schema } });
const app = express();
app.use(express.json({ limit: '50mb' }));
const server = await createRxServer({
    database, adapter: RxServerAdapterExpress, serverApp: app, port, hostname: '127.0.0.1', cors: '*',
});
server.addReplicationEndpoint({ name: 'records', collection: database.records });
await server.start();
answer_lines({}, { port });
