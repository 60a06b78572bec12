// What automerge-repo-sync-server is: a Repo with a WebSocket adapter and files.
import { Repo } from '@automerge/automerge-repo';
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs';
import { WebSocketServer } from 'ws';
import { answer_lines, options } from './lines.mjs';

const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
const repo = new Repo({
    network: [new WebSocketServerAdapter(sockets)],
    storage: new NodeFSStorageAdapter(options.folder),
    peerId: 'server',
    sharePolicy: async () => false,
});

function records_of(handle) {
    return handle.isReady() ? handle.doc()?.records ?? {} : {};
}

sockets.on('listening', () => answer_lines({
    state: (id) => {
        let count = 0;
        let executed = -1;
        for (const handle of Object.values(repo.handles)) {
            const records = records_of(handle);
            count += Object.keys(records).length;
            if (records[id] !== undefined) executed = records[id].executed;
        }
        return { count, executed };
    },
}, { port: sockets.address().port }));
