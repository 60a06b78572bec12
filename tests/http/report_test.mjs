// The consolidated view: SUBDERE sees all, a municipality its own row.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Server, assert_problem, natural_id, signed_in, temporary_folder } from './support.mjs';

let server;

before(async () => { server = await Server.start(temporary_folder(), ['--demo']); });

async function report(user, query = '') {
    const { token } = await server.login(user);
    const answer = await server.json('GET', `/api/v1/reports/consolidated${query}`, { token });
    assert.equal(answer.status, 200, answer.body.toString());
    return answer.json;
}

const puerto_varas = (all) => all.rows.find((row) => row.commune === '10109');

test('SUBDERE sees all 345 municipalities, north to south, with totals from sums', async () => {
    const all = await report('subdere');

    assert.equal(all.rows.length, 345);
    assert.equal(all.rows[0].region, '15');
    assert.equal(all.rows.at(-1).region, '12');
    assert.equal(all.rows.filter((row) => row.enrolled).length, 6);
    assert.equal(all.totals.municipalities, 345);
    assert.equal(all.totals.with_diagnosis, 6);
    const sum = (pick) => all.rows.reduce((total, row) => total + (pick(row) ?? 0), 0);
    assert.equal(all.totals.plan.own_kclp, sum((row) => row.plan?.own_kclp));
    assert.equal(all.totals.plan.activities, sum((row) => row.plan?.activities));
    assert.equal(all.totals.diagnosis.obtained, sum((row) => row.diagnosis?.obtained));
});

test("Puerto Varas' diagnosis is the guide's example", async () => {
    const { diagnosis, plan } = puerto_varas(await report('subdere'));

    assert.deepEqual([diagnosis.obtained, diagnosis.maximum, diagnosis.percent], [117, 234, 50]);
    assert.deepEqual([diagnosis.answered, diagnosis.questions, diagnosis.state], [78, 78, 'closed']);
    assert.equal(plan.lines, 3);
    assert.ok(plan.executed > 0 && plan.late > 0 && plan.activities > plan.executed + plan.late);
    assert.deepEqual([plan.own_kclp, plan.subdere_kclp], [9050, 26800]);
});

test('every pilot commune has lines, executed and late activities, and money', async () => {
    const pilots = (await report('subdere')).rows.filter((row) => row.enrolled);

    for (const { name, plan } of pilots) {
        assert.ok(plan.lines >= 2 && plan.activities >= 10, name);
        assert.ok(plan.executed > 0 && plan.late > 0, name);
        assert.ok(plan.own_kclp > 0 && plan.subdere_kclp > 0, name);
    }
});

test('one region can be asked for, and an unknown one is said to be so', async () => {
    const lakes = await report('subdere', '?region=10');

    assert.equal(lakes.rows.length, 30);
    assert.ok(lakes.rows.every((row) => row.region === '10'));
    const { token } = await server.login('subdere');
    assert_problem(await server.request('GET', '/api/v1/reports/consolidated?region=77', { token }), 404, 'not_found');
});

test('a municipality sees its own row only', async () => {
    const own = await report('alcaldia.iquique');

    assert.deepEqual(own.rows.map((row) => row.commune), ['01101']);
});

test('a regional government sees no municipality by being one', async () => {
    assert.deepEqual((await report('comite.loslagos')).rows, []);
});

test('a new diagnosis counts once all its questions are answered', async () => {
    const device = await signed_in(server, 'secretaria.puertovaras');
    const [open] = device.all('assessment', (r) => r.f.state === 'draft');
    const answers = Array.from({ length: 78 }, (_, i) => String(i + 1)).map((element) =>
        device.create('answer', device.home, { assessment: open.i, element, level: 2 },
            natural_id('answer', open.i, element)));

    await device.sync(answers.slice(0, 77));
    const before_last = puerto_varas(await report('subdere'));
    await device.sync(answers.slice(77));
    const after_last = puerto_varas(await report('subdere'));

    assert.equal(before_last.diagnosis.obtained, 117);
    assert.deepEqual([after_last.diagnosis.obtained, after_last.diagnosis.percent], [156, 67]);
    assert.ok(after_last.last_change > Date.now() - 60_000);
});
