// Snapshots: what a device that begins with much gets, in ranges, over links that die.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
    Device, Server, answer_header, assert_problem, demo_password, frame, pause, program, read_frames, signed_in,
    temporary_folder,
} from './support.mjs';

const follow_up_count = 2600;
const data = temporary_folder();
let server;
let writer;
let reader;
let offer;
let whole;

/** What a device that holds nothing is offered. */
async function offered(begun = {}) {
    const fresh = new Device(server, writer.token);
    const answer = await fresh.post(frame(fresh.header({ epoch: undefined, cursors: {}, snapshots: begun })));
    return answer_header(answer).snapshots?.[writer.home];
}

const get = (headers = {}, { scope = writer.home, token = writer.token, method = 'GET' } = {}) =>
    server.request(method, `/api/v1/snapshots/${scope}`, { token, headers });

before(async () => {
    server = await Server.start(data, ['--demo']);
    writer = await signed_in(server, 'comite.puertovaras');
    const line = writer.all('action_line')[0];
    for (let done = 0; done < follow_up_count; done += 650) {
        const ops = Array.from({ length: 650 }, (_, i) => writer.create('follow_up', writer.home, {
            action_line: line.i, date: '2026-11-19', programmed: 2, executed: 1,
            observations: `Reunión número ${done + i} con la contraparte: ${((done + i) * 7919) % 104729}`,
        }));
        await writer.sync(ops);
        assert.equal(writer.verdict(ops[0]).v, 'applied', JSON.stringify(writer.verdict(ops[0])));
    }
    // What a device wrote itself does not come back to it: another one counts.
    reader = new Device(server, writer.token);
    await reader.sync();
    // The first device that begins is read to as ever, and wakes the wish for a snapshot.
    for (let tries = 0; tries < 200 && !offer; tries += 1) {
        offer = await offered();
        if (!offer) await pause(50);
    }
    assert.ok(offer, server.log);
    whole = await get();
});

test('a snapshot is a gzip file of all that lives in the scope, as of its seq', async () => {
    assert.equal(whole.status, 200);
    assert.equal(whole.headers['content-type'], 'application/gzip');
    assert.equal(whole.headers['content-encoding'], undefined);
    assert.equal(whole.headers['accept-ranges'], 'bytes');
    assert.equal(whole.headers.etag, `"${offer.etag}"`);
    assert.equal(whole.body.length, offer.bytes);

    const [head, ...frames] = read_frames(gunzipSync(whole.body));
    const end = frames.pop();
    assert.deepEqual([head.snapshot, head.seq], [writer.home, offer.seq]);
    assert.equal(end.end, frames.length);
    assert.deepEqual(new Set(frames.map((record) => record.o)), new Set([writer.home]));
    const living = [...reader.records.values()].filter((record) => !record.d);
    assert.equal(frames.length, living.length);
    assert.ok(offer.bytes < JSON.stringify(living).length / 5, `${offer.bytes} bytes`);
});

test('ranges of any size make the same file', async () => {
    const pieces = [];
    for (let at = 0; at < whole.body.length; at += 10_000) {
        const last = Math.min(at + 9_999, whole.body.length - 1);
        const piece = await get({ Range: `bytes=${at}-${at + 9_999}`, 'If-Match': whole.headers.etag });
        assert.equal(piece.status, 206);
        assert.equal(piece.headers['content-range'], `bytes ${at}-${last}/${whole.body.length}`);
        assert.equal(piece.headers.etag, whole.headers.etag);
        pieces.push(piece.body);
    }
    assert.ok(Buffer.concat(pieces).equals(whole.body));
    assert.ok((await get({ Range: 'bytes=-100' })).body.equals(whole.body.subarray(-100)));
    assert.ok((await get({ Range: 'bytes=500-' })).body.equals(whole.body.subarray(500)));
    assert.ok((await get({ Range: 'bytes=7-7', 'Accept-Encoding': 'gzip' })).body.equals(whole.body.subarray(7, 8)));
});

test('conditions are kept', async () => {
    const { etag } = whole.headers;

    assert.equal((await get({ 'If-None-Match': etag })).status, 304);
    assert.equal((await get({ 'If-None-Match': '"other"' })).status, 200);
    assert.equal((await get({ 'If-Range': etag, Range: 'bytes=0-9' })).body.length, 10);
    const changed = await get({ 'If-Range': '"other"', Range: 'bytes=0-9' });
    assert.deepEqual([changed.status, changed.body.length], [200, whole.body.length]);
    assert.equal((await get({ 'If-Match': '"other"', Range: 'bytes=0-9' })).status, 412);
    assert.equal((await get({ 'If-Match': `"other", ${etag}`, Range: 'bytes=0-9' })).status, 206);
    const beyond = await get({ Range: `bytes=${whole.body.length}-` });
    assert.equal(beyond.status, 416);
    assert.equal(beyond.headers['content-range'], `bytes */${whole.body.length}`);
    const head = await get({}, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers['content-length']], [200, String(whole.body.length)]);
});

test('a scope of others, or of nobody, is not given, and says nothing of itself', async () => {
    const other = await signed_in(server, 'comite.calama');

    assert_problem(await get({}, { token: null }), 401, 'unauthenticated');
    const foreign = assert_problem(await get({}, { token: other.token }), 403, 'forbidden');
    const nobody = assert_problem(await get({}, { scope: '00000000-0000-4000-8000-000000000000' }), 403, 'forbidden');
    assert.equal(foreign.detail, nobody.detail);
    assert_problem(await get({}, { scope: '*' }), 403, 'forbidden');
    assert_problem(await get({}, { scope: other.home, token: other.token }), 404, 'not_found');
});

test('whoever sees everything is offered the snapshot of an organization that they open', async () => {
    const { token } = await server.login('subdere');
    const national = new Device(server, token);
    const opening = national.header({ cursors: {}, snapshots: {}, only: [writer.home] });
    const answer = answer_header(await national.post(frame(opening)));
    assert.deepEqual(Object.keys(answer.snapshots), [writer.home]);
    assert.equal(answer.records, undefined);

    const given = await get({}, { token });
    assert.equal(given.status, 200);
    assert.ok(given.body.equals(whole.body));
    assert_problem(await get({}, { token, scope: '00000000-0000-4000-8000-000000000000' }), 404, 'not_found');
});

test('a small scope, or a device that takes no snapshots, reads in one request', async () => {
    const calama = await server.login('comite.calama');
    const small = new Device(server, calama.token);
    const answer = answer_header(await small.post(frame(small.header({ cursors: {}, snapshots: {} }))));
    assert.equal(answer.snapshots, undefined);
    assert.equal(answer.more, undefined);

    const plain = new Device(server, writer.token);
    const read = answer_header(await plain.post(frame(plain.header({ cursors: {} }))));
    assert.equal(read.snapshots, undefined);
    assert.ok(read.records > 0);
});

/** A link on which every connection dies after so many bytes from the server. */
class DyingLink {
    static async start(port, bytes_max) {
        const link = new DyingLink();
        link.bytes_down = 0;
        link.proxy = net.createServer((near) => {
            const far = net.connect(port, '127.0.0.1');
            let left = bytes_max;
            const end = () => { near.destroy(); far.destroy(); };
            far.on('data', (chunk) => {
                const passed = chunk.subarray(0, left);
                left -= passed.length;
                link.bytes_down += passed.length;
                near.write(passed, () => { if (left === 0) end(); });
            });
            near.on('data', (chunk) => far.write(chunk));
            near.on('close', end).on('error', end);
            far.on('close', () => { if (left > 0) near.end(); }).on('error', end);
        });
        await new Promise((resolve) => { link.proxy.listen(0, '127.0.0.1', resolve); });
        link.url = `http://127.0.0.1:${link.proxy.address().port}`;
        return link;
    }
}

test('a device on a link that dies every 8 KB, killed on the way, gets all of it, and little twice', async () => {
    const link = await DyingLink.start(server.port, 8192);
    const store = path.join(temporary_folder(), 'maria.db');
    const device = (...args) => {
        const child = spawn(path.join(path.dirname(program), 'minga-device'),
            ['--store', store, '--server', link.url, ...args],
            { env: { ...process.env, MINGA_PASSWORD: demo_password } });
        const output = { out: '', err: '' };
        child.stdout.on('data', (chunk) => { output.out += chunk; });
        child.stderr.on('data', (chunk) => { output.err += chunk; });
        const ended = new Promise((resolve) => { child.on('close', (code) => resolve({ code, ...output })); });
        return { child, ended };
    };
    assert.equal((await device('login', 'comite.puertovaras').ended).code, 0);

    link.bytes_down = 0;
    for (const threshold of [0.2, 0.5, 0.8]) {
        const { child, ended } = device('sync');
        while (link.bytes_down < threshold * offer.bytes) await pause(2);
        child.kill('SIGKILL');
        await ended;
        // What is there is there whole.
        for (const text of (await device('list', 'follow_up').ended).out.split('\n').filter(Boolean)) {
            const record = JSON.parse(text);
            assert.ok(record.observations.startsWith('Reunión') || record.programmed !== undefined);
        }
    }
    const synced = await device('sync').ended;
    assert.equal(synced.code, 0, synced.err);
    const listed = (await device('list', 'follow_up').ended).out.split('\n').filter(Boolean);
    link.proxy.close();

    assert.equal(listed.length, reader.all('follow_up').length);
    assert.ok(link.bytes_down < 1.5 * offer.bytes, `${link.bytes_down} of ${offer.bytes}`);
});
