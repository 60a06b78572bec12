// Who wrote what into a record: for its own institution, page by page, and for nobody else.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { Server, assert_problem, signed_in, temporary_folder } from './support.mjs';

let server;
let author;
let colleague;
let activity;

const told = (device, id, query = '') =>
    server.json('GET', `/api/v1/records/${id}/history${query}`, { token: device.token });

async function history(device, id, query = '') {
    const answer = await told(device, id, query);
    assert.equal(answer.status, 200, answer.body.toString());
    return answer.json;
}

before(async () => {
    server = await Server.start(temporary_folder(), ['--demo']);
    author = await signed_in(server, 'comite.puertovaras');
    colleague = await signed_in(server, 'encargado.puertovaras');
    const line = author.all('action_line', (r) => r.f.owner_user === 'encargado.puertovaras')[0];
    const made = author.create('activity', author.home, {
        action_line: line.i, name: 'Levantar', own_kclp: 500,
    });
    await author.sync([made]);
    activity = { i: made.i };
    assert.equal(author.verdict(made).v, 'applied');
});

/** The activity as the server has it: a device is not told what it wrote itself. */
async function present() {
    return (await signed_in(server, 'alcaldia.puertovaras')).records.get(activity.i);
}

test('each change tells who, when, from what to what; the latest comes first', async () => {
    const edit = author.edit(await present(), { own_kclp: 750 });
    await author.sync([edit]);

    const { record, kind, changes, before: next } = await history(author, activity.i);

    assert.deepEqual([record, kind, next], [activity.i, 'activity', '']);
    assert.deepEqual(changes.map((change) => change.rev), [2, 1]);
    const [last, first] = changes;
    assert.deepEqual([last.set, last.was], [{ own_kclp: 750 }, { own_kclp: 500 }]);
    assert.deepEqual([last.by, last.device, last.n], [author.me.name, author.id, edit.n]);
    assert.ok(last.made_at <= last.received_at && last.received_at >= first.received_at);
    assert.deepEqual([last.new, first.new, first.set.name], [false, true, 'Levantar']);
});

test('what was refused is not told, what waited is, and so is the decision', async () => {
    const refused = author.edit(await present(), { own_kclp: -1, name: 'Levantar el catastro' });
    await author.sync([refused]);
    assert.equal(author.verdict(refused).v, 'refused');
    const seen = await present();
    const theirs = colleague.edit(seen, { name: 'Uno' });
    const mine = author.edit(seen, { name: 'Otro' });
    await colleague.sync([theirs]);
    await author.sync([mine]);
    const [conflict] = author.all('conflict', (r) => r.f.record === activity.i);
    await author.sync([author.edit(conflict, { status: 'resolved', resolution: 'mine' })]);

    const { changes, decisions } = await history(author, activity.i);

    const [waited, accepted, mended] = changes;
    assert.deepEqual([waited.set.name, waited.proposed], ['Otro', ['name']]);
    assert.deepEqual([accepted.set.name, accepted.by, accepted.proposed], ['Uno', colleague.me.name, []]);
    assert.deepEqual(mended.set, { name: 'Levantar el catastro' });
    assert.deepEqual(decisions.map(({ field, by, value }) => [field, by, value]),
        [['name', author.me.name, 'Otro']]);
});

test('a page holds what was asked for, and leads to the next one', async () => {
    const whole = (await history(author, activity.i)).changes;
    const seen = [];
    let query = '?limit=2';
    for (let page = 0; query && page <= whole.length; page += 1) {
        const { changes, decisions, before: next } = await history(author, activity.i, query);
        assert.ok(changes.length <= 2);
        assert.equal(decisions.length > 0, page === 0);
        seen.push(...changes);
        query = next && `?limit=2&before=${encodeURIComponent(next)}`;
    }

    assert.deepEqual(seen, whole);
    for (const bad of ['limit=0', 'limit=101', 'limit=dos', 'before=ayer', 'before=1.2.x']) {
        const problem = assert_problem(await told(author, activity.i, `?${bad}`), 400, 'malformed');
        assert.equal(problem.field, bad.split('=')[0]);
    }
});

test('nobody else is told: not another municipality, not a stranger, not without signing in', async () => {
    const neighbour = await signed_in(server, 'comite.calama');
    const overseer = await signed_in(server, 'subdere');

    assert_problem(await told(neighbour, activity.i), 404, 'not_found');
    assert_problem(await told(author, randomUUID()), 404, 'not_found');
    assert_problem(await told(author, 'nada'), 404, 'not_found');
    assert_problem(await server.json('GET', `/api/v1/records/${activity.i}/history`), 401, 'unauthenticated');
    assert.equal((await history(overseer, activity.i)).record, activity.i);
});

test('who reads a record because it was shared does not read how it came to be', async () => {
    const validator = await signed_in(server, 'validador');
    const shared = validator.all('action_line')[0];
    assert.ok(shared, 'a plan was submitted to the validator');

    assert_problem(await told(validator, shared.i), 403, 'forbidden');
});

test('a removed record is told of as well', async () => {
    const gone = author.op({ i: activity.i, b: (await present()).r, d: true });
    await author.sync([gone]);

    const { changes } = await history(author, activity.i);

    assert.deepEqual([changes[0].removal, changes[0].set], [true, {}]);
});
