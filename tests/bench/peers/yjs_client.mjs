import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { answer_lines, edited, options, read_records, until } from './lines.mjs';

const document = new Y.Doc();
const map = document.getMap('records');
let records = [];
let provider = null;

async function connect() {
    if (provider === null) {
        provider = new WebsocketProvider(`ws://127.0.0.1:${options.port}`, 'plan', document,
            { WebSocketPolyfill: WebSocket, disableBc: true });
    } else {
        provider.connect();
    }
    await until(() => provider.synced);
}

answer_lines({
    write(file) {
        records = read_records(file);
        document.transact(() => records.forEach(({ id, ...rest }) => {
            const one = new Y.Map();
            for (const [key, value] of Object.entries(rest)) one.set(key, value);
            map.set(id, one);
        }));
    },
    push: connect,
    async pull(count, id, executed) {
        await connect();
        await until(() => map.size === Number(count) && map.get(id).get('executed') === Number(executed));
    },
    leave: () => provider?.disconnect(),
    edit(count) {
        document.transact(() => edited(records, Number(count)).forEach(({ id }) => {
            map.get(id).set('executed', map.get(id).get('executed') + 1);
        }));
    },
    digest: () => ({
        count: map.size, digest: [...map.values()].reduce((sum, one) => sum + one.get('executed'), 0),
    }),
});
