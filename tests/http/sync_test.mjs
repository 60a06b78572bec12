// What a device may send and what it gets, honest or not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
    Device, Server, answer_header, assert_problem, frame, natural_id, run, signed_in, temporary_folder,
} from './support.mjs';

let server;
const data = temporary_folder();

before(async () => { server = await Server.start(data, ['--demo']); });
const open_diagnosis = (device) => device.all('assessment', (r) => r.f.state === 'draft')[0];
const first_line = (device) => device.all('action_line', (r) => r.f.owner_user)[0];
const follow_up = (device, line, text = 'Todo según lo previsto.') => device.create('follow_up', device.home, {
    action_line: line.i, date: '2026-11-19', programmed: 2, executed: 1, observations: text,
});

test('a municipality reads its own records and not one byte of another', async () => {
    const device = await signed_in(server, 'comite.puertovaras');

    assert.ok(device.records.size > 100);
    const homes = new Set([...device.records.values()].map((record) => record.o));
    assert.deepEqual([...homes], [device.home]);
});

test('SUBDERE reads every organization', async () => {
    const device = await signed_in(server, 'subdere');

    assert.equal(device.all('organization', (r) => r.f.type === 'municipality').length, 345);
    assert.equal(device.all('organization', (r) => r.f.type === 'gore').length, 16);
    assert.ok(new Set(device.all('plan').map((r) => r.o)).size >= 6);
});

test('the secretary answers all 78 questions of the open diagnosis', async () => {
    const device = await signed_in(server, 'secretaria.puertovaras');
    const assessment = open_diagnosis(device).i;
    const answers = Array.from({ length: 78 }, (_, i) => String(i + 1)).map((element) =>
        device.create('answer', device.home, { assessment, element, level: Number(element) % 4 },
            natural_id('answer', assessment, element)));

    await device.sync(answers);

    assert.deepEqual(answers.filter((op) => device.verdict(op).v !== 'applied'), []);
});

test('an answer with a wrong level, an unknown element or a made-up id is refused', async () => {
    const device = await signed_in(server, 'secretaria.calama');
    const assessment = open_diagnosis(device).i;
    const answer = (element, level, id = natural_id('answer', assessment, element)) =>
        device.create('answer', device.home, { assessment, element, level }, id);
    const ops = [answer('1', 4), answer('79', 1), answer('2', 1, randomUUID())];

    await device.sync(ops);

    const refusals = ops.map((op) => device.verdict(op).x?.[0]);
    assert.equal(refusals[0].field, 'level');
    assert.deepEqual(refusals.slice(1).map((x) => x.code), ['unknown_element', 'wrong_natural_key']);
});

test('the owner writes in the own line and nowhere else', async () => {
    const device = await signed_in(server, 'encargado.puertovaras');
    const own = device.all('action_line', (r) => r.f.owner_user === 'encargado.puertovaras');
    const other = device.all('action_line', (r) => r.f.owner_user !== 'encargado.puertovaras');
    assert.equal(own.length, 1);
    const mine = follow_up(device, own[0]);
    const theirs = follow_up(device, other[0]);

    await device.sync([mine, theirs]);

    assert.equal(device.verdict(mine).v, 'applied');
    assert.equal(device.verdict(theirs).v, 'refused');
    assert.equal(device.verdict(theirs).x[0].code, 'forbidden');
});

test('the committee edits activities and follow-ups while the plan runs', async () => {
    const device = await signed_in(server, 'comite.iquique');
    const [activity] = device.all('activity', (r) => r.f.status === 'in_progress');
    const edit = device.edit(activity, { own_kclp: 777 });
    const added = follow_up(device, first_line(device));

    await device.sync([edit, added]);

    assert.equal(device.verdict(edit).v, 'applied');
    assert.equal(device.verdict(added).v, 'applied');
});

test('a token of another commune writes nothing', async () => {
    const victim = await signed_in(server, 'comite.calama');
    const intruder = await signed_in(server, 'comite.iquique');
    const [activity] = victim.all('activity');
    const edit = intruder.edit(activity, { name: 'Cambiado desde fuera' });

    await intruder.sync([edit]);
    await victim.sync();

    assert.equal(intruder.verdict(edit).v, 'refused');
    assert.equal(victim.records.get(activity.i).f.name, activity.f.name);
    assert.ok(!intruder.records.has(activity.i));
});

test('a forged organization is refused', async () => {
    const victim = await signed_in(server, 'comite.calama');
    const intruder = await signed_in(server, 'comite.iquique');
    const own_line = first_line(intruder).i;
    const elsewhere = intruder.create('follow_up', victim.home, { action_line: own_line, date: '2026-11-19' });
    const foreign_line = intruder.create('follow_up', intruder.home, {
        action_line: first_line(victim).i, date: '2026-11-19',
    });

    await intruder.sync([elsewhere, foreign_line]);
    await victim.sync();

    assert.equal(intruder.verdict(elsewhere).v, 'refused');
    assert.equal(intruder.verdict(foreign_line).v, 'refused');
    assert.ok(!victim.records.has(elsewhere.i) && !victim.records.has(foreign_line.i));
});

test('bad values are refused with their field, and the rest of the op stands', async () => {
    const device = await signed_in(server, 'comite.loprado');
    const [activity] = device.all('activity', (r) => r.f.status === 'in_progress');
    const edit = device.edit(activity, { own_kclp: -5, subdere_kclp: 4321 });

    await device.sync([edit]);

    const verdict = device.verdict(edit);
    assert.equal(verdict.v, 'refused');
    assert.deepEqual(verdict.x.map((x) => x.field), ['own_kclp']);
    const other = await signed_in(server, 'comite.loprado');
    assert.equal(other.records.get(activity.i).f.subdere_kclp, 4321);
    assert.equal(other.records.get(activity.i).f.own_kclp, activity.f.own_kclp);
});

test('a text of 1 MB and invalid UTF-8 are refused, and what follows is applied', async () => {
    const device = await signed_in(server, 'comite.altohospicio');
    const line = first_line(device);
    const long = follow_up(device, line, 'ñ'.repeat(500_000));
    const broken = follow_up(device, line, 'roto');
    const good = follow_up(device, line, 'bueno');
    const broken_bytes = Buffer.from(JSON.stringify(broken).replace('roto', 'ro\u0001to'));
    broken_bytes[broken_bytes.indexOf(1)] = 0xff;

    const answer = await device.post(Buffer.concat(
        [frame(device.header()), frame(long), frame(broken_bytes), frame(good)]));

    const outcomes = answer_header(answer).verdicts.map((v) => (Array.isArray(v) ? 'applied' : v.v));
    assert.deepEqual(outcomes, ['refused', 'refused', 'applied']);
    const other = await signed_in(server, 'comite.altohospicio');
    assert.ok(other.records.has(good.i) && !other.records.has(broken.i));
    assert.equal(other.records.get(long.i)?.f.observations, undefined);
});

test('a replayed batch gets the same verdicts and changes nothing', async () => {
    const device = await signed_in(server, 'encargado.calama');
    const ops = [follow_up(device, first_line(device)), follow_up(device, first_line(device))];
    const bytes = Buffer.concat([frame(device.header()), ...ops.map(frame)]);

    const first = await device.post(bytes);
    const second = await device.post(bytes);

    assert.deepEqual(answer_header(second).verdicts, answer_header(first).verdicts);
    assert.deepEqual(answer_header(second).head, answer_header(first).head);
    assert.equal(answer_header(second).next_n, ops.length + 1);
});

test('a frame with a wrong checksum is refused, and those before it are kept', async () => {
    const device = await signed_in(server, 'encargado.loprado');
    const ops = [0, 1, 2].map(() => follow_up(device, first_line(device)));
    const frames = ops.map(frame);
    frames[1][frames[1].length - 5] ^= 1;

    const answer = await device.post(Buffer.concat([frame(device.header()), ...frames]));

    const problem = assert_problem(answer, 400, 'bad_frame');
    assert.equal(problem.next_n, 2);
    const other = await signed_in(server, 'encargado.loprado');
    assert.ok(other.records.has(ops[0].i) && !other.records.has(ops[1].i) && !other.records.has(ops[2].i));
    await device.sync(ops);
    assert.deepEqual(ops.map((op) => device.verdict(op)?.v), ['applied', 'applied', 'applied']);
});

test('a body that ends in the middle of a frame keeps the whole ones', async () => {
    const device = await signed_in(server, 'encargado.altohospicio');
    const ops = [follow_up(device, first_line(device)), follow_up(device, first_line(device))];
    const bytes = Buffer.concat([frame(device.header()), ...ops.map(frame)]);

    const answer = await device.post(bytes.subarray(0, bytes.length - 20));

    assert.equal(assert_problem(answer, 400, 'bad_frame').next_n, 2);
});

test('a connection that dies keeps the frames that had arrived', async () => {
    const device = await signed_in(server, 'encargado.sanpedrodeatacama');
    const ops = [follow_up(device, first_line(device)), follow_up(device, first_line(device))];
    const bytes = Buffer.concat([frame(device.header()), ...ops.map(frame)]);
    const net = await import('node:net');

    await new Promise((resolve, reject) => {
        const socket = net.connect(server.port, '127.0.0.1', () => {
            socket.write(`POST /api/v1/sync HTTP/1.1\r\nHost: minga\r\nAuthorization: Bearer ${device.token}\r\n`
                + `Content-Type: application/x-ndjson\r\nContent-Length: ${bytes.length}\r\n\r\n`);
            socket.write(bytes.subarray(0, bytes.length - 20), () => setTimeout(() => socket.destroy(), 200));
        });
        socket.on('close', resolve);
        socket.on('error', reject);
    });

    const other = await signed_in(server, 'encargado.sanpedrodeatacama');
    for (let i = 0; i < 20 && !other.records.has(ops[0].i); i += 1) await other.sync();
    assert.ok(other.records.has(ops[0].i));
    assert.ok(!other.records.has(ops[1].i));
});

test('a gzip bomb is refused before it unfolds', async () => {
    const device = await signed_in(server, 'comite.sanpedrodeatacama');
    const bomb = gzipSync(Buffer.alloc(200 << 20, ' '), { level: 9 });
    assert.ok(bomb.length < 300_000);

    const answer = await device.post(bomb, { headers: { 'Content-Encoding': 'gzip' } })
        .catch((error) => error);

    if (answer instanceof Error) assert.match(answer.message, /ECONNRESET|EPIPE|hang up/);
    else assert.ok([400, 413].includes(answer.status), answer.body.toString());
    assert.equal((await server.request('GET', '/healthz')).status, 200);
});

test('an announced body over the limit is refused unread', async () => {
    const device = await signed_in(server, 'comite.sanpedrodeatacama');
    const net = await import('node:net');

    const text = await new Promise((resolve, reject) => {
        let received = '';
        const socket = net.connect(server.port, '127.0.0.1', () => {
            socket.write(`POST /api/v1/sync HTTP/1.1\r\nHost: minga\r\nAuthorization: Bearer ${device.token}\r\n`
                + 'Content-Type: application/x-ndjson\r\nContent-Length: 99999999999\r\n\r\nx');
        });
        socket.on('data', (chunk) => { received += chunk; });
        socket.on('close', () => resolve(received));
        socket.on('error', reject);
    });

    assert.match(text, /^HTTP\/1.1 413 /);
    assert.match(text, /too_large/);
});

test('an op of newer tables is merged as far as these know it; one of no version is an old one', async () => {
    const device = await signed_in(server, 'encargado.puertovaras');
    const made = (more, v) => {
        const op = device.create('follow_up', device.home, {
            action_line: first_line(device).i, date: '2026-11-19', ...more,
        });
        return v === undefined ? (({ v: _, ...rest }) => rest)(op) : { ...op, v };
    };
    const ops = [made({}, 99), made({ not_yet: 'x' }, 99), made({ executed: -5 }, 99), made({}, 0), made({})];

    await device.sync(ops);

    assert.deepEqual(ops.map((op) => device.verdict(op).v),
        ['applied', 'schema_ahead', 'schema_ahead', 'applied', 'applied']);
    assert.deepEqual([1, 2].map((at) => device.verdict(ops[at]).r), [undefined, undefined]);
    const reader = await signed_in(server, 'comite.puertovaras');
    assert.deepEqual(ops.map((op) => reader.records.has(op.i)), [true, false, false, true, true]);
});

test('a wrong content type, a garbled header and an unknown version are problems', async () => {
    const device = await signed_in(server, 'subdere');

    assert_problem(await device.post('x', { headers: { 'Content-Type': 'text/html' } }), 415, 'unsupported_media_type');
    assert_problem(await device.post('hola, soy un equipo\n'), 400, 'bad_frame');
    assert_problem(await device.post(frame(['no', 'header'])), 400, 'unsupported_version');
    assert_problem(await device.post(frame({ ...device.header(), minga: 99 })), 400, 'unsupported_version');
    assert_problem(await device.post(frame({ ...device.header(), device: 'x' })), 400, 'malformed');
    assert_problem(await device.post(''), 400, 'malformed');
});

test("another person's device is a fork, and its op is not taken", async () => {
    const owner = await signed_in(server, 'encargado.iquique');
    await owner.sync([follow_up(owner, first_line(owner))]);
    const other = await server.login('comite.iquique');
    const copy = new Device(server, other.token, owner.id);
    copy.n = 1;

    const answer = await copy.sync([copy.create('follow_up', owner.home, {
        action_line: first_line(owner).i, date: '2026-11-19',
    }, randomUUID())]);

    assert.equal(answer.fork, true);
});

test('exports are cut to what the person may read', async () => {
    const own = await server.login('comite.calama');
    const all = await server.login('subdere');
    const csv = async (token, query = '') => {
        const answer = await server.request('GET', `/api/v1/export/plan.csv${query}`, { token });
        return { status: answer.status, type: answer.headers['content-type'], text: answer.body.toString() };
    };

    const few = await csv(own.token);
    const many = await csv(all.token);

    assert.equal(few.type, 'text/csv; charset=utf-8');
    assert.ok(few.text.startsWith('\ufeff') && few.text.includes(';focus_what;'));
    assert.equal(few.text.trim().split('\r\n').length, 2);
    assert.ok(many.text.trim().split('\r\n').length >= 7);
    const foreign = (await server.login('comite.iquique')).me.roles[0].organization.id;
    assert.equal((await csv(own.token, `?organization=${foreign}`)).status, 403);
    const unknown = await server.request('GET', '/api/v1/export/nothing.csv', { token: own.token });
    assert_problem(unknown, 404, 'not_found');
});

test('after all this the server stops well, and the audit chain holds', async () => {
    const ended = await server.stop();
    const verified = run(['verify', '--data', data]);

    assert.deepEqual(ended, { code: 0, signal: null });
    assert.equal(verified.code, 0, verified.err);
});
