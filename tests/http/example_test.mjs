// sync/example/client.mjs, the client that PROTOCOL.md led to: it is short, it stands alone, and it
// keeps every word on a link that dies.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BadLink } from '../e2e/support/bad_link.mjs';
import { json_schema } from './described.mjs';
import { Server, demo_password, pause, read_frames, run, signed_in, temporary_folder } from './support.mjs';

const program = path.join(process.env.MINGA_SOURCE_ROOT, 'sync', 'example', 'client.mjs');
const { Device, crc32c, frame, natural_id } = await import(program);

const data = temporary_folder();
const stores = temporary_folder();
let server;

before(async () => { server = await Server.start(data, ['--demo']); });

/** What a person types; the lines that come back, as JSON. */
function client(store, ...words) {
    const done = spawnSync(process.execPath, [program, path.join(stores, store), ...words], {
        encoding: 'utf8', timeout: 60_000, env: { ...process.env, MINGA_PASSWORD: demo_password },
    });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** A device in this process, signed in through `port` and having read everything. */
async function device(store, user, port = server.port) {
    const made = new Device(path.join(stores, store));
    await made.login(`http://127.0.0.1:${port}`, user, demo_password);
    await made.sync();
    return made;
}

/** A link on which the next connection that carries `up` bytes up, or `down` bytes down, dies. */
async function dying_link() {
    const limits = { up: Infinity, down: Infinity };
    const link = { deaths: 0, cut_after: (way, bytes) => { limits[way] = bytes; } };
    link.listener = net.createServer((from) => {
        const to = net.connect(server.port, '127.0.0.1');
        const pass = (source, target, way) => source.on('data', (bytes) => {
            const part = bytes.subarray(0, Math.min(bytes.length, limits[way]));
            limits[way] -= part.length;
            target.write(part, () => {
                if (limits[way] > 0) return;
                limits[way] = Infinity;
                link.deaths += 1;
                from.destroy();
                to.destroy();
            });
        });
        pass(from, to, 'up');
        pass(to, from, 'down');
        for (const [one, other] of [[from, to], [to, from]]) {
            one.on('error', () => {});
            one.on('close', () => other.destroy());
        }
    });
    await new Promise((resolve) => { link.listener.listen(0, '127.0.0.1', resolve); });
    link.port = link.listener.address().port;
    after(() => link.listener.close());
    return link;
}

const follow_up = (text) => ({ date: '2026-11-20', programmed: 2, executed: 1, observations: text });

/** Makes `count` follow-ups whose texts do not compress to nothing; their ids. */
function add_follow_ups(made, name, count) {
    const [line] = made.list('action_line').filter(({ f }) => f.owner_user);
    return Array.from({ length: count }, (_, i) => {
        const noise = randomBytes(150).toString('base64');
        return made.create('follow_up', { ...follow_up(`${name} ${i} ${noise}`), action_line: line.id });
    });
}

/** How often each of `name`'s follow-ups stands at the server, as somebody else reads it. */
async function counted(user, name) {
    const reader = await signed_in(server, user);
    return reader.all('follow_up', (r) => r.f.observations?.startsWith(`${name} `)).length;
}

test('it is under 300 lines of plain JavaScript, and needs no package', () => {
    const text = readFileSync(program, 'utf8');

    assert.ok(text.trimEnd().split('\n').length < 300);
    const imports = [...text.matchAll(/^import .* from '([^']+)'/gm)].map((match) => match[1]);
    assert.ok(imports.length > 0);
    assert.deepEqual(imports.filter((name) => !name.startsWith('node:')), []);
    assert.doesNotMatch(text, /import\(|require\(/);
});

test('its checksum and its ids are those of the page', () => {
    assert.equal(crc32c(Buffer.from('123456789')), 'e3069283');
    assert.equal(natural_id('answer', { assessment: 'a', element: '14' })[14], '5');
});

test('two people change the same field: nothing is lost, and one of them decides', () => {
    client('ana.json', 'login', `http://127.0.0.1:${server.port}`, 'comite.puertovaras');
    client('luis.json', 'login', `http://127.0.0.1:${server.port}`, 'encargado.puertovaras');
    client('ana.json', 'sync');
    client('luis.json', 'sync');
    const [own] = client('luis.json', 'list', 'action_line', 'owner_user=encargado.puertovaras');
    const [activity] = client('luis.json', 'list', 'activity', `action_line=${own.id}`);

    client('ana.json', 'set', activity.id, 'name=Levantar y dibujar', 'own_kclp=751');
    client('luis.json', 'set', activity.id, 'name=Levantar el proceso completo', 'owner=Eva');
    const [pushed] = client('ana.json', 'sync');
    const [met] = client('luis.json', 'sync');
    const [conflict] = client('luis.json', 'inbox');

    assert.deepEqual([pushed.pushed, pushed.conflicts], [1, 0]);
    assert.deepEqual([met.pushed, met.conflicts], [1, 1]);
    assert.equal(conflict.field, 'name');
    assert.equal(conflict.base, activity.f.name);
    assert.equal(conflict.theirs, 'Levantar y dibujar');
    assert.equal(conflict.mine, 'Levantar el proceso completo');
    const find = (store) => client(store, 'list', 'activity').find(({ id }) => id === activity.id).f;
    assert.deepEqual([find('luis.json').name, find('luis.json').owner, find('luis.json').own_kclp],
        ['Levantar y dibujar', 'Eva', 751]);

    client('luis.json', 'settle', conflict.id, 'mine');
    client('luis.json', 'sync');
    client('ana.json', 'sync');

    assert.deepEqual(client('luis.json', 'inbox'), []);
    for (const store of ['ana.json', 'luis.json']) {
        assert.equal(find(store).name, 'Levantar el proceso completo');
        assert.equal(find(store).owner, 'Eva');
    }
});

test('a conflict is settled with another value', async () => {
    const one = await device('otra-1.json', 'comite.calama');
    const other = await device('otra-2.json', 'comite.calama');
    const [{ id }] = one.list('activity', { status: 'in_progress' });
    one.edit(id, { own_kclp: 10 });
    other.edit(id, { own_kclp: 20 });
    await one.sync();
    await other.sync();

    const [conflict] = other.inbox();
    other.settle(conflict.id, 15);
    await other.sync();
    await one.sync();

    assert.deepEqual([conflict.theirs, conflict.mine], [10, 20]);
    assert.equal(one.view(id).f.own_kclp, 15);
    assert.equal(other.view(id).f.own_kclp, 15);
});

/** Two devices that know one more follow-up. */
async function with_follow_up(name) {
    const owner = await device(`${name}-1.json`, 'encargado.altohospicio');
    const [id] = add_follow_ups(owner, name, 1);
    await owner.sync();
    return { id, owner, committee: await device(`${name}-2.json`, 'comite.altohospicio') };
}

const values_of = ({ type, field, base, theirs, mine }) => ({ type, field, base, theirs, mine });

test('a removal that met an edit waits, and deletes only once somebody says so', async () => {
    const { id, owner, committee } = await with_follow_up('quitar');
    owner.edit(id, { observations: 'quitar o no' });
    await owner.sync();
    committee.remove(id);
    await committee.sync();

    const [conflict] = committee.inbox();
    assert.deepEqual(values_of(conflict), { type: 'removal', field: 'deleted', base: false, theirs: false, mine: true });
    assert.ok(!committee.view(id).d);
    committee.settle(conflict.id, 'mine');
    await committee.sync();
    await owner.sync();

    assert.deepEqual(committee.inbox(), []);
    assert.ok(committee.view(id).d && owner.view(id).d);
});

test('an edit that met a removal brings the record back, and whether it stays is decided', async () => {
    for (const [choice, is_gone] of [['mine', false], ['theirs', true]]) {
        const { id, owner, committee } = await with_follow_up(`volver-${choice}`);
        owner.edit(id, { observations: 'sigue en uso' });
        committee.remove(id);
        await committee.sync();
        await owner.sync();

        await committee.sync();
        const [conflict] = committee.inbox();
        assert.deepEqual(values_of(conflict), { type: 'removal', field: 'deleted', base: false, theirs: true, mine: false });
        assert.equal(committee.view(id).f.observations, 'sigue en uso');
        assert.ok(!committee.view(id).d);
        committee.settle(conflict.id, choice);
        await committee.sync();
        await owner.sync();

        assert.deepEqual([owner.view(id).d, committee.view(id).d], [is_gone, is_gone]);
    }
});

test('who decides late, or on values that changed, is told so and decides again', async () => {
    const { id, owner, committee } = await with_follow_up('tarde');
    owner.edit(id, { executed: 5 });
    committee.edit(id, { executed: 7 });
    await owner.sync();
    await committee.sync();
    await owner.sync();
    const decide = async (who, choice) => {
        const [{ id: conflict }] = who.list('conflict', { status: 'open' }).filter(({ f }) => f.record === id);
        who.settle(conflict, choice);
        return { conflict, sync: () => who.sync() };
    };
    const refusal = (who) => who.inbox().filter((entry) => entry.op).map((entry) => entry.reasons[0].code);

    owner.edit(id, { executed: 6 });
    await owner.sync();
    const { conflict } = await decide(committee, 'mine');
    await committee.sync();
    assert.deepEqual(refusal(committee), ['conflict_changed']);
    assert.equal(committee.view(conflict).f.theirs, '6');
    assert.equal(committee.view(conflict).f.status, 'open');

    await owner.sync();
    const late = await decide(owner, 'theirs');
    await decide(committee, 'mine');
    await committee.sync();
    await late.sync();
    assert.deepEqual(refusal(owner), ['conflict_settled']);
    assert.equal(owner.view(conflict).f.resolution, 'mine');
    assert.ok(owner.view(conflict).f.resolved_by);
    assert.deepEqual([owner.view(id).f.executed, committee.view(id).f.executed], [7, 7]);
});

test('what is refused stays in the inbox with its reason, and the rest of the op stands', async () => {
    const made = await device('rechazo.json', 'comite.calama');
    const [activity] = made.list('activity', { status: 'in_progress' });

    made.edit(activity.id, { subdere_kclp: -1, owner_position: 'Jefatura' });
    const done = await made.sync();

    const [refused] = made.inbox().filter((entry) => entry.op);
    assert.equal(done.rejected, 1);
    assert.deepEqual(refused.reasons.map((reason) => reason.field), ['subdere_kclp']);
    assert.equal(refused.op.s.subdere_kclp, -1);
    assert.equal(made.view(activity.id).f.owner_position, 'Jefatura');
    assert.equal(made.view(activity.id).f.subdere_kclp, activity.f.subdere_kclp);
});

test('a record is made, changed on top of unsent work, and removed', async () => {
    const made = await device('vida.json', 'comite.calama');
    const [id] = add_follow_ups(made, 'vida', 1);
    made.edit(id, { observations: 'vida y cambio' });
    await made.sync();
    const reader = await device('vida-2.json', 'encargado.calama');
    const before_removal = reader.view(id).f.observations;

    made.remove(id);
    await made.sync();
    await reader.sync();

    assert.equal(before_removal, 'vida y cambio');
    assert.ok(reader.view(id).d);
    assert.ok(!reader.list('follow_up').some((record) => record.id === id));
});

test('of a push that is cut in its middle the whole ops are kept, and it goes on from there', async () => {
    const link = await dying_link();
    const made = await device('corte.json', 'encargado.iquique', link.port);
    const ids = add_follow_ups(made, 'corte', 60);

    link.cut_after('up', 3000);
    await assert.rejects(made.exchange(16 << 10));
    let kept = 0;
    for (let tries = 0; kept === 0 && tries < 100; tries += 1) {
        await pause(50);
        kept = await counted('comite.iquique', 'corte');
    }
    const done = await made.sync();

    assert.equal(link.deaths, 1);
    assert.ok(kept > 0 && kept < ids.length, `${kept} of ${ids.length}`);
    assert.equal(done.pushed, ids.length);
    assert.equal(await counted('comite.iquique', 'corte'), ids.length);
});

test('on a link whose every connection dies after 8 KB it comes to its end, with every op once', async () => {
    const link = await BadLink.open(server.port);
    const made = await device('8kb.json', 'encargado.sanpedrodeatacama', link.port);
    const ids = add_follow_ups(made, '8kb', 150);

    link.dieEvery(8 << 10);
    const done = await made.sync();
    await link.close();

    assert.ok(link.deaths >= 2);
    assert.equal(done.pushed, ids.length);
    assert.equal(await counted('comite.sanpedrodeatacama', '8kb'), ids.length);
});

test('a server that is too new for it is not asked over and over', async () => {
    const made = await device('viejo.json', 'comite.calama');
    made.request = () => frame('{"minga":99}');

    await assert.rejects(made.sync(), /unsupported_version/);
});

test('an answer that is cut is asked for again, and the batch that was sent twice counts once', async () => {
    const link = await dying_link();
    const made = await device('respuesta.json', 'encargado.iquique', link.port);
    const ids = add_follow_ups(made, 'respuesta', 20);

    link.cut_after('down', 100);
    const done = await made.sync();

    assert.equal(link.deaths, 1);
    assert.equal(done.failures, 1);
    assert.equal(done.pushed, ids.length);
    assert.equal(await counted('comite.iquique', 'respuesta'), ids.length);
});

test('a first reading that is cut over and over comes to its end', async () => {
    const link = await dying_link();
    const made = new Device(path.join(stores, 'lectura.json'));
    await made.login(`http://127.0.0.1:${link.port}`, 'comite.loprado', demo_password);
    const cutting = setInterval(() => { if (link.deaths < 8) link.cut_after('down', 1500); }, 5);

    const done = await made.sync().finally(() => clearInterval(cutting));

    const whole = await signed_in(server, 'comite.loprado');
    assert.ok(done.failures >= 1);
    assert.deepEqual(Object.keys(made.state.records).sort(), [...whole.records.keys()].sort());
});

test('a process that is killed while it sends goes on when it is started again', async () => {
    const stuck = net.createServer((socket) => socket.on('error', () => {}).on('data', () => {}));
    await new Promise((resolve) => { stuck.listen(0, '127.0.0.1', resolve); });
    const made = await device('muerte.json', 'encargado.calama');
    const ids = add_follow_ups(made, 'muerte', 10);
    // Half of the first request arrives, nobody answers, and the process dies.
    made.state.server = `http://127.0.0.1:${stuck.address().port}`;
    made.save();
    const killed = spawn(process.execPath, [program, made.file, 'sync']);
    await new Promise((resolve) => { stuck.once('connection', resolve); });
    await pause(100);
    killed.kill('SIGKILL');
    await new Promise((resolve) => { killed.once('exit', resolve); });
    stuck.close();

    client('muerte.json', 'login', `http://127.0.0.1:${server.port}`, 'encargado.calama');
    const [done] = client('muerte.json', 'sync');

    assert.equal(done.pushed, ids.length);
    assert.equal(await counted('comite.calama', 'muerte'), ids.length);
});

test('the same batch twice gets the same verdicts and adds no link to the chain', async () => {
    const made = await device('repetido.json', 'encargado.loprado');
    add_follow_ups(made, 'repetido', 5);
    const post = async () => {
        const answer = await server.request('POST', '/api/v1/sync', {
            token: made.state.token, body: made.request(1 << 20), headers: { 'Content-Type': 'application/x-ndjson' },
        });
        return read_frames(answer.body)[0];
    };

    const first = await post();
    const second = await post();
    await made.sync();

    assert.equal(first.verdicts.length, 1);
    assert.deepEqual(second.verdicts, first.verdicts);
    assert.deepEqual(second.head, first.head);
    assert.equal(await counted('comite.loprado', 'repetido'), 5);
});

test('two copies of one store become two devices, and neither loses a word', async () => {
    const made = await device('copia-1.json', 'encargado.altohospicio');
    add_follow_ups(made, 'antes', 2);
    await made.sync();
    copyFileSync(path.join(stores, 'copia-1.json'), path.join(stores, 'copia-2.json'));
    const copy = new Device(path.join(stores, 'copia-2.json'));
    add_follow_ups(made, 'original', 3);
    add_follow_ups(copy, 'copia', 4);

    await made.sync();
    await copy.sync();

    assert.notEqual(copy.state.device, made.state.device);
    assert.deepEqual(copy.state.formerly.map(([name]) => name), [made.state.device]);
    const user = 'comite.altohospicio';
    assert.deepEqual([await counted(user, 'antes'), await counted(user, 'original'), await counted(user, 'copia')], [2, 3, 4]);
});

test('a server that came back from an older backup is offered again what it lost', async () => {
    const folder = temporary_folder();
    const older = await Server.start(folder, ['--demo']);
    const made = new Device(path.join(stores, 'respaldo.json'));
    await made.login(`http://127.0.0.1:${older.port}`, 'encargado.calama', demo_password);
    await made.sync();
    add_follow_ups(made, 'guardado', 2);
    await made.sync();
    const backup = path.join(stores, 'respaldo.db');
    assert.equal(run(['backup', backup, '--data', folder]).code, 0);
    add_follow_ups(made, 'perdido', 3);
    await made.sync();
    await older.stop();
    const restored = temporary_folder();
    assert.equal(run(['restore', backup, '--data', restored]).code, 0);

    const newer = await Server.start(restored);
    await made.login(`http://127.0.0.1:${newer.port}`, 'encargado.calama', demo_password);
    await made.sync();

    const reader = await signed_in(newer, 'comite.calama');
    const texts = reader.all('follow_up').map((record) => record.f.observations ?? '');
    assert.equal(texts.filter((text) => text.startsWith('guardado ')).length, 2);
    assert.equal(texts.filter((text) => text.startsWith('perdido ')).length, 3);
    await newer.stop();
});

test('an op from before a restore says in which epoch its base counts', async () => {
    const made = await device('epoca.json', 'comite.loprado');
    const { epoch } = made.state;
    const [first, second] = made.list('activity').map(({ id }) => id);
    made.edit(first, { owner: 'Eva' });
    const told = (records) => ({ header: { epoch: 'otra', next_n: 1, cursors: {} }, records, lists: [] });

    made.take(told([{ i: second, r: 1, f: { owner: 'Ana' } }]), { pulled: 0 });
    made.edit(first, { owner: 'Eva Paz' });
    made.edit(second, { owner: 'Ana Paz' });

    const [header, ...ops] = read_frames(made.request(1 << 20));
    assert.deepEqual([header.epoch, header.own_n, header.last_n], ['otra', 1, 3]);
    assert.deepEqual(ops.map((op) => op.e), [epoch, epoch, undefined]);
    assert.ok(Object.values(header.cursors).every((cursor) => cursor === 0));
});

test('an institution that is taken away leaves with its records, comes back whole, and no word is lost', async () => {
    const role = (...more) => {
        const done = run(['user', 'role', 'alcaldia.sanpedrodeatacama', '--role', 'improvement_committee',
            '--organization', '02201', '--data', data, ...more]);
        assert.equal(done.code, 0, done.err);
    };
    const homes = () => new Set(Object.values(made.state.records).map((record) => record.o));
    const made = await device('alcance.json', 'alcaldia.sanpedrodeatacama');
    const before_all = Object.keys(made.state.records).length;
    role();
    await made.sync();
    const calama = [...homes()].find((home) => home !== made.state.home);
    const [activity] = made.list('activity', { status: 'in_progress' }).filter(({ o }) => o === calama);
    made.edit(activity.id, { owner_position: 'Antes' });
    await made.sync();

    made.edit(activity.id, { owner_position: 'Sin acceso' });
    role('--remove');
    await made.sync();
    const [refused] = made.inbox().filter((entry) => entry.op);

    assert.deepEqual([...homes()], [made.state.home]);
    assert.equal(Object.keys(made.state.records).length, before_all);
    assert.equal(refused.op.s.owner_position, 'Sin acceso');
    assert.deepEqual(refused.reasons.map((reason) => reason.code), ['scope_lost']);

    role();
    await made.sync();

    assert.equal(made.view(activity.id).f.owner_position, 'Antes');
    assert.equal(made.view(activity.id).f.name, activity.f.name);
});

test('what was deleted while it was away for long goes, but for what still has its work', async () => {
    const made = await device('lejos.json', 'comite.loprado');
    const scope = made.state.home;
    const [deleted, edited, ...others] = made.list('activity').map(({ id }) => id);
    made.edit(edited, { owner: 'Eva' });
    const named = Object.keys(made.state.records).filter((id) => id !== deleted && id !== edited);
    const header = { epoch: made.state.epoch, next_n: 1, cursors: { [scope]: 900 } };

    made.take({ header, records: [], lists: [{ scope, ids: named.slice(0, 5) }] }, { pulled: 0 });
    const on_the_way = Object.keys(made.state.records).length;
    made.take({ header: { ...header, listed: [scope] }, records: [], lists: [{ scope, ids: named.slice(5) }] }, { pulled: 0 });

    assert.equal(on_the_way, named.length + 2);
    assert.ok(!(deleted in made.state.records) && edited in made.state.records);
    assert.ok(others.every((id) => id in made.state.records));
    assert.deepEqual(made.state.named, {});
});

test('what it sends is what the description says', async () => {
    const { json: description } = await server.json('GET', '/api/v1/openapi.json');
    const schemas = json_schema(description, { is_closed: true });
    const made = await device('forma.json', 'comite.loprado');
    const [activity] = made.list('activity');
    add_follow_ups(made, 'forma', 2);
    made.edit(activity.id, { owner: 'Eva', own_kclp: null });

    const [header, ...ops] = read_frames(made.request(1 << 20));

    assert.deepEqual(schemas.faults('SyncRequest', header), []);
    assert.equal(ops.length, 3);
    for (const op of ops) assert.deepEqual(schemas.faults('Op', op), []);
    assert.equal(description['x-minga-schema'], ops[0].v);
});

test('after all this the server stops well, and the audit chain holds', async () => {
    await server.stop();

    const verified = run(['verify', '--data', data]);

    assert.equal(verified.code, 0, verified.err);
});
