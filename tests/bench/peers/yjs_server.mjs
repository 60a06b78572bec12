// y-websocket's own server code, with its LevelDB persistence.
import http from 'node:http';
import { createRequire } from 'node:module';
import { WebSocketServer } from 'ws';
import { answer_lines, options } from './lines.mjs';

process.env.YPERSISTENCE = options.folder;
const { docs, setupWSConnection } = createRequire(import.meta.url)('y-websocket/bin/utils');
const listener = http.createServer();
new WebSocketServer({ server: listener }).on('connection', setupWSConnection);
listener.listen(0, '127.0.0.1', () => answer_lines({
    state: (id) => {
        const map = docs.get('plan')?.getMap('records');
        return { count: map?.size ?? 0, executed: map?.get(id)?.get('executed') ?? -1 };
    },
}, { port: listener.address().port }));
