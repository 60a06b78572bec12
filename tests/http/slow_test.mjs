// Connections that speak or listen slowly, on purpose or over a bad link: they hold nobody else up,
// and an honest one comes to its end.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import {
    Server, assert_problem, demo_password, frame, pause, read_frames, signed_in, temporary_folder,
} from './support.mjs';

let server;
let device;
const open = new Set();

before(async () => {
    const web = temporary_folder();
    writeFileSync(path.join(web, 'large.wasm'), randomBytes(8 << 20));
    server = await Server.start(temporary_folder(), ['--demo', '--web', web]);
    device = await signed_in(server, 'encargado.puertovaras');
});
after(async () => {
    close_all();
    await server.stop();
});

function close_all() {
    open.forEach(({ socket, timer }) => { clearInterval(timer); socket.destroy(); });
    open.clear();
}

/** A connection that writes `first` at once and then one byte a second. */
function trickle(first, { from = '127.0.0.1', byte = 'x', to = server } = {}) {
    const socket = net.connect({ port: to.port, host: '127.0.0.1', localAddress: from });
    const one = { socket, answer: '', is_closed: false };
    socket.on('error', () => {});
    socket.on('data', (bytes) => { one.answer += bytes.toString('latin1'); });
    socket.on('close', () => { one.is_closed = true; });
    socket.write(first);
    one.timer = setInterval(() => { if (!socket.destroyed) socket.write(byte); }, 1000);
    open.add(one);
    return one;
}

const head = (target, more = '') => `${target} HTTP/1.1\r\nHost: x\r\n${more}`;
const login_head = (length) => head('POST /api/v1/session',
    `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`);

async function in_time(work, limit) {
    const begun = Date.now();
    const result = await work();
    const took = Date.now() - begun;
    assert.ok(took < limit, `${took} ms`);
    return result;
}

async function exchange_is_answered(to = device) {
    const answer = await in_time(() => to.post(frame(to.header())), 5000);
    assert.equal(answer.status, 200, answer.body.toString());
}

test('two hundred connections that speak a byte a second hold nobody up', async () => {
    for (let i = 0; i < 70; i += 1) {
        trickle(head('GET /healthz', 'X-Slow: '));
        trickle(login_head(1000));
        trickle(Buffer.concat([Buffer.from(head('POST /api/v1/sync',
            `Authorization: Bearer ${device.token}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 60000\r\n\r\n`)),
        frame(device.header())]));
    }
    await pause(1500);

    for (let i = 0; i < 5; i += 1) await exchange_is_answered();
    const again = await in_time(() => server.json('POST', '/api/v1/session',
        { value: { user: 'subdere', password: demo_password } }), 5000);
    assert.equal(again.status, 201);
    close_all();
});

test('whoever holds threads holds no more than their part of them', async () => {
    // More of a body than is waited for without a thread.
    const long = Buffer.concat([Buffer.from(login_head(100_000)), Buffer.alloc(70_000, '{')]);
    for (let i = 0; i < 100; i += 1) trickle(long, { from: '127.0.0.2' });
    await pause(1500);

    for (let i = 0; i < 5; i += 1) await exchange_is_answered();
    close_all();
    await pause(500);
});

test('answers that nobody reads hold nobody up', async () => {
    // Small ones leave without a thread; a large one holds some, and of one address not all.
    for (let i = 0; i < 40; i += 1) {
        trickle(head('GET /api/v1/openapi.json', '\r\n').repeat(20), { byte: '' }).socket.pause();
    }
    for (let i = 0; i < 100; i += 1) {
        trickle(head('GET /large.wasm', '\r\n'), { byte: '', from: '127.0.0.2' }).socket.pause();
    }
    await pause(1500);

    for (let i = 0; i < 5; i += 1) await exchange_is_answered();
    close_all();
});

test('a head that does not come to its end is given up', async () => {
    const one = trickle(head('GET /healthz', 'X-Slow: '));

    for (let waited = 0; !one.is_closed && waited < 30; waited += 1) await pause(1000);

    assert.ok(one.is_closed);
    assert.equal(one.answer, '');
    close_all();
});

test('a photo\'s chunk over EDGE comes to its end', async () => {
    // 60 kbit/s: 7500 bytes a second, in pieces as such a link has them.
    const body = Buffer.alloc(96 * 1024, 7);
    const socket = net.connect(server.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => { answer += bytes; });
    socket.write(head(`PUT /api/v1/blobs/${'a'.repeat(64)}`, `Authorization: Bearer ${device.token}\r\n`
        + `Content-Range: bytes 0-${body.length - 1}/${body.length}\r\nContent-Length: ${body.length}\r\n\r\n`));
    for (let at = 0; at < body.length; at += 2250) {
        await pause(300);
        socket.write(body.subarray(at, at + 2250));
    }
    for (let waited = 0; !answer.includes('\r\n\r\n') && waited < 100; waited += 1) await pause(100);

    // Nobody names that file, so it is not kept; but all of it was listened to.
    assert.match(answer, /^HTTP\/1\.1 404 /);
    assert.match(answer, /not_found/);
    socket.destroy();
});

test('who must wait too long is told so in words, and when to come back', async () => {
    const small = await Server.start(temporary_folder(), ['--threads', '1', '--queue', '1']);
    const long = Buffer.concat([Buffer.from(login_head(100_000)), Buffer.alloc(70_000, '{')]);
    trickle(long, { to: small });
    await pause(500);
    trickle(long, { to: small });
    await pause(500);

    const answer = await in_time(() => small.request('GET', '/api/v1/me'), 3000);
    const page = await in_time(() => small.bare_request('GET', '/', { headers: { Accept: 'text/html' } }), 3000);

    assert_problem(answer, 503, 'busy');
    assert.ok(Number(answer.headers['retry-after']) > 0);
    assert.deepEqual([page.status, page.headers['content-type']], [503, 'text/plain; charset=utf-8']);
    assert.match(page.body.toString(), /El servidor está ocupado\. Vuelva a intentarlo/);
    assert.ok(Number(page.headers['retry-after']) > 0);
    // The second one has waited for a thread, and hears the same.
    const waiting = [...open].at(-1);
    for (let waited = 0; !waiting.answer && waited < 15; waited += 1) await pause(1000);
    assert.match(waiting.answer, /^HTTP\/1\.1 503 /);
    close_all();
    await small.stop();
});

test('what came of a body that stopped coming is kept, and its sender is told', async () => {
    const { n, ...op } = device.create('follow_up', device.home, {
        action_line: device.all('action_line', (r) => r.f.owner_user)[0].i, date: '2026-11-19',
    }, randomUUID());
    const bytes = Buffer.concat([frame(device.header()), frame({ n, ...op })]);
    const socket = net.connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    socket.on('data', (part) => { answer += part; });
    socket.write(head('POST /api/v1/sync', `Authorization: Bearer ${device.token}\r\n`
        + `Content-Type: application/x-ndjson\r\nContent-Length: ${bytes.length + 100}\r\n\r\n`));
    socket.end(bytes);

    for (let waited = 0; !answer.includes('bad_frame') && waited < 50; waited += 1) await pause(100);

    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.match(answer, new RegExp(`"next_n":${n + 1}`));
    const later = await device.post(frame(device.header()));
    assert.equal(read_frames(later.body)[0].next_n, n + 1);
});
