// The verbs of minga-device that people turn to when something waits: two of them, a server between.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Server, demo_password, program, run, temporary_folder } from './support.mjs';

const device_program = process.env.MINGA_DEVICE ?? path.join(path.dirname(program), 'minga-device');
const folder = temporary_folder();
let data = temporary_folder();
let server;

before(async () => {
    server = await Server.start(data, ['--demo']);
    for (const [store, user] of [['luis', 'comite.puertovaras'], ['pedro', 'encargado.puertovaras']]) {
        ok(store, 'login', user);
        ok(store, 'sync');
    }
});
after(() => server.stop());

function device(store, args) {
    const done = spawnSync(device_program,
        ['--store', path.join(folder, `${store}.db`), '--server', `http://127.0.0.1:${server.port}`, ...args],
        { encoding: 'utf8', timeout: 60_000, env: { ...process.env, MINGA_PASSWORD: demo_password } });
    return { code: done.status, out: done.stdout, err: done.stderr };
}

function ok(store, ...args) {
    const done = device(store, args);
    assert.equal(done.code, 0, `${args.join(' ')}: ${done.err}`);
    return done.out;
}

const lines = (...args) => ok(...args).split('\n').filter((line) => line).map((line) => JSON.parse(line));
const json = (...args) => lines(...args)[0];
const status = (store) => json(store, 'status');
const show = (store, id) => json(store, 'show', id);

/** The cells of a CSV without quoted line breaks. */
function cells(csv) {
    const [head, ...rows] = csv.replace(/^\ufeff/, '').trim().split(/\r?\n/)
        .map((line) => [...line.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g)]
            .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));
    return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
}

/** "2026-12" and so many months. */
function later(month, count) {
    const [year, number] = month.split('-').map(Number);
    return new Date(Date.UTC(year, number - 1 + count)).toISOString().slice(0, 7);
}

/** An activity of the line that both may write in. */
function activity_of_pedro() {
    const [line] = lines('pedro', 'list', 'action_line', 'name=Escuchar a quienes usan los servicios municipales');
    const [activity] = lines('pedro', 'list', 'activity', `action_line=${line.id}`, 'status=programmed');
    assert.ok(activity, 'the demonstration has one');
    return { line, activity };
}

test('a conflict comes into the inbox, can be taken along as a table, and is settled', () => {
    const { activity } = activity_of_pedro();
    ok('luis', 'set', activity.id, 'owner_position=De Luis');
    ok('luis', 'sync');
    ok('pedro', 'set', activity.id, 'owner_position=De Pedro');
    assert.equal(json('pedro', 'sync').conflicts, 1);

    const [item, ...others] = lines('pedro', 'inbox');
    assert.deepEqual(others, []);
    assert.deepEqual([item.type, item.field, item.theirs, item.mine, item.record],
        ['conflict', 'owner_position', 'De Luis', 'De Pedro', activity.id]);
    assert.equal(item.since, [item.theirs_at, item.mine_at].sort()[1]);
    assert.deepEqual(lines('pedro', 'inbox', 'field=name'), []);
    const [row] = cells(ok('pedro', 'inbox', '--csv'));
    assert.deepEqual([row.type, row.id, row.theirs, row.mine], ['conflict', item.id, 'De Luis', 'De Pedro']);

    ok('pedro', 'resolve', item.id, 'De los dos');
    assert.equal(status('pedro').conflicts, 0);
    ok('pedro', 'sync');
    ok('luis', 'sync');
    for (const store of ['luis', 'pedro']) {
        assert.equal(show(store, activity.id).owner_position, 'De los dos');
        assert.deepEqual(lines(store, 'inbox'), []);
    }
    const events = lines('pedro', 'history', activity.id, 'owner_position');
    assert.deepEqual(new Set(events.map(({ type }) => type)), new Set(['decided', 'proposed', 'written']));
    assert.deepEqual([events[0].type, events[0].to], ['decided', 'De los dos']);
    const again = device('luis', ['resolve', item.id, 'mine']);
    assert.equal(again.code, 1);
    assert.match(again.err, /resuel/i);
});

test('a refused change is corrected and applied', () => {
    const { line, activity } = activity_of_pedro();
    const [end, shorter] = [later(line.end_month, 2), later(line.end_month, 1)];
    ok('luis', 'set', line.id, `end_month=${end}`);
    ok('luis', 'sync');
    ok('pedro', 'sync');
    ok('pedro', 'set', activity.id, `end_month=${end}`, 'owner_position=Con rechazo');
    ok('luis', 'set', line.id, `end_month=${shorter}`);
    ok('luis', 'sync');
    assert.equal(json('pedro', 'sync').rejected, 1);

    const [item] = lines('pedro', 'inbox');
    assert.deepEqual([item.type, item.field, item.code], ['refused', 'end_month', 'outside_line']);
    assert.deepEqual(item.taken, ['owner_position']);
    assert.match(item.message, /línea/);
    assert.equal(device('pedro', ['correct', item.id, `end_month=${end}`]).code, 1);
    ok('pedro', 'correct', item.id, `end_month=${shorter}`);
    assert.equal(json('pedro', 'sync').rejected, 0);
    assert.deepEqual(lines('pedro', 'inbox'), []);
    ok('luis', 'sync');
    const there = show('luis', activity.id);
    assert.deepEqual([there.end_month, there.owner_position], [shorter, 'Con rechazo']);
});

/** How many requests the server has had so far, but for those of the test itself. */
async function requests() {
    const { body } = await server.request('GET', '/metrics');
    return body.toString().split('\n')
        .filter((line) => line.startsWith('minga_requests_total{') && !/"\/metrics|openapi/.test(line))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('one edit that is synchronized is exactly one request', async () => {
    const { activity } = activity_of_pedro();
    ok('pedro', 'sync');
    ok('pedro', 'set', activity.id, 'owner_position=Un solo viaje');
    const before = await requests();

    const told = json('pedro', 'sync');

    assert.equal(await requests() - before, 1);
    assert.deepEqual([told.requests, told.pushed], [1, 1]);
    assert.equal(status('pedro').pending, 0);
});

test('what waits in the queue is amended and taken back before it leaves', () => {
    const { activity } = activity_of_pedro();
    ok('pedro', 'set', activity.id, 'owner_position=Con erata');
    ok('pedro', 'set', activity.id, 'owner=Nadie');
    const [last, first] = lines('pedro', 'queue');
    assert.deepEqual([first.set, last.set], [{ owner_position: 'Con erata' }, { owner: 'Nadie' }]);
    assert.ok(last.made_at > first.made_at);

    ok('pedro', 'amend', String(first.op), 'owner_position=Sin errata');
    ok('pedro', 'withdraw', String(last.op));
    assert.equal(show('pedro', activity.id).owner, activity.owner);
    assert.deepEqual(lines('pedro', 'queue').map(({ set }) => set), [{ owner_position: 'Sin errata' }]);
    ok('pedro', 'sync');
    ok('luis', 'sync');
    const there = show('luis', activity.id);
    assert.deepEqual([there.owner_position, there.owner], ['Sin errata', activity.owner]);
    const late = device('pedro', ['withdraw', String(first.op)]);
    assert.equal(late.code, 1);
    assert.match(late.err, /\p{L}+.*\(\w+\)/u);
});

test('an idle exchange tells how far the server\'s backup reaches', () => {
    const { acked_n, backed_n } = status('pedro');
    assert.ok(acked_n > 0);
    assert.equal(backed_n, 0);
    assert.equal(run(['backup', path.join(folder, 'respaldo.db'), '--data', data]).code, 0);

    ok('pedro', 'sync');

    assert.equal(status('pedro').backed_n, acked_n);
    const { bytes_up } = json('pedro', 'sync');
    assert.ok(bytes_up < 400, `${bytes_up} bytes`);
});

test('what a restored server lost stands on the shelf and is written again', async () => {
    const { activity } = activity_of_pedro();
    ok('pedro', 'set', activity.id, 'owner_position=Después del respaldo');
    ok('pedro', 'sync');
    ok('luis', 'sync');
    await server.stop();
    data = temporary_folder();
    assert.equal(run(['restore', path.join(folder, 'respaldo.db'), '--data', data]).code, 0);
    server = await Server.start(data);
    ok('luis', 'login', 'comite.puertovaras');
    ok('luis', 'sync');

    const shelf = lines('luis', 'shelf');
    assert.deepEqual(shelf.map(({ record, field, value }) => [record, field, value]),
        [[activity.id, 'owner_position', 'Después del respaldo']]);
    const [notice] = lines('luis', 'notices');
    assert.equal(notice.type, 'server_restored');
    ok('luis', 'dismiss', String(notice.notice));
    assert.deepEqual(lines('luis', 'notices'), []);
    assert.equal(device('luis', ['dismiss', 'x']).code, 2);
    ok('luis', 'rewrite', activity.id);
    assert.deepEqual(lines('luis', 'shelf'), []);
    assert.equal(json('luis', 'sync').pushed, 1);
    assert.equal(device('luis', ['rewrite', activity.id]).code, 1);
});

test('a device is handed over with all that only it has, and the next person begins anew', () => {
    const { activity } = activity_of_pedro();
    const [cycle] = lines('luis', 'list', 'cycle');
    ok('luis', 'set', activity.id, 'owner=Sin enviar');
    const document = ok('luis', 'new', 'document', `cycle=${cycle.id}`, 'type=other', 'title=Acta').trim();
    const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(5000)]);
    writeFileSync(path.join(folder, 'foto.jpg'), photo);
    ok('luis', 'attach', document, path.join(folder, 'foto.jpg'));
    const other = device('luis', ['login', 'encargado.puertovaras']);
    assert.equal(other.code, 1);
    assert.match(other.err, /unaccepted_work/);

    // Nothing leaves a device whose copy cannot be written.
    const nowhere = path.join(folder, 'no', 'existe.jsonl');
    const failed = device('luis', ['hand-over', nowhere]);
    assert.equal(failed.code, 1);
    assert.match(failed.err, /No se quitó nada/);
    writeFileSync(path.join(folder, 'otra.jsonl'), 'de otra persona\n');
    assert.equal(device('luis', ['hand-over', path.join(folder, 'otra.jsonl')]).code, 1);
    assert.equal(readFileSync(path.join(folder, 'otra.jsonl'), 'utf8'), 'de otra persona\n');
    assert.deepEqual([status('luis').pending, status('luis').files], [3, 1]);

    const copy = path.join(folder, 'copia.jsonl');
    ok('luis', 'hand-over', copy);
    const kept = readFileSync(copy, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    assert.ok(kept.some(({ change }) => change?.s?.owner === 'Sin enviar'));
    const [file] = readdirSync(`${copy}.archivos`);
    assert.ok(readFileSync(path.join(`${copy}.archivos`, file)).equals(photo));
    assert.equal(kept.find((line) => line.file).copy, path.join(`${copy}.archivos`, file));
    assert.ok(!existsSync(`${copy}.partial`));

    assert.equal(status('luis').user, '');
    ok('luis', 'login', 'encargado.puertovaras');
    ok('luis', 'sync');
    assert.deepEqual([status('luis').user, status('luis').pending, status('luis').backed_n],
        ['encargado.puertovaras', 0, 0]);
    assert.equal(show('luis', activity.id).owner, activity.owner);
});
