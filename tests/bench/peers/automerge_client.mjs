// Documents of `per_document` records each: one document of 10,000 does not come to an end.
import { readFileSync, writeFileSync } from 'node:fs';
import { Repo } from '@automerge/automerge-repo';
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket';
import { answer_lines, edited, options, read_records, until } from './lines.mjs';

const per_document = 100;
const urls_file = `${options.folder}/urls.json`;
const repo = new Repo({ network: [], peerId: options.name, sharePolicy: async () => true });
let handles = [];
let records = [];
let adapter = null;

function connect() {
    if (adapter !== null) return;
    adapter = new WebSocketClientAdapter(`ws://127.0.0.1:${options.port}`);
    repo.networkSubsystem.addNetworkAdapter(adapter);
}

function find(id) {
    return handles.find((handle) => handle.doc().records[id] !== undefined);
}

answer_lines({
    write(file) {
        records = read_records(file);
        for (let i = 0; i < records.length; i += per_document) {
            const part = records.slice(i, i + per_document).map(({ id, ...rest }) => [id, rest]);
            handles.push(repo.create({ records: Object.fromEntries(part) }));
        }
        writeFileSync(urls_file, JSON.stringify(handles.map((handle) => handle.url)));
    },
    push: () => connect(),
    async pull(count, id, executed) {
        connect();
        if (handles.length === 0) {
            const urls = JSON.parse(readFileSync(urls_file, 'utf8'));
            handles = await Promise.all(urls.map((url) => repo.find(url)));
        }
        const size = () => handles.reduce((sum, one) => sum + Object.keys(one.doc().records).length, 0);
        await until(() => size() === Number(count) && find(id).doc().records[id].executed === Number(executed));
    },
    leave() {
        repo.networkSubsystem.removeNetworkAdapter(adapter);
        adapter = null;
    },
    edit(count) {
        for (const { id } of edited(records, Number(count))) {
            find(id).change((document) => { document.records[id].executed += 1; });
        }
    },
    digest: () => {
        const all = handles.flatMap((handle) => Object.values(handle.doc().records));
        return { count: all.length, digest: all.reduce((sum, one) => sum + one.executed, 0) };
    },
});
