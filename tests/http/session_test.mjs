// Signing in and out, and who a token is.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
    Server, answer_header, assert_problem, frame, read_frames, run, signed_in, temporary_folder,
} from './support.mjs';

let server;
const data = temporary_folder();

before(async () => { server = await Server.start(data, ['--demo']); });

const login = (user, password) =>
    server.json('POST', '/api/v1/session', { value: { user, password } });

test('a good password opens a session that says who it is', async () => {
    const session = await server.login('secretaria.puertovaras');

    assert.match(session.token, /^[0-9a-f]{40}$/);
    assert.ok(session.expires_at > Date.now() + 29 * 24 * 3600 * 1000);
    assert.equal(session.me.login, 'secretaria.puertovaras');
    const [role] = session.me.roles;
    assert.equal(role.role, 'municipal_secretary');
    assert.equal(role.organization.name, 'Municipalidad de Puerto Varas');
    assert.equal(role.organization.type, 'municipality');
    assert.deepEqual([role.organization.region, role.organization.commune], ['10', '10109']);
    assert.deepEqual(session.me.scopes, [role.organization.id]);
});

test('me answers the same as the session did', async () => {
    const session = await server.login('comite.calama');

    const me = await server.json('GET', '/api/v1/me', { token: session.token });

    assert.equal(me.status, 200);
    assert.equal(me.json.user, session.me.user);
    assert.deepEqual(me.json.roles, session.me.roles);
});

test('every demonstration login of the contract opens', async () => {
    const communes = ['puertovaras', 'iquique', 'altohospicio', 'calama', 'sanpedrodeatacama', 'loprado'];
    const parts = ['alcaldia', 'secretaria', 'comite', 'encargado'];
    const users = communes.flatMap((commune) => parts.map((part) => `${part}.${commune}`));
    users.push('validador', 'comite.loslagos', 'secretaria.loslagos', 'jefatura.servicio',
        'encargado.servicio', 'subdere', 'admin');

    for (const user of users) await server.login(user);
});

test('a login is read whatever its capitals and blanks', async () => {
    const session = await server.login(' Secretaria.PuertoVaras ');

    assert.equal(session.me.login, 'secretaria.puertovaras');
});

test('a wrong password and an unknown login are told apart by nobody', async () => {
    const wrong = assert_problem(await login('alcaldia.iquique', 'otra clave'), 401, 'bad_credentials');
    const unknown = assert_problem(await login('nadie.en.casa', 'otra clave'), 401, 'bad_credentials');

    assert.equal(wrong.detail, unknown.detail);
});

test('after too many failures a login waits, even with the right password', async () => {
    for (let i = 0; i < 8; i += 1) await login('comite.loprado', 'no es esta');

    const answer = await login('comite.loprado', 'minga-demo');

    assert_problem(answer, 429, 'too_many_requests');
    assert.ok(Number(answer.headers['retry-after']) > 0);
    await server.login('encargado.loprado');
});

test('a disabled person loses the session and cannot open another', async () => {
    const session = await server.login('alcaldia.calama');

    const disabled = run(['user', 'disable', 'alcaldia.calama', '--data', data]);

    assert.equal(disabled.code, 0, disabled.err);
    assert_problem(await server.request('GET', '/api/v1/me', { token: session.token }), 401, 'unauthenticated');
    assert_problem(await login('alcaldia.calama', 'minga-demo'), 401, 'bad_credentials');
});

test('a push that outlives its session is turned away whole', async () => {
    const device = await signed_in(server, 'encargado.calama');
    const op = device.create('follow_up', device.home, {
        action_line: device.all('action_line', (r) => r.f.owner_user)[0].i, date: '2026-11-19',
    });
    const bytes = Buffer.concat([frame(device.header()), frame(op)]);

    const answer = await server.held_request('POST', '/api/v1/sync', {
        token: device.token, body: bytes, stops_after: bytes.length - 20,
        headers: { 'Content-Type': 'application/x-ndjson' },
    }, () => assert.equal(run(['user', 'disable', 'encargado.calama', '--data', data]).code, 0));

    assert_problem(answer, 401, 'unauthenticated');
    const other = await signed_in(server, 'comite.calama');
    assert.ok(!other.records.has(op.i));
});

test('a push is held to the roles that its author has when it ends', async () => {
    const device = await signed_in(server, 'comite.iquique');
    const op = device.edit(device.all('activity', (r) => r.f.status === 'in_progress')[0],
        { name: 'De quien ya no está' });
    const bytes = Buffer.concat([frame(device.header()), frame(op)]);
    const taken = ['user', 'role', 'comite.iquique', '--role', 'improvement_committee',
        '--organization', device.home, '--remove', '--data', data];

    const answer = await server.held_request('POST', '/api/v1/sync', {
        token: device.token, body: bytes, stops_after: bytes.length - 20,
        headers: { 'Content-Type': 'application/x-ndjson' },
    }, () => { const done = run(taken); assert.equal(done.code, 0, done.err); });

    const header = answer_header(answer);
    assert.equal(header.verdicts[0].x[0].code, 'scope_lost');
    assert.deepEqual(header.gone, [device.home]);
    assert.equal(read_frames(answer.body).length, 1);
});

test('closing a session ends its token', async () => {
    const { token } = await server.login('encargado.iquique');

    const closed = await server.request('DELETE', '/api/v1/session', { token });

    assert.equal(closed.status, 204);
    assert_problem(await server.request('GET', '/api/v1/me', { token }), 401, 'unauthenticated');
});

test('without a token, or with a made-up one, nothing is told', async () => {
    assert_problem(await server.request('GET', '/api/v1/me'), 401, 'unauthenticated');
    assert_problem(await server.request('GET', '/api/v1/me', { token: '0'.repeat(64) }), 401, 'unauthenticated');
    assert_problem(await server.request('POST', '/api/v1/sync', { body: 'x' }), 401, 'unauthenticated');
    assert_problem(await server.request('GET', '/api/v1/export/activity.csv'), 401, 'unauthenticated');
});

test('credentials that are no JSON, incomplete or huge are refused', async () => {
    const post = (body, type = 'application/json') =>
        server.request('POST', '/api/v1/session', { body, headers: { 'Content-Type': type } });

    assert_problem(await post('{"user": "a"'), 400, 'malformed');
    assert_problem(await post('{"user": "subdere"}'), 400, 'malformed');
    assert_problem(await post('user=subdere', 'application/x-www-form-urlencoded'), 415, 'unsupported_media_type');
    assert_problem(await post(`{"user":"${'x'.repeat(100_000)}"}`), 413, 'too_large');
});

test('tokens and passwords are kept only as hashes, and the log names nobody', async () => {
    const { token } = await server.login('subdere');

    const dump = run(['export', 'organization', '--data', data]);

    assert.equal(dump.code, 0);
    assert.ok(!server.log.includes(token) && !server.log.includes('minga-demo'));
    assert.ok(!server.log.includes('subdere') && !server.log.includes('puertovaras'));
});
