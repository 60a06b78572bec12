// A real server on a port of its own, and a hand-written device that speaks the wire byte by byte.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Described } from './described.mjs';

export const program = process.env.MINGA_SERVER;
assert.ok(program && existsSync(program), 'MINGA_SERVER names the server under test');

export const demo_password = 'minga-demo';

// Servers that a failed test left running are ended, and folders removed, when all tests are done.
const servers = new Set();
after(() => servers.forEach((server) => server.process.kill('SIGKILL')));
const at_exit = [];
process.on('exit', () => at_exit.forEach((work) => work()));

/** A folder that is gone when the test file ends. */
export function temporary_folder() {
    const folder = mkdtempSync(path.join(tmpdir(), 'minga-http-'));
    at_exit.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** Runs one verb to its end. */
export function run(args, { input = '', env = {} } = {}) {
    const done = spawnSync(program, args, {
        input, encoding: 'utf8', timeout: 60_000, maxBuffer: 64 << 20,
        env: { ...process.env, ...env },
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
}

/** A running server; `stop()` and `kill()` end it by its own process. */
export class Server {
    static async start(data, args = []) {
        const server = new Server();
        server.data = data;
        const port_file = path.join(data, `port-${randomUUID()}`);
        server.process = spawn(program,
            ['serve', '--data', data, '--port', '0', '--port-file', port_file, ...args],
            { stdio: ['ignore', 'pipe', 'pipe'] });
        server.out = '';
        server.log = '';
        server.process.stdout.on('data', (chunk) => { server.out += chunk; });
        server.process.stderr.on('data', (chunk) => { server.log += chunk; });
        server.ended = new Promise((resolve) => {
            server.process.on('exit', (code, signal) => {
                servers.delete(server);
                resolve({ code, signal });
            });
        });
        servers.add(server);
        const limit = Date.now() + 60_000;
        while (!existsSync(port_file)) {
            const state = await Promise.race([server.ended, pause(50)]);
            assert.equal(state, undefined, `the server ended: ${server.log}`);
            assert.ok(Date.now() < limit, 'the server listens within a minute');
        }
        server.port = Number(readFileSync(port_file, 'utf8'));
        return server;
    }

    async stop() {
        this.process.kill('SIGTERM');
        return this.ended;
    }

    async kill() {
        this.process.kill('SIGKILL');
        return this.ended;
    }

    /** What the server says of itself; the same for every server under test. */
    static description = null;

    /** One request on a connection of its own; the body comes back as a Buffer. The answer is as the
     * server's description says, or this fails. */
    async request(method, target, options = {}) {
        const answer = await this.bare_request(method, target, options);
        if (Server.description === null) {
            const { body } = await this.bare_request('GET', '/api/v1/openapi.json');
            Server.description = new Described(JSON.parse(body), read_frames);
        }
        Server.description.check(method, target, answer);
        return answer;
    }

    bare_request(method, target, { headers = {}, body = null, token = null } = {}) {
        const all = { ...headers };
        if (token) all.Authorization = `Bearer ${token}`;
        if (body !== null) all['Content-Length'] ??= Buffer.byteLength(body);
        return new Promise((resolve, reject) => {
            const request = http.request({
                host: '127.0.0.1', port: this.port, method, path: target, headers: all, agent: false,
            }, (response) => {
                const chunks = [];
                response.on('data', (chunk) => chunks.push(chunk));
                response.on('end', () => resolve({
                    status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks),
                }));
                response.on('error', reject);
            });
            request.setTimeout(30_000, () => request.destroy(new Error('timeout')));
            request.on('error', reject);
            request.end(body ?? undefined);
        });
    }

    /** A request whose body stops after `stops_after` bytes until `meanwhile` is done. */
    held_request(method, target, { headers = {}, body, token, stops_after }, meanwhile) {
        return new Promise((resolve, reject) => {
            const request = http.request({
                host: '127.0.0.1', port: this.port, method, path: target, agent: false,
                headers: { Authorization: `Bearer ${token}`, 'Content-Length': body.length, ...headers },
            }, (response) => {
                const chunks = [];
                response.on('data', (chunk) => chunks.push(chunk));
                response.on('end', () => resolve({
                    status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks),
                }));
            });
            request.on('error', reject);
            request.write(body.subarray(0, stops_after));
            // By then the server has let the request in, and waits for the rest.
            pause(300).then(meanwhile).then(() => request.end(body.subarray(stops_after)), reject);
        });
    }

    async json(method, target, options = {}) {
        const { value, ...rest } = options;
        if (value !== undefined) {
            rest.body = JSON.stringify(value);
            rest.headers = { 'Content-Type': 'application/json', ...rest.headers };
        }
        const answer = await this.request(method, target, rest);
        answer.json = answer.body.length ? JSON.parse(answer.body) : null;
        return answer;
    }

    async login(user, password = demo_password) {
        const answer = await this.json('POST', '/api/v1/session', { value: { user, password } });
        assert.equal(answer.status, 201, answer.body.toString());
        return answer.json;
    }
}

export function pause(milliseconds) {
    return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/** Checks that an answer is a problem with that status and code, complete and in Spanish. */
export function assert_problem(answer, status, code) {
    assert.equal(answer.status, status, answer.body.toString());
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    const problem = JSON.parse(answer.body);
    assert.equal(problem.status, status);
    assert.equal(problem.code, code);
    for (const key of ['type', 'title', 'detail', 'request_id']) {
        assert.ok(problem[key], `${key} in ${answer.body}`);
    }
    return problem;
}

// --- the wire -------------------------------------------------------------------------------

const crc_table = Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    return value >>> 0;
});

function crc32c(bytes) {
    let value = 0xffffffff;
    for (const byte of bytes) value = crc_table[(value ^ byte) & 0xff] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
}

/** A frame around bytes (or the JSON of anything else). */
export function frame(content) {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const head = `${bytes.length} ${crc32c(bytes).toString(16).padStart(8, '0')} `;
    return Buffer.concat([Buffer.from(head), bytes, Buffer.from('\n')]);
}

export function read_frames(body) {
    const found = [];
    let at = 0;
    while (at < body.length) {
        const space = body.indexOf(' ', at);
        const length = Number(body.subarray(at, space));
        const start = body.indexOf(' ', space + 1) + 1;
        found.push(JSON.parse(body.subarray(start, start + length)));
        at = start + length + 1;
    }
    return found;
}

/** The id that a record with a natural key always has (UUID version 5). */
export function natural_id(...parts) {
    const name_space = Buffer.from('6d696e67612e4e6195747572616c4964', 'hex');
    const hash = createHash('sha1').update(name_space).update(parts.join('/')).digest();
    hash[6] = (hash[6] & 0x0f) | 0x50;
    hash[8] = (hash[8] & 0x3f) | 0x80;
    return hash.subarray(0, 16).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export class Device {
    constructor(server, token, id = randomUUID()) {
        Object.assign(this, { server, token, id, n: 0, epoch: '', acked_n: 0, cursors: {} });
        this.records = new Map();
        this.verdicts = new Map();
    }

    header(changes = {}) {
        return {
            minga: 1, device: this.id, epoch: this.epoch, schema: 1, last_n: this.n,
            acked_n: this.acked_n, budget: 1 << 20, cursors: this.cursors, ...changes,
        };
    }

    /** The next op, as a frame's content. `fields`: i, k, o, b, s, w, d. */
    op(fields) {
        this.n += 1;
        return { n: this.n, ...fields, t: Date.now(), v: 1 };
    }

    create(kind, organization, set, id = randomUUID()) {
        return this.op({ i: id, k: kind, o: organization, s: set });
    }

    edit(record, set) {
        const was = Object.fromEntries(Object.keys(set).map((key) => [key, record.f[key] ?? null]));
        return this.op({ i: record.i, b: record.r, s: set, w: was });
    }

    /** Posts ready-made bytes. */
    post(bytes, { headers = {} } = {}) {
        return this.server.request('POST', '/api/v1/sync', {
            token: this.token, body: bytes,
            headers: { 'Content-Type': 'application/x-ndjson', ...headers },
        });
    }

    /** Sends ops, takes everything that changed, and returns the answer's header. */
    async sync(ops = []) {
        let answer = null;
        let sending = ops;
        let rounds = 0;
        do {
            rounds += 1;
            assert.ok(rounds <= 50, 'the server comes to an end');
            const bytes = Buffer.concat([frame(this.header()), ...sending.map(frame)]);
            const response = await this.post(gzipSync(bytes), {
                headers: { 'Content-Encoding': 'gzip', 'Accept-Encoding': 'gzip' },
            });
            assert.equal(response.status, 200, response.body.toString());
            const body = response.headers['content-encoding'] === 'gzip'
                ? gunzipSync(response.body) : response.body;
            answer = this.take(read_frames(body));
            sending = [];
        } while (answer.more);
        return answer;
    }

    take([header, ...deltas]) {
        for (const verdict of header.verdicts ?? []) {
            const [first, last, rev] = Array.isArray(verdict) ? verdict : [verdict.n, verdict.n, 0];
            for (let n = first; n <= last; n += 1) {
                this.verdicts.set(n, Array.isArray(verdict) ? { n, v: 'applied', r: rev } : verdict);
            }
            this.acked_n = Math.max(this.acked_n, last);
        }
        this.epoch = header.epoch;
        Object.assign(this.cursors, header.cursors);
        for (const delta of deltas) {
            const known = this.records.get(delta.i);
            const fields = { ...known?.f, ...delta.f };
            this.records.set(delta.i, { ...known, ...delta, f: fields });
        }
        return header;
    }

    all(kind, match = () => true) {
        return [...this.records.values()].filter((r) => r.k === kind && !r.d && match(r));
    }

    verdict(op) {
        return this.verdicts.get(op.n);
    }
}

/** The header of an answer that was not compressed. */
export function answer_header(answer) {
    assert.equal(answer.status, 200, answer.body.toString());
    return read_frames(answer.body)[0];
}

/** A device of a demonstration login, having read its scopes. */
export async function signed_in(server, user) {
    const session = await server.login(user);
    const device = new Device(server, session.token);
    device.me = session.me;
    device.home = session.me.roles[0].organization.id;
    await device.sync();
    return device;
}
