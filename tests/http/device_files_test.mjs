// minga-device and files: attached without a network, carried over links that keep dying, fetched
// on another device.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BadLink } from '../e2e/support/bad_link.mjs';
import { Server, demo_password, program, temporary_folder } from './support.mjs';

const device_program = path.join(path.dirname(program), 'minga-device');
const folder = temporary_folder();
const chunk_bytes_max = 128 * 1024;
let server;
let link;

before(async () => {
    server = await Server.start(temporary_folder(), ['--demo']);
    link = await BadLink.open(server.port);
});
after(() => link.close());

/** Runs one verb without holding up the link, which lives in this process. */
function run(store, args, { url = server_url() } = {}) {
    return new Promise((resolve) => {
        const child = spawn(device_program,
            ['--store', path.join(folder, `${store}.db`), '--server', url, ...args],
            { env: { ...process.env, MINGA_PASSWORD: demo_password } });
        let out = '';
        let err = '';
        child.stdout.on('data', (text) => { out += text; });
        child.stderr.on('data', (text) => { err += text; });
        child.on('close', (code) => resolve({ code, out, err }));
    });
}

async function ok(store, args, options) {
    const done = await run(store, args, options);
    assert.equal(done.code, 0, `${args.join(' ')}: ${done.err}`);
    return done.out;
}

const server_url = () => `http://127.0.0.1:${server.port}`;
const json = async (...args) => JSON.parse(await ok(...args));

function photo(name, size) {
    const file = path.join(folder, name);
    writeFileSync(file, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)]));
    return file;
}

async function new_document(store) {
    const cycles = (await ok(store, ['list', 'cycle'])).trim().split('\n').map((line) => JSON.parse(line));
    const id = await ok(store, ['new', 'document', `cycle=${cycles[0].id}`, 'type=other', 'title=Acta']);
    return id.trim();
}

test('a device is signed in', async () => {
    for (const [store, user] of [['luis', 'comite.puertovaras'], ['rosa', 'secretaria.puertovaras']]) {
        await ok(store, ['login', user]);
        await ok(store, ['sync']);
    }
});

test('attach works without a server, and says what it will send', async () => {
    const document = await new_document('luis');
    const nowhere = { url: 'http://127.0.0.1:9' };
    const attached = await json('luis', ['attach', document, photo('uno.jpg', 300_000)], nowhere);
    assert.deepEqual([attached.type, attached.bytes, attached.state], ['image/jpeg', 300_000, 'only_here']);
    assert.equal(JSON.parse(await ok('luis', ['show', document], nowhere)).blob, attached.blob);
    assert.equal((await json('luis', ['status'], nowhere)).files, 1);
    const copy = path.join(folder, 'copia.jpg');
    await ok('luis', ['fetch', document, copy], nowhere);
    assert.ok(readFileSync(copy).equals(readFileSync(path.join(folder, 'uno.jpg'))));
});

test('what cannot be attached is refused with a reason and exit code 1', async () => {
    const document = await new_document('luis');
    const page = path.join(folder, 'pagina.jpg');
    writeFileSync(page, '<html><script>alert(1)</script></html>');
    const cases = [
        [['attach', document, page], /no se puede adjuntar/],
        [['attach', document, path.join(folder, 'nada.jpg')], /No se puede leer/],
        [['attach', document, photo('enorme.jpg', (20 << 20) + 1)], /20 MB/],
        [['fetch', document, path.join(folder, 'x')], /no tiene ningún archivo/],
    ];
    for (const [args, reason] of cases) {
        const done = await run('luis', args);
        assert.equal(done.code, 1, args.join(' '));
        assert.match(done.err, reason);
    }
    assert.equal((await run('luis', ['attach', document])).code, 2);
});

test('records go before files, and a budget is kept to', async () => {
    const first = await json('luis', ['sync', '--files-up', '0']);
    assert.ok(first.pushed >= 2);
    assert.deepEqual([first.files_sent, first.files_pending], [0, 1]);
    const second = await json('luis', ['sync', '--files-up', '100000']);
    assert.deepEqual([second.files_sent, second.files_pending], [0, 1]);
    assert.ok(second.bytes_up > 100_000 && second.bytes_up < 105_000, `${second.bytes_up} bytes`);
    const third = await json('luis', ['sync']);
    assert.deepEqual([third.files_sent, third.files_pending], [1, 0]);
    assert.ok(third.bytes_up > 200_000 && third.bytes_up < 206_000, `${third.bytes_up} bytes`);
    const nothing = await json('luis', ['sync']);
    assert.equal(nothing.requests, 1);
});

test('a colleague fetches it; whose author still has it, that is said', async () => {
    await ok('rosa', ['sync']);
    const documents = (await ok('rosa', ['list', 'document', 'title=Acta'])).trim().split('\n')
        .map((line) => JSON.parse(line));
    const { id } = documents.find((document) => document.blob);
    const copy = path.join(folder, 'de-rosa.jpg');
    await ok('rosa', ['fetch', id, copy]);
    assert.ok(readFileSync(copy).equals(readFileSync(path.join(folder, 'uno.jpg'))));
    assert.match(await ok('rosa', ['files']), /"state":"on_server"/);
    const again = await run('rosa', ['fetch', id, copy]);
    assert.match(again.err, /ya existe/);

    const late = await new_document('luis');
    await ok('luis', ['attach', late, photo('dos.jpg', 50_000)]);
    await ok('luis', ['sync', '--files-up', '0']);
    await ok('rosa', ['sync']);
    const pending = await run('rosa', ['fetch', late, path.join(folder, 'aun-no.jpg')]);
    assert.equal(pending.code, 1);
    assert.match(pending.err, /pendiente/);
    assert.ok(!existsSync(path.join(folder, 'aun-no.jpg')));
    await ok('luis', ['sync']);
    await ok('rosa', ['fetch', late, path.join(folder, 'ahora.jpg')]);
});

for (const kb of [256, 64, 16]) {
    test(`a 1 MB photo over a link that dies every ${kb} KB: at most one chunk again per cut`, async () => {
        const size = 1 << 20;
        const document = await new_document('luis');
        await ok('luis', ['attach', document, photo(`${kb}.jpg`, size)]);
        await ok('luis', ['sync', '--files-up', '0']);
        link.dieEvery(kb * 1024);
        const before_it = { up: link.bytesUp, deaths: link.deaths };
        let pending = 1;
        for (let tries = 0; pending > 0 && tries < 20; tries += 1) {
            await run('luis', ['sync'], { url: link.url });
            pending = (await json('luis', ['status'])).files;
        }
        assert.equal(pending, 0);
        const cuts = link.deaths - before_it.deaths;
        const again = link.bytesUp - before_it.up - size;
        assert.ok(cuts >= Math.floor(size / (kb * 1024)) - 1, `${cuts} cuts`);
        assert.ok(again <= cuts * chunk_bytes_max, `${again} bytes over ${cuts} cuts`);
        console.log(`S9 ${kb} KB: ${cuts} cuts, ${again} bytes more than the photo in all, ` +
            `${Math.round(again / Math.max(cuts, 1))} per cut`);
        const copy = path.join(folder, `vuelta-${kb}.jpg`);
        await ok('rosa', ['sync']);
        await ok('rosa', ['fetch', document, copy]);
        assert.ok(readFileSync(copy).equals(readFileSync(path.join(folder, `${kb}.jpg`))));
        link.dieEvery(Infinity);
    });
}
