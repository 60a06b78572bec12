// The server killed, stopped, doubled and overloaded: nothing that it acknowledged is lost.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { test } from 'node:test';
import {
    Device, Server, assert_problem, frame, pause, run, signed_in, temporary_folder,
} from './support.mjs';

const line_of = (device) => device.all('action_line', (r) => r.f.owner_user)[0].i;
const follow_up = (device, line) => device.create('follow_up', device.home, {
    action_line: line, date: '2026-11-19', programmed: 1, executed: 1,
});

test('killed in the middle of a push, it keeps what it acknowledged, and the chain holds', async () => {
    const data = temporary_folder();
    let server = await Server.start(data, ['--demo']);
    const device = await signed_in(server, 'encargado.puertovaras');
    const line = line_of(device);
    const sent = [];
    let is_running = true;
    const killing = pause(700).then(() => server.kill()).then(() => { is_running = false; });

    while (is_running) {
        const batch = Array.from({ length: 25 }, () => follow_up(device, line));
        sent.push(...batch);
        await device.sync(batch).catch(() => {});
    }
    await killing;
    const acknowledged = sent.filter((op) => device.verdict(op)?.v === 'applied');
    const verified = run(['verify', '--data', data]);
    server = await Server.start(data);
    const later = await signed_in(server, 'encargado.puertovaras');
    await server.stop();

    assert.ok(acknowledged.length > 0);
    assert.equal(verified.code, 0, verified.err);
    assert.deepEqual(acknowledged.filter((op) => !later.records.has(op.i)), []);
});

test('a second server on the same data is refused, and the first does not mind', async () => {
    const data = temporary_folder();
    const server = await Server.start(data);

    const second = run(['serve', '--data', data, '--port', '0']);

    assert.equal(second.code, 1);
    assert.match(second.err, /Ya hay un servidor de Minga/);
    assert.equal((await server.request('GET', '/healthz')).status, 200);
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
});

test('a taken port is refused with its number', async () => {
    const server = await Server.start(temporary_folder());

    const second = run(['serve', '--data', temporary_folder(), '--port', String(server.port)]);

    assert.equal(second.code, 1);
    assert.match(second.err, new RegExp(String(server.port)));
    await server.stop();
});

test('demonstration data fill an empty store only', async () => {
    const data = temporary_folder();
    const first = await Server.start(data, ['--demo']);
    assert.match(first.out, /secretaria\.puertovaras/);
    await first.stop();

    const second = run(['serve', '--data', data, '--demo', '--port', '0']);
    const third = await Server.start(data);

    assert.equal(second.code, 1);
    assert.match(second.err, /store_not_empty/);
    await third.login('subdere');
    await third.stop();
});

test('a stop waits for the request under way', async () => {
    const server = await Server.start(temporary_folder(), ['--demo']);
    const device = await signed_in(server, 'encargado.calama');
    const op = follow_up(device, line_of(device));
    const bytes = Buffer.concat([frame(device.header()), frame(op)]);

    const answered = new Promise((resolve, reject) => {
        const request = http.request({
            host: '127.0.0.1', port: server.port, method: 'POST', path: '/api/v1/sync', agent: false,
            headers: {
                Authorization: `Bearer ${device.token}`, 'Content-Type': 'application/x-ndjson',
                'Content-Length': bytes.length,
            },
        }, (response) => {
            const chunks = [];
            response.on('data', (chunk) => chunks.push(chunk));
            response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
        });
        request.on('error', reject);
        request.write(bytes.subarray(0, 40));
        setTimeout(() => server.process.kill('SIGTERM'), 200);
        setTimeout(() => request.end(bytes.subarray(40)), 600);
    });

    const answer = await answered;
    assert.equal(answer.status, 200);
    assert.match(answer.body.toString(), /"verdicts":\[\[1,1,1\]\]/);
    assert.deepEqual(await server.ended, { code: 0, signal: null });
});

test('with every thread taken, others are turned away with 503 and asked to come back', async () => {
    const server = await Server.start(temporary_folder(), ['--threads', '1', '--queue', '1']);
    const holders = [];
    for (let i = 0; i < 2; i += 1) {
        const holder = net.connect(server.port, '127.0.0.1');
        holder.on('error', () => {});
        // More of a body than is waited for without a thread, and not all of it.
        holder.write('POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n');
        holder.write(Buffer.alloc(70_000, '{'));
        holders.push(holder);
        await pause(500);  // One is being served, the next waits.
    }

    const answer = await server.request('GET', '/healthz');

    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers['retry-after']) > 0);
    assert.equal(JSON.parse(answer.body).code, 'busy');
    for (const holder of holders) holder.destroy();
    await pause(300);
    assert.equal((await server.request('GET', '/healthz')).status, 200);
    await server.stop();
});

test('a full store refuses with 507, loses nothing, and goes on when there is room', async () => {
    const data = temporary_folder();
    let server = await Server.start(data, ['--demo']);
    await server.stop();
    server = await Server.start(data, ['--store-limit', '4']);
    const device = await signed_in(server, 'encargado.iquique');
    const line = line_of(device);
    const long = 'Observaciones largas. '.repeat(180);
    const batches = Array.from({ length: 20 }, () => Array.from({ length: 40 }, () => {
        const op = follow_up(device, line);
        op.s.observations = long;
        return op;
    }));

    let sent = 0;
    let answer = { status: 200 };
    while (answer.status === 200) {
        answer = await device.post(Buffer.concat([device.header(), ...batches[sent]].map(frame)));
        if (answer.status === 200) sent += 1;
    }
    const health = await server.request('GET', '/healthz');
    await server.stop();
    server = await Server.start(data);
    device.server = server;
    for (const batch of batches.slice(sent)) await device.sync(batch);
    const later = await signed_in(server, 'encargado.iquique');
    await server.stop();

    assert_problem(answer, 507, 'storage_full');
    assert.ok(sent > 0 && sent < batches.length);
    assert.equal(health.status, 200);
    assert.deepEqual(batches.flat().filter((op) => !later.records.has(op.i)), []);
    assert.equal(run(['verify', '--data', data]).code, 0);
});

test('twenty devices at once are all served', async () => {
    const server = await Server.start(temporary_folder(), ['--demo']);
    const { token } = await server.login('comite.puertovaras');
    const first = await signed_in(server, 'comite.puertovaras');
    const line = line_of(first);
    const devices = Array.from({ length: 20 }, () => new Device(server, token));

    await Promise.all(devices.map(async (device) => {
        device.home = first.home;
        await device.sync(Array.from({ length: 10 }, () => follow_up(device, line)));
    }));
    await first.sync();

    assert.equal(first.all('follow_up', (r) => r.f.date === '2026-11-19' && r.f.programmed === 1).length, 200);
    await server.stop();
    assert.equal(run(['verify', '--data', server.data]).code, 0);
});
