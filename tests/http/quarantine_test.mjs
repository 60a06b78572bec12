// What arrives from somebody who had lost their access: who sees it, who decides, and how often.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { before, test } from 'node:test';
import { Server, assert_problem, run, signed_in, temporary_folder } from './support.mjs';

const data = temporary_folder();
const folder = ['--data', data];
let server;
let author;
let reviewer;
let neighbour;
let ops;

before(async () => {
    server = await Server.start(data, ['--demo']);
    author = await signed_in(server, 'encargado.puertovaras');
    reviewer = await signed_in(server, 'comite.puertovaras');
    neighbour = await signed_in(server, 'comite.calama');
    const line = author.all('action_line', (r) => r.f.owner_user === 'encargado.puertovaras')[0];
    const done = run(['user', 'role', 'encargado.puertovaras', '--role', 'line_owner',
        '--organization', author.home, '--remove', ...folder]);
    assert.equal(done.code, 0, done.err);
    ops = Array.from({ length: 6 }, (_, i) => author.create('follow_up', author.home, {
        action_line: line.i, date: '2026-11-19', observations: `Escrito antes, ${i + 1}`,
    }));
    await author.sync(ops);
    for (const op of ops) assert.equal(author.verdict(op).x[0].code, 'scope_lost');
});

/** Rows of the store, read beside the server. */
function rows(data_folder, sql) {
    const program = 'import json, sqlite3, sys\n'
        + 'with sqlite3.connect(sys.argv[1]) as db: print(json.dumps(db.execute(sys.argv[2]).fetchall()))';
    const done = spawnSync('python3', ['-c', program, path.join(data_folder, 'minga.db'), sql], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return JSON.parse(done.stdout);
}

const list = (device, at = server) => at.json('GET', '/api/v1/reports/quarantine', { token: device.token });
const decide = (device, number, decision, at = server) =>
    at.json('POST', `/api/v1/quarantine/${number}`, { token: device.token, value: { decision } });
const number_of = async (op) => (await list(reviewer)).json.items.find((item) => item.record === op.i)?.number;
const lives = async (op) => (await signed_in(server, 'comite.puertovaras')).records.has(op.i);

test('whoever reviews the institution sees who wrote what, and none of it was applied', async () => {
    const { status, json } = await list(reviewer);

    assert.equal(status, 200);
    assert.deepEqual(json.items.map((item) => item.record), ops.map((op) => op.i));
    const [first] = json.items;
    assert.equal(first.state, 'held');
    assert.equal(first.readable, true);
    assert.equal(first.kind, 'follow_up');
    assert.equal(first.set.observations, 'Escrito antes, 1');
    assert.equal(first.author, author.me.name);
    assert.equal(first.decided_by, '');
    assert.equal(first.device, author.id);
    assert.deepEqual([first.exists, first.deleted, first.present], [false, false, {}]);
    assert.ok(!await lives(ops[0]));
});

test('a stranger is turned away, and another institution does not learn that it exists', async () => {
    const stranger = await signed_in(server, 'encargado.calama');
    const number = await number_of(ops[0]);

    assert_problem(await list(stranger), 403, 'forbidden');
    assert.deepEqual((await list(neighbour)).json.items, []);
    for (const decision of ['release', 'discard']) {
        assert_problem(await decide(neighbour, number, decision), 404, 'not_found');
        assert_problem(await decide(stranger, number, decision), 404, 'not_found');
        assert_problem(await decide(author, number, decision), 404, 'not_found');
    }
    assert_problem(await decide(reviewer, 9999, 'release'), 404, 'not_found');
    assert_problem(await decide(reviewer, number, 'maybe'), 400, 'malformed');
    assert_problem(await decide(reviewer, 'uno', 'release'), 400, 'malformed');
    assert.equal((await list(reviewer)).json.items.length, ops.length);
});

test('what is released is applied as the reviewer\'s own, once; the second is told who was first', async () => {
    const number = await number_of(ops[0]);
    const mayor = await signed_in(server, 'alcaldia.puertovaras');

    const released = await decide(reviewer, number, 'release');

    assert.equal(released.status, 200, released.body.toString());
    assert.equal(released.json.verdict.v, 'applied');
    assert.ok(await lives(ops[0]));
    const authors = rows(data, `SELECT author FROM op WHERE payload LIKE '%${ops[0].i}%' ORDER BY received_at, author`);
    assert.deepEqual(authors.flat().sort(), [author.me.name, reviewer.me.name].sort());
    assert.equal(await number_of(ops[0]), undefined);
    for (const decision of ['release', 'discard']) {
        const told = assert_problem(await decide(mayor, number, decision), 409, 'conflict_settled');
        assert.ok(told.detail.includes(reviewer.me.name), told.detail);
    }
});

test('what is discarded is not applied, and waits no more; its author is told why', async () => {
    const number = await number_of(ops[1]);
    const reason = 'Ya lo había escrito otra persona.';

    const discarded = await server.json('POST', `/api/v1/quarantine/${number}`, {
        token: reviewer.token, value: { decision: 'discard', reason },
    });
    const items = rows(data, `SELECT state, reason FROM quarantine WHERE number = ${number}`);
    assert.deepEqual(items, [['discarded', reason]]);
    assert_problem(await server.json('POST', `/api/v1/quarantine/${number}`, {
        token: reviewer.token, value: { decision: 'discard', reason: 'x'.repeat(1001) },
    }), 422, 'too_long');

    assert.deepEqual([discarded.status, discarded.json], [200, {}]);
    assert.equal(await number_of(ops[1]), undefined);
    assert.ok(!await lives(ops[1]));
    assert_problem(await decide(reviewer, number, 'release'), 409, 'conflict_settled');
});

test('the command line does the same', async () => {
    const cli = (...args) => run(['quarantine', ...args, ...folder]);
    const items = (...args) => cli('list', ...args).out.trim().split('\n').map((line) => JSON.parse(line));
    const [third, fourth] = [await number_of(ops[2]), await number_of(ops[3])];

    assert.deepEqual(items().map((item) => item.record), ops.slice(2).map((op) => op.i));
    assert.equal(items('--all').length, ops.length);
    assert.equal(items('--organization', author.home).length, ops.length - 2);
    assert.equal(cli('list', '--organization', neighbour.home).out, '');
    assert.equal(JSON.parse(cli('show', String(third)).out).set.observations, 'Escrito antes, 3');
    assert.match(cli('show', '9999').err, /not_found/);
    const wrong = cli('release', String(third), '--as', 'comite.calama');
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /forbidden/);

    const released = cli('release', String(third), '--as', 'comite.puertovaras');
    assert.equal(released.code, 0, released.err);
    assert.match(released.out, /Liberado: applied/);
    const discarded = cli('discard', String(fourth), '--as', 'comite.puertovaras');
    assert.equal(discarded.code, 0, discarded.err);
    assert.match(discarded.out, /Descartado/);
    assert.ok(await lives(ops[2]));
    assert.ok(!await lives(ops[3]));
    const again = cli('discard', String(third), '--as', 'alcaldia.puertovaras');
    assert.equal(again.code, 1);
    assert.ok(again.err.includes(`ya lo revisó ${reviewer.me.name}`), again.err);
});

test('one entry that cannot be read does not hide the others, and can be discarded', async () => {
    const copy = temporary_folder();
    const file = path.join(copy, 'respaldo.db');
    assert.equal(run(['backup', file, ...folder]).code, 0);
    assert.equal(run(['restore', file, '--data', copy]).code, 0);
    rows(copy, `UPDATE op SET payload = 'nada' WHERE device = x'${author.id.replaceAll('-', '')}' AND n = ${ops[4].n}`);
    const other = await Server.start(copy);
    const there = await signed_in(other, 'comite.puertovaras');

    const { status, json } = await list(there, other);

    assert.equal(status, 200);
    assert.deepEqual(json.items.map((item) => [item.record, item.readable]),
        [[ops[4].i, false], [ops[5].i, true]]);
    const { number } = json.items[0];
    assert_problem(await decide(there, number, 'release', other), 400, 'malformed');
    assert.equal(JSON.parse(run(['quarantine', 'show', String(number), '--data', copy]).out).readable, false);
    assert.equal((await decide(there, number, 'discard', other)).status, 200);
    assert.equal((await decide(there, json.items[1].number, 'release', other)).status, 200);
    assert.deepEqual((await list(there, other)).json.items, []);
    await other.stop();
});

test('after all this the audit chain holds', async () => {
    const verified = run(['verify', ...folder]);
    assert.equal(verified.code, 0, verified.err);
    const events = rows(data, "SELECT entry FROM audit WHERE entry LIKE '%quarantine_%' ORDER BY number")
        .map(([entry]) => JSON.parse(entry).event);
    assert.deepEqual(events, ['quarantine_released', 'quarantine_discarded', 'quarantine_released', 'quarantine_discarded']);
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
});
