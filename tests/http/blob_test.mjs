// Attached files over real sockets: who may send and fetch them, cut links, hostile bytes, a full
// disk, backups.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
    readFileSync, readdirSync, rmSync, utimesSync, writeFileSync,
} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { before, test } from 'node:test';
import {
    Server, assert_problem, pause, run, signed_in, temporary_folder,
} from './support.mjs';

let server;
let committee;
const data = temporary_folder();

before(async () => {
    server = await Server.start(data, ['--demo']);
    committee = await signed_in(server, 'comite.puertovaras');
});

const jpeg = (size) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)]);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const target = (hash) => `/api/v1/blobs/${hash}`;

/** A document of the first cycle that names a file. */
async function add_document(device, blob, fields = {}) {
    const op = device.create('document', device.home, {
        cycle: device.all('cycle')[0].i, type: 'other', title: 'Acta', blob, ...fields,
    });
    await device.sync([op]);
    assert.equal(device.verdict(op).v, 'applied', JSON.stringify(device.verdict(op)));
    return op.i;
}

function put(device, bytes, { from = 0, to = bytes.length, hash = sha256(bytes), total = bytes.length,
    headers = {} } = {}) {
    return device.server.request('PUT', target(hash), {
        token: device.token, body: bytes.subarray(from, to),
        headers: { 'Content-Range': `bytes ${from}-${to - 1}/${total}`, ...headers },
    });
}

async function upload(device, bytes, chunk = 128 * 1024) {
    let answer;
    for (let from = 0; from < bytes.length; from += chunk) {
        answer = await put(device, bytes, { from, to: Math.min(from + chunk, bytes.length) });
        assert.ok([201, 204].includes(answer.status), answer.body.toString());
    }
    return answer;
}

const get = (device, hash, headers = {}) =>
    device.server.request('GET', target(hash), { token: device.token, headers });
const head = (device, hash) => device.server.request('HEAD', target(hash), { token: device.token });

test('a photo goes up in parts and comes down as it was', async () => {
    const photo = jpeg(300_000);
    await add_document(committee, sha256(photo));

    const before_it = await head(committee, sha256(photo));
    assert.deepEqual([before_it.status, before_it.headers['upload-offset'],
        before_it.headers['upload-complete']], [200, '0', '?0']);
    const half = await put(committee, photo, { to: 128 * 1024 });
    assert.deepEqual([half.status, half.headers['upload-offset'], half.headers['upload-complete']],
        [204, String(128 * 1024), '?0']);
    assert_problem(await get(committee, sha256(photo)), 404, 'not_found');
    const second = await put(committee, photo, { from: 128 * 1024, to: 256 * 1024 });
    assert.equal(second.status, 204);
    const last = await put(committee, photo, { from: 256 * 1024 });
    assert.deepEqual([last.status, last.headers['upload-complete']], [201, '?1']);

    const answer = await get(committee, sha256(photo));
    assert.equal(answer.status, 200);
    assert.ok(answer.body.equals(photo));
    assert.equal((await head(committee, sha256(photo))).headers['content-length'], '300000');
});

test('what is served can do nothing in a browser', async () => {
    const files = {
        'image/jpeg': jpeg(2000),
        'image/png': Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(500)]),
        'application/pdf': Buffer.concat([Buffer.from('%PDF-1.7\n<script>alert(1)</script>'), randomBytes(500)]),
        'application/octet-stream': Buffer.concat([
            Buffer.from('PK\x03\x04'), Buffer.alloc(26), Buffer.from('[Content_Types].xml'), randomBytes(500)]),
    };
    for (const [type, bytes] of Object.entries(files)) {
        await add_document(committee, sha256(bytes));
        // The client's own word for it counts for nothing.
        const sent = await put(committee, bytes, { headers: { 'Content-Type': 'text/html' } });
        assert.equal(sent.status, 201, sent.body.toString());
        const answer = await get(committee, sha256(bytes), { Accept: 'text/html' });
        assert.equal(answer.headers['content-type'], type);
        assert.match(answer.headers['content-disposition'], /^attachment; filename="[0-9a-f]{12}(\.\w+)?"$/);
        assert.equal(answer.headers['x-content-type-options'], 'nosniff');
        assert.equal(answer.headers['content-security-policy'], "default-src 'none'; sandbox");
        assert.equal(answer.headers['cache-control'], 'no-store');
        assert.ok(answer.body.equals(bytes));
    }
});

test('pages, drawings, programs and archives are refused, whatever their name and type say', async () => {
    const bad = ['<!doctype html><script>alert(1)</script>', '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '#!/bin/sh\n', 'MZ', '\x7fELF', 'GIF89a', 'hola', `PK\x03\x04${'\0'.repeat(26)}index.html`];
    for (const start of bad) {
        const bytes = Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(300, 32)]);
        await add_document(committee, sha256(bytes));
        const answer = await put(committee, bytes, { headers: { 'Content-Type': 'image/jpeg' } });
        assert_problem(answer, 415, 'unsupported_media_type');
        assert_problem(await get(committee, sha256(bytes)), 404, 'not_found');
    }
});

test('a part can be asked for, and a wrong range is told so', async () => {
    const photo = jpeg(10_000);
    await add_document(committee, sha256(photo));
    await upload(committee, photo);
    const part = async (range) => get(committee, sha256(photo), { Range: range });

    const middle = await part('bytes=1000-1999');
    assert.deepEqual([middle.status, middle.headers['content-range']], [206, 'bytes 1000-1999/10000']);
    assert.ok(middle.body.equals(photo.subarray(1000, 2000)));
    assert.ok((await part('bytes=9990-')).body.equals(photo.subarray(9990)));
    assert.ok((await part('bytes=-10')).body.equals(photo.subarray(9990)));
    assert.ok((await part('bytes=9990-99999')).body.equals(photo.subarray(9990)));
    assert.equal((await part('bytes=10000-10001')).status, 416);
    assert_problem(await part('bytes=0-1,5-6'), 416, 'bad_range');
});

test('bytes that are not their hash are refused and do not stay', async () => {
    const photo = jpeg(5000);
    const hash = sha256(photo);
    await add_document(committee, hash);
    const wrong = Buffer.from(photo);
    wrong[4000] ^= 1;

    assert_problem(await put(committee, wrong, { hash }), 422, 'blob_mismatch');

    assert.equal((await head(committee, hash)).headers['upload-offset'], '0');
    assert.equal((await put(committee, photo)).status, 201);
});

test('parts may overlap and repeat, but leave no gap', async () => {
    const photo = jpeg(90_000);
    const hash = sha256(photo);
    await add_document(committee, hash);

    assert.equal((await put(committee, photo, { to: 40_000 })).status, 204);
    assert.equal((await put(committee, photo, { to: 40_000 })).headers['upload-offset'], '40000');
    assert.equal((await put(committee, photo, { from: 10_000, to: 60_000 })).headers['upload-offset'], '60000');
    const gap = await put(committee, photo, { from: 70_000 });
    assert_problem(gap, 409, 'blob_gap');
    assert.equal(gap.headers['upload-offset'], '60000');
    const other_total = await put(committee, photo, { from: 60_000, to: 70_000, total: 90_001 });
    assert_problem(other_total, 409, 'blob_gap');
    assert.equal((await put(committee, photo, { from: 50_000 })).status, 201);
    assert.ok((await get(committee, hash)).body.equals(photo));
});

test('a wrong Content-Range and a body that is not as long as it says are refused', async () => {
    const photo = jpeg(3000);
    const hash = sha256(photo);
    await add_document(committee, hash);
    const send = (range, body = photo, headers = {}) => server.request('PUT', target(hash), {
        token: committee.token, body, headers: range ? { 'Content-Range': range, ...headers } : headers,
    });

    for (const range of [null, 'bytes 0-2999', 'bytes 2999-0/3000', 'bytes 0-3000/3000', 'bytes */3000',
        'bytes 0-1/3000', 'bytes 0-2998/3000', 'lines 0-2999/3000', `bytes 0-${'9'.repeat(30)}/${'9'.repeat(31)}`]) {
        assert_problem(await send(range), 400, 'malformed');
    }
    assert_problem(await send('bytes 0-2999/3000', photo, { 'Content-Encoding': 'gzip' }), 415,
        'unsupported_media_type');
    assert.equal((await head(committee, hash)).headers['upload-offset'], '0');
});

test('what is too large is refused before it is read', async () => {
    const photo = jpeg(300_000);
    const hash = sha256(photo);
    await add_document(committee, hash);
    assert_problem(await put(committee, photo, { to: 1000, total: (20 << 20) + 1 }), 413, 'too_large');
    assert_problem(await put(committee, photo), 413, 'too_large');
    const vast = await server.request('PUT', target(hash), {
        token: committee.token, body: '', headers: { 'Content-Length': '0', 'Content-Range': 'bytes 0-0/0' },
    });
    assert_problem(vast, 400, 'malformed');
});

test('a file without a record, with a record of others, or without a login', async () => {
    const photo = jpeg(2000);
    const hash = sha256(photo);
    assert_problem(await put(committee, photo), 404, 'not_found');
    assert_problem(await get(committee, hash), 404, 'not_found');
    assert_problem(await get(committee, '..'), 404, 'not_found');
    assert_problem(await get(committee, hash.toUpperCase()), 404, 'not_found');
    await add_document(committee, hash);
    await upload(committee, photo);

    const neighbour = await signed_in(server, 'comite.calama');
    for (const answer of [await get(neighbour, hash), await put(neighbour, photo)]) {
        assert_problem(answer, 404, 'not_found');
    }
    assert.equal((await head(neighbour, hash)).status, 404);
    // Naming it in a record of one's own does not open it either: the bytes must be shown.
    await add_document(neighbour, hash);
    assert_problem(await get(neighbour, hash), 404, 'not_found');
    assert.equal((await head(neighbour, hash)).headers['upload-offset'], '0');
    assert.equal((await put(neighbour, photo)).status, 201);
    assert.ok((await get(neighbour, hash)).body.equals(photo));

    const owner = await signed_in(server, 'encargado.puertovaras');
    assert.ok((await get(owner, hash)).body.equals(photo));
    const other = jpeg(2000);
    await add_document(committee, sha256(other));
    assert_problem(await put(owner, other), 403, 'forbidden');
    const nobody = await server.request('GET', target(hash));
    assert_problem(nobody, 401, 'unauthenticated');
    assert_problem(await server.request('DELETE', target(hash), { token: committee.token }), 405,
        'method_not_allowed');
});

test('a file that no record names any more is nobody\'s to see', async () => {
    const photo = jpeg(2000);
    const id = await add_document(committee, sha256(photo));
    await upload(committee, photo);
    await committee.sync([committee.op({ i: id, b: 1, s: { blob: null } })]);
    assert_problem(await get(committee, sha256(photo)), 404, 'not_found');
});

test('what arrived before a cut is kept', async () => {
    const photo = jpeg(100_000);
    const hash = sha256(photo);
    await add_document(committee, hash);
    const arrived = 37_123;
    await new Promise((resolve, reject) => {
        const socket = net.connect(server.port, '127.0.0.1', () => {
            socket.write(`PUT ${target(hash)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${committee.token}\r\n` +
                `Content-Range: bytes 0-99999/100000\r\nContent-Length: 100000\r\n\r\n`);
            socket.write(photo.subarray(0, arrived), () => setTimeout(() => socket.destroy(), 200));
        });
        socket.on('close', resolve);
        socket.on('error', reject);
    });
    let offset = '0';
    for (let tries = 0; tries < 50 && offset === '0'; tries += 1) {
        await pause(20);
        offset = (await head(committee, hash)).headers['upload-offset'];
    }
    assert.equal(offset, String(arrived));
    assert.equal((await put(committee, photo, { from: arrived })).status, 201);
});

test('a part that outlives its session is turned away', async () => {
    const sender = await signed_in(server, 'comite.altohospicio');
    const photo = jpeg(50_000);
    await add_document(sender, sha256(photo));

    const answer = await server.held_request('PUT', target(sha256(photo)), {
        token: sender.token, body: photo, stops_after: 20_000,
        headers: { 'Content-Range': 'bytes 0-49999/50000' },
    }, () => server.request('DELETE', '/api/v1/session', { token: sender.token }));

    assert_problem(answer, 401, 'unauthenticated');
    const again = await signed_in(server, 'comite.altohospicio');
    assert.equal((await head(again, sha256(photo))).headers['upload-offset'], '0');
});

test('many who send the same file at once end with one whole file', async () => {
    const photo = jpeg(200_000);
    const hash = sha256(photo);
    await add_document(committee, hash);
    const answers = await Promise.all(Array.from({ length: 8 }, async () => {
        for (let from = 0; from < photo.length; from += 50_000) {
            const answer = await put(committee, photo, { from, to: from + 50_000 });
            assert.ok([201, 204].includes(answer.status), answer.body.toString());
            if (answer.status === 201) return answer;
        }
        return head(committee, hash);
    }));
    assert.ok(answers.every((answer) => answer.headers['upload-complete'] === '?1'));
    assert.ok((await get(committee, hash)).body.equals(photo));
});

test('an organization has a limit, which half uploads count towards', async () => {
    const folder = temporary_folder();
    const small = await Server.start(folder, ['--demo', '--files-limit', '1']);
    const device = await signed_in(small, 'comite.iquique');
    const first = jpeg(600_000);
    const second = jpeg(600_000);
    await add_document(device, sha256(first));
    await add_document(device, sha256(second));
    assert.equal((await put(device, first, { to: 1000 })).status, 204);

    assert_problem(await put(device, second, { to: 1000 }), 507, 'quota_full');

    const other = await signed_in(small, 'comite.calama');
    await add_document(other, sha256(second));
    assert.equal((await put(other, second, { to: 1000 })).status, 204);
    await small.stop();
});

test('half uploads that nobody goes on with are collected', async () => {
    const folder = temporary_folder();
    let small = await Server.start(folder, ['--demo']);
    let device = await signed_in(small, 'comite.iquique');
    const [fresh, old] = [jpeg(5000), jpeg(5000)];
    for (const photo of [fresh, old]) {
        await add_document(device, sha256(photo));
        await put(device, photo, { to: 1000 });
    }
    await small.stop();
    const uploads = path.join(folder, 'blobs', 'uploads');
    const stale = readdirSync(uploads).find((name) => name.startsWith(sha256(old)));
    const long_ago = Date.now() / 1000 - 8 * 24 * 3600;
    utimesSync(path.join(uploads, stale), long_ago, long_ago);

    small = await Server.start(folder);
    device.server = small;
    assert.equal(readdirSync(uploads).length, 1);
    assert.equal((await head(device, sha256(fresh))).headers['upload-offset'], '1000');
    assert.equal((await head(device, sha256(old))).headers['upload-offset'], '0');
    assert.equal((await put(device, old)).status, 201);
    await small.stop();
});

test('verify covers files; backup and restore bring them along', async () => {
    const folder = temporary_folder();
    const first = await Server.start(folder, ['--demo']);
    const device = await signed_in(first, 'comite.iquique');
    const [kept, lost] = [jpeg(5000), jpeg(6000)];
    for (const photo of [kept, lost]) {
        await add_document(device, sha256(photo));
        await upload(device, photo);
    }
    const backup = path.join(temporary_folder(), 'respaldo.db');
    assert.match(run(['backup', backup, '--data', folder]).out, /2 archivos/);
    await first.stop();
    assert.match(run(['verify', '--data', folder]).out, /2 archivos/);

    const place = (root, hash) => path.join(root, hash.slice(0, 2), hash);
    const damaged = place(path.join(folder, 'blobs'), sha256(kept));
    writeFileSync(damaged, readFileSync(damaged).fill(0, 100, 200));
    assert.match(run(['verify', '--data', folder]).err, new RegExp(`dañado.*${sha256(kept)}`));
    rmSync(damaged);
    assert.match(run(['verify', '--data', folder]).err, new RegExp(`falta.*${sha256(kept)}`));

    rmSync(place(`${backup}.files`, sha256(lost)));
    const elsewhere = temporary_folder();
    const restored = run(['restore', backup, '--data', elsewhere]);
    assert.equal(restored.code, 0, restored.err);
    assert.match(restored.out, /Faltan 1 archivos/);
    assert.match(run(['verify', '--data', elsewhere]).out, /1 archivos/);
    const second = await Server.start(elsewhere);
    const again = await signed_in(second, 'comite.iquique');
    assert.ok((await get(again, sha256(kept))).body.equals(kept));
    assert.equal((await head(again, sha256(lost))).headers['upload-complete'], '?0');
    assert.equal((await put(again, lost)).status, 201);
    await second.stop();
});

test('a full disk refuses the chunk, keeps what was there and goes on later', async (t) => {
    const folder = temporary_folder();
    const small = await Server.start(folder, ['--demo']);
    const device = await signed_in(small, 'comite.iquique');
    const photo = jpeg(400_000);
    await add_document(device, sha256(photo));
    assert.equal((await put(device, photo, { to: 100_000 })).status, 204);
    // Files of this process may not grow beyond 150 kB: writing fails as on a full disk.
    const limit = (bytes) => run_prlimit(small.process.pid, bytes);
    if (!limit(150_000)) {
        t.skip('this machine does not let a test limit a process');
        await small.stop();
        return;
    }
    assert_problem(await put(device, photo, { from: 100_000, to: 200_000 }), 507, 'storage_full');
    assert.ok(limit('unlimited'));
    assert.equal((await head(device, sha256(photo))).headers['upload-offset'], '100000');
    for (let from = 100_000; from < 400_000; from += 100_000) {
        assert.ok((await put(device, photo, { from, to: from + 100_000 })).status < 300);
    }
    assert.ok((await get(device, sha256(photo))).body.equals(photo));
    await small.stop();
});

function run_prlimit(pid, bytes) {
    const done = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
    return done.status === 0;
}
