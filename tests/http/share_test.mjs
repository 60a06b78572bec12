// What a validator's device is given of a municipality: nothing before it submits, what it
// submitted from then on, and nothing any more once somebody else validates it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Device, Server, run, signed_in, temporary_folder } from './support.mjs';

const data = temporary_folder();
const files = temporary_folder();
let server;
let overseer;   // reads everything
let validator;

before(async () => {
    server = await Server.start(data, ['--demo']);
    overseer = await signed_in(server, 'subdere');
    validator = await signed_in(server, 'validador');
});
after(() => server.stop());

const town = (code) => overseer.all('organization', (r) => r.f.code === code)[0];
const cycles_of = (code) => overseer.all('cycle', (r) => r.o === town(code).i);
const draft_of = (code) => cycles_of(code).find((r) => r.f.state === 'draft_diagnosis');
const holds = (record) => validator.records.has(record.i);

/** Whoever runs the server writes a record as it should be. */
function write(kind, record) {
    const file = path.join(files, 'record.json');
    writeFileSync(file, JSON.stringify([{ id: record.i, organization: record.o, ...record.f }]));
    const done = run(['import', kind, file, '--data', data]);
    assert.equal(done.code, 0, done.err);
}

function walk(cycle, ...states) {
    for (const state of states) write('cycle', { ...cycle, f: { ...cycle.f, state } });
}

/** A device lets go of what it is told to. */
async function sync(device) {
    const header = await device.sync();
    for (const scope of header.gone ?? []) delete device.cursors[scope];
    for (const [id, { o, p = o, x = false }] of device.records) {
        if (x || header.gone?.includes(p)) device.records.delete(id);
    }
}

test('of each municipality a validator has what it submitted, and no draft', async () => {
    assert.ok(validator.me.scopes.length > 1);
    assert.ok(validator.me.scopes.every((scope) => scope === 'published' || scope.startsWith('after_submit/')));
    const code = '10109';
    const [submitted] = cycles_of(code).filter((r) => r.f.state === 'implementation');
    const lines = overseer.all('action_line', (r) => r.o === town(code).i);

    assert.ok(holds(town(code)) && holds(submitted));
    assert.ok(lines.length > 0 && lines.every(holds));
    assert.ok(!holds(draft_of(code)));
    for (const kind of ['enrollment', 'committee_member', 'meeting', 'follow_up', 'funding_request', 'dissemination']) {
        assert.ok(overseer.all(kind).length > 0, kind);
        assert.deepEqual(validator.all(kind), [], kind);
    }
    const diagnoses = overseer.all('assessment', (r) => r.f.type === 'diagnostic');
    assert.ok(diagnoses.length > 0 && !diagnoses.some(holds));
    assert.ok(!overseer.all('answer').some(holds));
    assert.ok(!holds(town('05101')), 'nobody assigned that one');
});

test('what a municipality submits comes, and goes where it withdraws', async () => {
    const cycle = draft_of('02201');
    walk(cycle, 'diagnosis_answered', 'invited', 'enrolled', 'counterparts_named', 'committee_formed', 'self_assessment');
    const letter = {
        i: crypto.randomUUID(), o: cycle.o, f: { cycle: cycle.i, type: 'mayor_letter', title: 'Oficio 7' },
    };
    const minutes = { ...letter, i: crypto.randomUUID(), f: { cycle: cycle.i, type: 'other', title: 'Apuntes' } };
    write('document', letter);
    write('document', minutes);
    await sync(validator);
    assert.ok(!holds(cycle) && !holds(letter));

    walk(cycle, 'self_assessment_submitted');
    await sync(validator);
    assert.equal(validator.records.get(letter.i)?.f.title, 'Oficio 7');
    assert.ok(holds(cycle) && !holds(minutes));

    walk(cycle, 'sa_doc_review', 'sa_interview', 'sa_validated', 'withdrawn');
    await sync(validator);
    assert.ok(!holds(cycle) && !holds(letter));
});

test('whoever is assigned to a municipality no more loses it, and keeps the others', async () => {
    const [of_one, of_other] = ['10109', '01101'].map((code) => overseer.all('plan', (r) => r.o === town(code).i)[0]);
    assert.ok(holds(of_one) && holds(of_other));
    const role = ['user', 'role', 'validador', '--role', 'validator', '--organization', '10109', '--data', data];

    assert.equal(run([...role, '--remove']).code, 0);
    await sync(validator);
    assert.ok(!holds(of_one) && !holds(town('10109')));
    assert.ok(holds(of_other));
    const fresh = new Device(server, validator.token);
    await fresh.sync();
    assert.ok(!fresh.records.has(of_one.i) && fresh.records.has(of_other.i));

    assert.equal(run(role).code, 0);
    await sync(validator);
    assert.ok(holds(of_one) && holds(of_other));
});

test('a good practice is everybody\'s once it is published', async () => {
    const author = await signed_in(server, 'comite.puertovaras');
    const reader = await signed_in(server, 'secretaria.calama');
    const practice = author.create('good_practice', author.home, { title: 'Ventanilla única' });
    await author.sync([practice]);
    await sync(reader);
    assert.ok(!reader.records.has(practice.i));

    await author.sync([author.edit({ i: practice.i, r: 1, f: {} }, { published: true })]);
    await sync(reader);
    assert.equal(reader.records.get(practice.i)?.f.title, 'Ventanilla única');
    assert.equal(reader.records.get(practice.i).p, 'published');

    await author.sync([author.edit({ i: practice.i, r: 2, f: { published: true } }, { published: false })]);
    await sync(reader);
    assert.ok(!reader.records.has(practice.i));
});
