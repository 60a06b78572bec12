// TinyBase's WebSocket server with its file persister: one JSON file, written anew.
import { createMergeableStore } from 'tinybase';
import { createFilePersister } from 'tinybase/persisters/persister-file';
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server';
import { WebSocketServer } from 'ws';
import { answer_lines, options } from './lines.mjs';

let store = null;
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
sockets.on('listening', () => answer_lines({
    state: (id) => ({
        count: store?.getRowIds('records').length ?? 0,
        executed: store?.getCell('records', id, 'executed') ?? -1,
    }),
}, { port: sockets.address().port }));
createWsServer(sockets, (path) => {
    store = createMergeableStore('server');
    return createFilePersister(store, `${options.folder}/${path}.json`);
});
