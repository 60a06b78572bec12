// The API's description: sound by the rules of OpenAPI, and true of the server that serves it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Described, json_schema } from './described.mjs';
import {
    Server, demo_password, program, read_frames, signed_in, temporary_folder,
} from './support.mjs';

let server;
let description;

before(async () => {
    server = await Server.start(temporary_folder(), ['--demo']);
    const answer = await server.json('GET', '/api/v1/openapi.json');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'application/json');
    description = answer.json;
});

const copy = (value) => JSON.parse(JSON.stringify(value));
const operations = () => Object.entries(description.paths).flatMap(([path, { parameters = [], ...item }]) => (
    Object.entries(item).map(([method, operation]) => ({
        path, method: method.toUpperCase(), operation, parameters: [...parameters, ...operation.parameters ?? []],
    }))));

test('it is sound OpenAPI 3.1', async () => {
    const validator = new Validator();

    const result = await validator.validate(copy(description));

    assert.deepEqual(result.errors ?? [], []);
    assert.ok(result.valid);
    assert.equal(validator.version, '3.1');
});

test('the validator would tell a fault', async () => {
    const broken = copy(description);
    delete broken.paths['/api/v1/me'].get.responses;
    broken.paths['/api/v1/sync'].post.requestBody = 'frames';

    const result = await new Validator().validate(broken);

    assert.equal(result.valid, false);
});

test('every schema is sound JSON Schema, and its examples are examples of it', () => {
    const schemas = json_schema(description);

    const names = Object.keys(description.components.schemas);
    for (const name of names) {
        schemas.faults(name, null);
        for (const example of description.components.schemas[name].examples ?? []) {
            assert.deepEqual(schemas.faults(name, example), [], name);
        }
    }

    assert.ok(names.length > 80);
});

test('each operation has a name of its own, and says what it does', () => {
    const names = operations().map(({ operation }) => operation.operationId);

    assert.equal(new Set(names).size, names.length);
    for (const { path, operation, parameters } of operations()) {
        assert.ok(operation.summary && operation.tags.length === 1, path);
        const declared = parameters
            .map((p) => (p.$ref ? description.components.parameters[p.$ref.split('/').pop()] : p))
            .filter((p) => p.in === 'path').map((p) => p.name);
        assert.deepEqual([...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]), declared, path);
    }
});

test('every described path is there, and asks for a login where it says so', async () => {
    for (const { path, method, operation } of operations()) {
        const target = path.replace('{kind}', 'plan').replace(/\{[^}]*\}/g, '0'.repeat(64));
        const answer = await server.bare_request(method, target);
        const is_open = operation.security?.length === 0;

        assert.notEqual(answer.status, 405, `${method} ${path}`);
        assert.equal(answer.status === 401, !is_open, `${method} ${path}: ${answer.status}`);
    }
});

test('an answer that is not as described is noticed', async () => {
    const { token } = await server.login('comite.calama');
    const answer = await server.bare_request('GET', '/api/v1/me', { token });
    const check = (change) => {
        const changed = copy(description);
        change(changed);
        new Described(changed, read_frames).check('GET', '/api/v1/me', answer);
    };

    check(() => {});
    const me_is_wrong = /GET \/api\/v1\/me/;
    assert.throws(() => check(({ components: { schemas: { Me } } }) => {
        delete Me.properties.name;
        Me.required = [];
    }), me_is_wrong);
    assert.throws(() => check((d) => { d.components.schemas.Me.properties.login.type = 'integer'; }), me_is_wrong);
    assert.throws(() => check((d) => { delete d.paths['/api/v1/me'].get.responses[200]; }), /is described/);
});

test('every kind of record is described with the fields that its export has', async () => {
    const { token } = await server.login('subdere');
    const kinds = description.components.schemas.RecordKind.enum;
    assert.ok(kinds.length >= 29);

    for (const kind of kinds) {
        const answer = await server.request('GET', `/api/v1/export/${kind}.csv`, { token });
        const [head] = answer.body.toString().replace('\ufeff', '').split('\r\n');
        const { properties } = description.components.schemas[kind];

        assert.deepEqual(head.split(';'), ['id', 'organization', 'rev', 'deleted', ...Object.keys(properties)]);
    }
});

test('all records of the demonstration are as their kinds are described', async () => {
    const device = await signed_in(server, 'subdere');
    const schemas = json_schema(description, { is_closed: true });

    const kinds = new Set();
    for (const record of device.records.values()) {
        kinds.add(record.k);
        assert.deepEqual(schemas.faults(record.k, record.f), [], `${record.k} ${record.i}`);
    }

    assert.ok(kinds.size >= 10);
});

/** A value that is just outside what `schema` allows, and the code of its refusal. */
function outside(schema) {
    if (schema.enum) return ['no es una opción', 'not_a_choice'];
    if (schema.maxLength) return ['ñ'.repeat(schema.maxLength + 1), 'too_long'];
    if (schema.maximum !== undefined) return [schema.maximum + 1, 'out_of_range'];
    if (schema.pattern) return ['2026-13', 'bad_month'];
    if (schema.format === 'date') return ['2026-02-30', 'bad_date'];
    if (schema.type === 'boolean') return [12, 'wrong_type'];
    return null;
}

test('the limits that are described are those that the server holds to', async () => {
    const device = await signed_in(server, 'comite.iquique');
    const checked = [];
    const ops = [];
    for (const kind of ['activity', 'action_line', 'plan', 'follow_up']) {
        const [record] = device.all(kind);
        for (const [field, schema] of Object.entries(description.components.schemas[kind].properties)) {
            const case_of = outside(schema);
            if (!case_of || schema['x-minga-merge']) continue;
            const op = device.edit(record, { [field]: case_of[0] });
            ops.push(op);
            checked.push({ kind, field, code: case_of[1], op });
        }
    }

    await device.sync(ops);

    assert.ok(checked.length >= 25);
    for (const { kind, field, code, op } of checked) {
        assert.deepEqual(device.verdict(op).x?.map((x) => [x.field, x.code]), [[field, code]], `${kind}.${field}`);
    }
});

/** Passes requests on to the server and keeps them; the answers that `drops` counts are lost. */
async function listening_proxy() {
    const proxy = { exchanges: [], drops: 0 };
    const listener = http.createServer((request, response) => {
        const chunks = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', async () => {
            const { url, method, headers } = request;
            const body = Buffer.concat(chunks);
            const answer = await server.bare_request(method, url, { headers, body: body.length ? body : null });
            if (url.endsWith('/sync')) {
                const plain = (bytes, encoding) => read_frames(encoding === 'gzip' ? gunzipSync(bytes) : bytes);
                const sent = plain(body, headers['content-encoding']);
                proxy.exchanges.push({ sent, got: plain(answer.body, answer.headers['content-encoding']) });
                if (proxy.drops > 0) {
                    proxy.drops -= 1;
                    request.socket.destroy();
                    return;
                }
            }
            response.writeHead(answer.status, answer.headers).end(answer.body);
        });
    });
    await new Promise((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
    after(() => listener.close());
    proxy.url = `http://127.0.0.1:${listener.address().port}`;
    return proxy;
}

test('our own device sends and gets nothing that is not described', async () => {
    const proxy = await listening_proxy();
    const store = path.join(temporary_folder(), 'luis.db');
    const device = async (...words) => {
        const minga_device = path.join(path.dirname(program), 'minga-device');
        const child = spawn(minga_device, ['--store', store, '--server', proxy.url, ...words],
            { env: { ...process.env, MINGA_PASSWORD: demo_password } });
        let out = '';
        let err = '';
        child.stdout.on('data', (chunk) => { out += chunk; });
        child.stderr.on('data', (chunk) => { err += chunk; });
        const code = await new Promise((resolve) => { child.on('close', resolve); });
        return { code, out, err };
    };
    await device('login', 'comite.sanpedrodeatacama');
    await device('sync');
    const line = JSON.parse((await device('list', 'action_line')).out.split('\n')[0]).id;
    for (const text of ['uno', 'dos', 'tres']) {
        const made = await device('new', 'follow_up', `action_line=${line}`, 'date=2026-11-20', `observations=${text}`);
        assert.equal(made.code, 0, made.err);
    }

    proxy.drops = 1;
    await device('sync');
    const last = await device('sync');

    assert.equal(last.code, 0, last.err);
    const schemas = json_schema(description, { is_closed: true });
    assert.ok(proxy.exchanges.length >= 3);
    assert.ok(proxy.exchanges.flatMap(({ sent }) => sent.slice(1)).length >= 3);
    for (const { sent: [request, ...ops], got: [answer, ...records] } of proxy.exchanges) {
        assert.deepEqual(schemas.faults('SyncRequest', request), []);
        assert.deepEqual(schemas.faults('SyncAnswer', answer), []);
        for (const op of ops) assert.deepEqual(schemas.faults('Op', op), []);
        for (const record of records) assert.deepEqual(schemas.faults('AnswerFrame', record), []);
    }
});
