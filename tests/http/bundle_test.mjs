// Work that comes in files: by whoever carries it, from wherever, whole or not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bodies, header_bytes, make_keys, open, parse_keys, proof, seal } from './bundle_format.mjs';
import {
    Server, assert_problem, demo_password, frame, read_frames, run, signed_in, temporary_folder,
} from './support.mjs';

const data = temporary_folder();
const files = temporary_folder();
let server;

before(async () => { server = await Server.start(data, ['--demo']); });

/** A device whose keys the server knows. */
async function enrolled(user) {
    const device = await signed_in(server, user);
    device.user = user;
    device.keys = make_keys();
    const answer = await server.json('POST', '/api/v1/devices', {
        token: device.token,
        value: { key: device.keys.shown.toString('hex'), proof: proof(device.keys, user), device_name: 'prueba' },
    });
    assert.equal(answer.status, 200, answer.body.toString());
    device.receiver = parse_keys(answer.json.server_key);
    return device;
}

function bundle_of(device, ops, more = {}) {
    const body = Buffer.concat([frame(device.header()), ...ops.map(frame)]);
    return seal({
        device: device.id, first: ops.at(0)?.n ?? 0, last: ops.at(-1)?.n ?? 0, pieces: [[1, body]],
        keys: device.keys, receiver: device.receiver, ...more,
    });
}

const hand_over = (file, courier) => server.request('POST', '/api/v1/bundles', {
    token: courier.token, body: file, headers: { 'Content-Type': 'application/vnd.minga.bundle' },
});

/** Takes a return bundle in, as a device does. */
function take(device, file) {
    const opened = open(file, device.keys);
    assert.equal(opened.kind, 2);
    assert.ok(opened.sender.equals(device.receiver.shown.subarray(0, 32)), 'signed by the server');
    for (const body of bodies(opened)) {
        const [, ...answer] = read_frames(body);
        device.take(answer);
    }
    return opened;
}

function edit_of(device, name) {
    const activity = device.all('activity')[0];
    assert.ok(activity, 'the demonstration has activities');
    return device.edit(activity, { name });
}

function set_secret_readable_by_others(folder) {
    return (statSync(path.join(folder, 'minga.key')).mode & 0o077) !== 0;
}

test('the login tells the server\'s public key, and its secret lies where only its owner reads', async () => {
    const session = await server.login('subdere');

    assert.match(session.me.server_key, /^[0-9a-f]{128}$/);
    assert.equal(set_secret_readable_by_others(data), false);
    const secret = readFileSync(path.join(data, 'minga.key'), 'utf8').trim().split('\n').at(-1);
    assert.ok(!server.log.includes(secret) && !server.out.includes(secret));
});

test('a courier hands over another\'s work unread and takes the answer back', async () => {
    const owner = await enrolled('comite.puertovaras');
    const courier = await signed_in(server, 'secretaria.calama');
    const op = edit_of(owner, 'Levantar el catastro, por archivo');
    const file = bundle_of(owner, [op]);
    assert.ok(!file.includes('catastro'));

    const answer = await hand_over(file, courier);

    assert.equal(answer.status, 200, answer.body.toString());
    assert.equal(answer.headers['content-type'], 'application/vnd.minga.bundle');
    const arrival = JSON.parse(answer.headers['minga-bundle']);
    assert.deepEqual([arrival.ops, arrival.taken, arrival.whole, arrival.repeated], [1, 1, true, false]);
    assert.throws(() => open(answer.body, make_keys()), /for another/);
    take(owner, answer.body);
    assert.equal(owner.verdict(op).v, 'applied');
    const reader = await signed_in(server, 'encargado.puertovaras');
    assert.equal(reader.records.get(op.i).f.name, 'Levantar el catastro, por archivo');
});

test('the same file twice changes nothing the second time', async () => {
    const owner = await enrolled('comite.puertovaras');
    const file = bundle_of(owner, [edit_of(owner, 'Una sola vez')]);
    await hand_over(file, owner);

    const again = await hand_over(file, owner);

    const arrival = JSON.parse(again.headers['minga-bundle']);
    assert.deepEqual([arrival.ops, arrival.taken, arrival.repeated], [1, 0, true]);
    take(owner, again.body);
    assert.equal(owner.acked_n, 1);
});

test('files in any order and the network between them come to the same', async () => {
    const owner = await enrolled('comite.puertovaras');
    const first = edit_of(owner, 'Primero');
    const older = bundle_of(owner, [first]);
    const second = owner.edit(owner.all('activity')[0], { name: 'Segundo' });
    const newer = bundle_of(owner, [first, second]);

    await hand_over(newer, owner);
    await hand_over(older, owner);
    await owner.sync([first, second]);

    assert.equal(owner.verdict(first).v, 'applied');
    assert.equal(owner.verdict(second).v, 'applied');
    const reader = await signed_in(server, 'encargado.puertovaras');
    assert.equal(reader.records.get(first.i).f.name, 'Segundo');
});

test('a device that nobody enrolled is refused, with what to do', async () => {
    const owner = await enrolled('comite.puertovaras');
    owner.keys = make_keys();

    const answer = await hand_over(bundle_of(owner, [edit_of(owner, 'Desconocido')]), owner);

    const problem = assert_problem(answer, 403, 'bundle_unknown_device');
    assert.match(problem.detail, /entrar una vez/);
});

test('keys are taken only from whoever shows to hold them', async () => {
    const victim = await enrolled('comite.puertovaras');
    const thief = await signed_in(server, 'secretaria.calama');
    const enroll = (key, shown) => server.json('POST', '/api/v1/devices', { token: thief.token, value: { key, proof: shown } });
    const stolen = victim.keys.shown.toString('hex');

    assert_problem(await enroll(stolen, proof(make_keys(), 'secretaria.calama')), 403, 'forbidden');
    assert_problem(await enroll(stolen, proof(victim.keys, 'comite.puertovaras')), 403, 'forbidden');
    assert_problem(await enroll(stolen, proof(victim.keys, 'secretaria.calama')), 403, 'forbidden');
    assert_problem(await enroll('nada', ''), 400, 'malformed');
});

test('a file for another server is refused and not opened', async () => {
    const owner = await enrolled('comite.puertovaras');
    owner.receiver = make_keys();

    const answer = await hand_over(bundle_of(owner, [edit_of(owner, 'Otro servidor')]), owner);

    assert_problem(answer, 409, 'bundle_not_for_us');
});

test('a file with a changed header, or that is none, is refused', async () => {
    const owner = await enrolled('comite.puertovaras');
    const file = bundle_of(owner, [edit_of(owner, 'Alterado')]);
    for (const at of [73, 85, 100, 130, 150, 177, 190, 210]) {
        const changed = Buffer.from(file);
        changed[at] ^= 1;
        assert_problem(await hand_over(changed, owner), 422, 'bundle_damaged');
    }
    assert_problem(await hand_over(Buffer.from('PK una planilla'), owner), 400, 'malformed');
    assert_problem(await hand_over(Buffer.alloc(0), owner), 400, 'malformed');
    const reader = await signed_in(server, 'encargado.puertovaras');
    assert.ok(reader.all('activity').every((activity) => activity.f.name !== 'Alterado'));
});

test('of a half-copied file the whole frames count, and the rest is asked for again', async () => {
    const owner = await enrolled('comite.puertovaras');
    const ops = Array.from({ length: 40 }, (_, i) => edit_of(owner, `Cambio ${i}`));
    const header = frame(owner.header());
    const pieces = [[1, header], ...ops.map((op) => [2, frame(op)])];
    const file = seal({
        device: owner.id, first: 1, last: 40, pieces, keys: owner.keys, receiver: owner.receiver,
    });

    const half = await hand_over(file.subarray(0, Math.floor(file.length / 2)), owner);

    assert.equal(half.status, 200, half.body.toString());
    const arrival = JSON.parse(half.headers['minga-bundle']);
    assert.equal(arrival.whole, false);
    assert.ok(arrival.taken > 5 && arrival.taken < 40, String(arrival.taken));
    take(owner, half.body);
    assert.equal(owner.acked_n, arrival.taken);
    const whole = await hand_over(file, owner);
    assert.equal(JSON.parse(whole.headers['minga-bundle']).taken, 40 - arrival.taken);
});

test('however often a file comes cut, the chain tells of it once, and once of the whole', async () => {
    const owner = await enrolled('comite.puertovaras');
    const first = edit_of(owner, 'Entero una vez');
    const rest = owner.edit(owner.all('activity')[0], { owner: 'Quien sigue' });
    const file = bundle_of(owner, [], {
        first: first.n, last: rest.n,
        pieces: [[1, Buffer.concat([frame(owner.header()), frame(first)])], [2, frame(rest)]],
    });
    const links = async () => (await signed_in(server, 'subdere').then((reader) => reader.sync())).head[0];
    await hand_over(file.subarray(0, -1), owner);
    const before = await links();

    const cuts = [2, 3, 5, 8, 13, 21].map((missing) => file.subarray(0, -missing));
    const arrivals = [];
    for (const cut of [...cuts, file.subarray(0, -1)]) {
        arrivals.push(JSON.parse((await hand_over(cut, owner)).headers['minga-bundle']));
    }
    assert.deepEqual(arrivals.map((one) => [one.taken, one.whole]), arrivals.map(() => [0, false]));
    assert.equal(await links(), before);
    assert.equal(arrivals.at(-1).repeated, true);

    const whole = JSON.parse((await hand_over(file, owner)).headers['minga-bundle']);
    assert.deepEqual([whole.taken, whole.whole, whole.repeated], [1, true, false]);
    const after = await links();
    assert.equal(after, before + 2, 'the op, and that the file came whole');
    await hand_over(cuts[0], owner);
    const again = JSON.parse((await hand_over(file, owner)).headers['minga-bundle']);
    assert.deepEqual([again.repeated, await links()], [true, after]);
});

test('a file cut inside its first part gives nothing and says so', async () => {
    const owner = await enrolled('comite.puertovaras');
    const file = bundle_of(owner, [edit_of(owner, 'Cortado')]);

    const problem = assert_problem(await hand_over(file.subarray(0, header_bytes + 40), owner), 422, 'bundle_damaged');

    assert.match(problem.detail, /incompleto/);
});

test('what unpacks without end is stopped', async () => {
    const owner = await enrolled('comite.puertovaras');
    const bomb = () => gzipSync(Buffer.alloc(32 << 20));
    const before = process.hrtime.bigint();

    const answer = await hand_over(bundle_of(owner, [], { pack: bomb }), owner);

    assert_problem(answer, 413, 'too_large');
    assert.ok(process.hrtime.bigint() - before < 5_000_000_000n);
    const tail = Buffer.concat([bundle_of(owner, []), Buffer.alloc(17 << 20)]);
    assert.ok([400, 413].includes((await hand_over(tail, owner).catch(() => ({ status: 413 }))).status));
});

test('a file without work asks for news only', async () => {
    const owner = await enrolled('comite.puertovaras');
    owner.cursors = {};
    owner.epoch = '';
    const known = owner.records.size;
    owner.records.clear();

    const answer = await hand_over(bundle_of(owner, []), owner);

    take(owner, answer.body);
    assert.equal(owner.records.size, known);
});

test('an attached file goes along, also one that the network began', async () => {
    const owner = await enrolled('comite.puertovaras');
    const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(150_000)]);
    const hash = createHash('sha256').update(photo).digest('hex');
    const stranger = createHash('sha256').update('de otro').digest('hex');
    const op = owner.create('document', owner.home, {
        cycle: owner.all('cycle')[0].i, type: 'other', title: 'Acta', blob: hash,
    });
    const part = (name, from, to) => [3, Buffer.concat([
        frame({ sha256: name, at: from, of: photo.length }), photo.subarray(from, to)])];
    const request = [1, Buffer.concat([frame(owner.header()), frame(op)])];
    const sealed = (pieces) => seal({
        device: owner.id, first: op.n, last: op.n, pieces, keys: owner.keys, receiver: owner.receiver,
    });
    const words = (answer) => open(answer.body, owner.keys).pieces.filter(([kind]) => kind === 3)
        .map(([, bytes]) => read_frames(bytes)[0]);

    const first = await hand_over(sealed([request, part(hash, 0, 60_000), part(stranger, 0, 100)]), owner);
    const [word, refused] = words(first).sort((a) => (a.sha256 === hash ? -1 : 1));
    assert.deepEqual(word, { sha256: hash, have: 60_000, whole: false });
    assert.ok(['not_found', 'forbidden'].includes(refused.code) && refused.message, JSON.stringify(refused));
    const put = await server.request('PUT', `/api/v1/blobs/${hash}`, {
        token: owner.token, body: photo.subarray(60_000, 100_000),
        headers: { 'Content-Range': `bytes 60000-99999/${photo.length}` },
    });
    assert.equal(put.status, 204);
    const gap = await hand_over(sealed([request, part(hash, 120_000, photo.length)]), owner);
    assert.deepEqual(words(gap), [{ sha256: hash, have: 100_000, whole: false }]);
    const last = await hand_over(sealed([request, part(hash, 60_000, 120_000), part(hash, 120_000, photo.length)]), owner);
    assert.deepEqual(words(last), [{ sha256: hash, have: photo.length, whole: true }]);

    const got = await server.bare_request('GET', `/api/v1/blobs/${hash}`, { token: owner.token });
    assert.ok(got.body.equals(photo));
});

test('a person without an account any more sends nothing, until it is opened again', async () => {
    const folder = temporary_folder();
    const other = await Server.start(folder, ['--demo']);
    const own = server;
    server = other;
    const owner = await enrolled('comite.iquique');
    const courier = await signed_in(server, 'secretaria.calama');
    const op = edit_of(owner, 'De quien se fue');
    const file = bundle_of(owner, [op]);
    assert.equal(run(['user', 'disable', 'comite.iquique', '--data', folder]).code, 0);

    const problem = assert_problem(await hand_over(file, courier), 403, 'forbidden');
    assert.match(problem.detail, /desactivada/);
    assert.equal(run(['user', 'disable', 'comite.iquique', '--enable', '--data', folder]).code, 0);
    assert_problem(await hand_over(file, courier), 403, 'bundle_unknown_device');
    const again = await server.login('comite.iquique');
    await server.json('POST', '/api/v1/devices', {
        token: again.token, value: { key: owner.keys.shown.toString('hex'), proof: proof(owner.keys, 'comite.iquique') },
    });
    assert.equal(JSON.parse((await hand_over(file, courier)).headers['minga-bundle']).taken, 1);
    await other.stop();
    server = own;
});

test('a lost device is listed and revoked: its files are not taken, nor are its keys again', async () => {
    const owner = await enrolled('comite.altohospicio');
    const courier = await signed_in(server, 'secretaria.calama');
    const key = owner.keys.shown.toString('hex');
    const row = () => run(['device', 'list', 'comite.altohospicio', '--data', data]).out
        .split('\n').map((line) => line.split('\t')).find(([shown]) => shown && key.startsWith(shown));
    assert.deepEqual([row()[1], row()[2], row()[5]], ['comite.altohospicio', 'activo', 'prueba']);
    assert.equal(run(['device', 'revoke', '0123', '--data', data]).code, 2);
    assert.equal(run(['device', 'revoke', '0'.repeat(16), '--data', data]).code, 1);

    const revoked = run(['device', 'revoke', row()[0], '--data', data]);

    assert.equal(revoked.code, 0, revoked.err);
    assert.match(revoked.out, /Equipo retirado: .*comite\.altohospicio/);
    assert.equal(row()[2], 'retirado');
    const file = bundle_of(owner, [edit_of(owner, 'De un teléfono perdido')]);
    assert_problem(await hand_over(file, courier), 403, 'bundle_unknown_device');
    assert_problem(await server.request('GET', '/api/v1/me', { token: owner.token }), 401, 'unauthenticated');
    const again = await server.login('comite.altohospicio');
    const value = { key, proof: proof(owner.keys, 'comite.altohospicio') };
    assert_problem(await server.json('POST', '/api/v1/devices', { token: again.token, value }), 403, 'forbidden');
    assert_problem(await hand_over(file, courier), 403, 'bundle_unknown_device');

    assert.equal(run(['device', 'revoke', row()[0], '--restore', '--data', data]).code, 0);
    assert.equal(JSON.parse((await hand_over(file, courier)).headers['minga-bundle']).taken, 1);
    const told = run(['verify', '--data', data]);
    assert.equal(told.code, 0, told.err);
});

test('files are taken at the server beside the one that runs, and the chain holds their hashes', async () => {
    const owner = await enrolled('comite.puertovaras');
    const op = edit_of(owner, 'Traído en un pendrive');
    const good = path.join(files, 'luis.minga');
    const bad = path.join(files, 'roto.minga');
    writeFileSync(good, bundle_of(owner, [op]));
    writeFileSync(bad, 'nada');
    const out = temporary_folder();

    const { code, out: printed, err } = run(['bundle', 'import', good, bad, '--out', out, '--data', data]);

    assert.equal(code, 1);
    assert.match(err, /1 de 2 archivos/);
    assert.match(printed, /De: +comite\.puertovaras/);
    assert.match(printed, /nuevos 1/);
    assert.match(printed, /No se tomó: Este archivo no es de Minga/);
    assert.deepEqual(readdirSync(out), ['luis-respuesta.minga']);
    take(owner, readFileSync(path.join(out, 'luis-respuesta.minga')));
    assert.equal(owner.verdict(op).v, 'applied');
    assert.equal(run(['verify', '--data', data]).code, 0);
    assert.equal(run(['bundle', 'import', good, '--out', out, '--data', data]).code, 0);
    assert.equal(readdirSync(out).length, 2);
});

test('a device of the command line goes the whole way: export, courier, answer', async () => {
    const program = process.env.MINGA_DEVICE;
    const place = temporary_folder();
    const device = (store, ...args) => {
        const done = spawnSync(program, ['--store', path.join(place, store), '--server', `http://127.0.0.1:${server.port}`, ...args],
            { encoding: 'utf8', env: { ...process.env, MINGA_PASSWORD: demo_password } });
        return { code: done.status, out: done.stdout, err: done.stderr };
    };
    const must = (...args) => {
        const done = device(...args);
        assert.equal(done.code, 0, `${args.join(' ')}: ${done.err}`);
        return done.out;
    };
    for (const [store, user] of [['luis', 'comite.puertovaras'], ['ana', 'secretaria.calama']]) {
        must(store, 'login', user);
        must(store, 'sync');
    }
    const activity = JSON.parse(must('luis', 'list', 'activity').split('\n')[0]);
    must('luis', 'set', activity.id, 'name=Caminando');
    const file = path.join(place, 'luis.minga');

    const receipt = must('luis', 'bundle', 'export', file);
    assert.match(receipt, /COMPROBANTE/);
    assert.match(receipt, /1 cambio, el 1/);
    const hash = spawnSync('sha256sum', [file], { encoding: 'utf8' }).stdout.slice(0, 64);
    assert.ok(receipt.replaceAll(/[^0-9a-f]/g, '').includes(hash));
    assert.equal(device('luis', 'bundle', 'export', file).code, 1, 'not over a file that is there');
    assert.match(device('luis', 'bundle', 'import', file).err, /este mismo equipo/);

    assert.match(must('ana', 'bundle', 'import', file), /lo lleva sin poder leerlo/);
    assert.equal(JSON.parse(must('ana', 'bundle', 'list')).type, 'request');
    must('ana', 'sync');
    const carried = JSON.parse(must('ana', 'bundle', 'list'));
    assert.equal(carried.type, 'answer');
    const back = path.join(place, 'vuelta.minga');
    must('ana', 'bundle', 'export', back, '--carried', carried.hash.slice(0, 8));
    must('ana', 'bundle', 'drop', carried.hash.slice(0, 8));
    assert.equal(must('ana', 'bundle', 'list'), '');

    assert.match(must('luis', 'bundle', 'import', back), /1 cambios suyos con respuesta/);
    assert.equal(JSON.parse(must('luis', 'status')).pending, 0);
    assert.match(must('luis', 'bundle', 'import', back), /ya se había recibido/);
    const half = path.join(place, 'mitad.minga');
    writeFileSync(half, readFileSync(file).subarray(0, 100));
    assert.match(device('ana', 'bundle', 'import', half).err, /dañado/);
    const reader = await signed_in(server, 'encargado.puertovaras');
    assert.equal(reader.records.get(activity.id).f.name, 'Caminando');
});

test('a request that is no bundle, or comes from nobody, is turned away', async () => {
    const owner = await enrolled('comite.puertovaras');
    const file = bundle_of(owner, []);
    const stranger = await server.request('POST', '/api/v1/bundles', {
        body: file, headers: { 'Content-Type': 'application/vnd.minga.bundle' },
    });

    assert_problem(stranger, 401, 'unauthenticated');
    const wrong = await server.request('POST', '/api/v1/bundles', {
        token: owner.token, body: file, headers: { 'Content-Type': 'application/json' },
    });
    assert_problem(wrong, 415, 'unsupported_media_type');
});
