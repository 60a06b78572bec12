// The network of the browser's worker, run here over real sockets: how long it waits, and for what.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import vm from 'node:vm';
import { pause } from './support.mjs';

const script = path.join(process.env.MINGA_SOURCE_ROOT, 'client_wasm', 'web', 'worker.js');
const timeout = 300;
let server;
let serve;      // what the server does with the next request
let worker;

before(async () => {
    server = http.createServer((request, response) => serve(request, response));
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    worker = open_worker();
});
after(() => {
    server.closeAllConnections();
    server.close();
});

/** The worker's script with a module that only takes answers. */
function open_worker() {
    const context = vm.createContext({
        self: { postMessage() {}, addEventListener() {} }, console, setTimeout, clearTimeout, performance, fetch, Headers,
        AbortController, Blob, TextEncoder, Uint8Array, Response, linkKind: () => '',
    });
    vm.runInContext(readFileSync(script, 'utf8'), context, { filename: script });
    const waiting = new Map();
    const bottom = 8;  // as in a real module, nothing lies at 0
    let top = bottom;
    context.module = {
        HEAPU8: new Uint8Array(8 << 20),
        _malloc: (size) => { top += size; return top - size; },
        _free() {},
        _minga_frame: () => 0,
        _minga_http_done: (id, status, headers, at, length, sent) => {
            const body = Buffer.from(context.module.HEAPU8.slice(at, at + length));
            top = bottom;
            waiting.get(id)({ status, body, sent });
        },
    };
    vm.runInContext('wasm = module', context);
    const bridge = vm.runInContext('bridge', context);
    bridge.files = { after: (act) => act(), isKept: () => true };
    const { http: ask } = bridge;
    let last = 0;
    return (target, { method = 'GET', body = null } = {}) => new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        const url = `http://127.0.0.1:${server.address().port}${target}`;
        ask(last, JSON.stringify({ url, method, timeout, headers: [] }), body);
    });
}

/** Sends `count` pieces, one after each `gap` milliseconds. */
async function drip(response, status, count, gap) {
    response.writeHead(status);
    for (let piece = 0; piece < count; piece += 1) {
        response.write(Buffer.alloc(1000, piece));
        await pause(gap);
    }
}

test('an answer that comes slowly is waited for, however long it takes in all', async () => {
    serve = (request, response) => drip(response, 200, 8, timeout / 2).then(() => response.end());
    const begun = Date.now();
    const answer = await worker('/slow');
    assert.deepEqual([answer.status, answer.body.length], [200, 8000]);
    assert.ok(Date.now() - begun > 3 * timeout);
});

test('an answer that stops coming is given up', async () => {
    serve = (request, response) => drip(response, 200, 3, timeout / 3);
    assert.equal((await worker('/stops')).status, 0);
});

test('what came of a piece of a file counts where the rest does not come', async () => {
    serve = (request, response) => drip(response, 206, 3, timeout / 3);
    const answer = await worker('/piece');
    assert.deepEqual([answer.status, answer.body.length], [206, 3000]);
});

test('a server that says nothing at all is given up after the time that was asked for', async () => {
    serve = () => {};
    const begun = Date.now();
    assert.equal((await worker('/silent')).status, 0);
    const took = Date.now() - begun;
    assert.ok(took >= timeout - 5 && took < 4 * timeout, `${took} ms`);
});

test('what is sent has a second more for each two kilobytes', async () => {
    serve = (request, response) => {
        request.resume();
        request.on('end', async () => {
            await pause(3 * timeout);
            response.end('ok');
        });
    };
    const body = new Uint8Array(timeout * 6);
    const answer = await worker('/upload', { method: 'POST', body });
    assert.deepEqual([answer.status, answer.sent], [200, body.length]);
    serve = (request) => request.resume();
    assert.equal((await worker('/upload', { method: 'POST', body: new Uint8Array(10) })).status, 0);
});

test('an answer without a body is an answer', async () => {
    serve = (request, response) => { response.writeHead(204); response.end(); };
    assert.equal((await worker('/nothing')).status, 204);
});
