// What a browser sees: headers, the client's files, errors, and the limits around them.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { before, test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { Server, assert_problem, run, temporary_folder } from './support.mjs';

let server;
const data = temporary_folder();
const outside = temporary_folder();
const web = path.join(outside, 'web');
const script = `// ${'un cliente de prueba '.repeat(200)}`;

before(async () => {
    mkdirSync(path.join(web, 'fonts'), { recursive: true });
    writeFileSync(path.join(outside, 'secret.txt'), 'secreto');
    writeFileSync(path.join(web, 'index.html'), '<!doctype html><title>Minga</title>');
    writeFileSync(path.join(web, 'sw.js'), '// service worker');
    writeFileSync(path.join(web, 'manifest.webmanifest'), '{}');
    writeFileSync(path.join(web, 'app.0123abcd.js'), script);
    writeFileSync(path.join(web, 'app.0123abcd.js.br'), brotliCompressSync(script));
    writeFileSync(path.join(web, 'app.0123abcd.js.gz'), gzipSync(script));
    writeFileSync(path.join(web, 'minga.89abcdef01.wasm'), Buffer.from([0, 0x61, 0x73, 0x6d]));
    writeFileSync(path.join(web, '.hidden.js'), 'oculto');
    writeFileSync(path.join(web, 'main.cpp'), 'int main() {}');
    symlinkSync(path.join(outside, 'secret.txt'), path.join(web, 'link.txt'));
    server = await Server.start(data, ['--web', web]);
});

const get = (target, headers = {}) => server.request('GET', target, { headers });

test('strict headers stand on every kind of answer', async () => {
    const answers = await Promise.all([
        get('/'), get('/healthz'), get('/nowhere'), get('/api/v1/me'), get('/app.0123abcd.js'),
        server.request('DELETE', '/healthz'),
        server.request('POST', '/api/v1/session', { body: '{', headers: { 'Content-Type': 'application/json' } }),
    ]);

    for (const { headers } of answers) {
        assert.match(headers['content-security-policy'], /default-src 'self'; script-src 'self' 'wasm-unsafe-eval'/);
        assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
        assert.ok(!headers['content-security-policy'].includes('unsafe-inline'));
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.equal(headers['referrer-policy'], 'no-referrer');
        assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
        assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
        assert.ok(headers['permissions-policy']);
        assert.ok(headers['x-request-id']);
        assert.equal(headers['strict-transport-security'], undefined);
    }
});

test('the page is asked about each time, hashed names are kept for ever', async () => {
    const page = await get('/');
    const kept = await get('/app.0123abcd.js');

    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(page.headers['cache-control'], 'no-cache');
    assert.equal((await get('/sw.js')).headers['cache-control'], 'no-cache');
    assert.equal((await get('/manifest.webmanifest')).headers['cache-control'], 'no-cache');
    assert.equal((await get('/manifest.webmanifest')).headers['content-type'], 'application/manifest+json');
    assert.equal(kept.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal((await get('/minga.89abcdef01.wasm')).headers['content-type'], 'application/wasm');
});

test('precompressed files are served as the browser takes them', async () => {
    const brotli = await get('/app.0123abcd.js', { 'Accept-Encoding': 'gzip, deflate, br' });
    const gzip = await get('/app.0123abcd.js', { 'Accept-Encoding': 'gzip, br;q=0' });
    const plain = await get('/app.0123abcd.js');

    assert.equal(brotli.headers['content-encoding'], 'br');
    assert.equal(brotliDecompressSync(brotli.body).toString(), script);
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    assert.equal(gunzipSync(gzip.body).toString(), script);
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(plain.body.toString(), script);
    assert.equal(brotli.headers.vary, 'Accept-Encoding');
});

test('an unchanged file is not sent twice', async () => {
    const { headers } = await get('/');

    const again = await get('/', { 'If-None-Match': headers.etag });

    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
});

test('HEAD answers as GET, without a body', async () => {
    const answer = await server.request('HEAD', '/app.0123abcd.js');

    assert.equal(answer.status, 200);
    assert.equal(Number(answer.headers['content-length']), script.length);
    assert.equal(answer.body.length, 0);
});

test('nothing outside the web root, hidden or of another kind is served', async () => {
    const targets = ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/fonts/../../secret.txt',
        '/.hidden.js', '/main.cpp', '/link.txt', '//etc/passwd', '/fonts', '/fonts/', '/index.html%00.js',
        '/app.0123abcd.js%0a', '/app.0123abcd.js.br', '\\..\\secret.txt'];

    for (const target of targets) {
        const answer = await get(target).catch((error) => error);
        if (answer instanceof Error) continue;
        assert.ok([400, 404].includes(answer.status), `${target}: ${answer.status}`);
        assert.ok(!answer.body.includes('secreto') && !answer.body.includes('oculto'), target);
    }
});

test('unknown paths and wrong methods are problems', async () => {
    assert_problem(await get('/plan'), 404, 'not_found');
    assert_problem(await get('/api/v1/nothing'), 404, 'not_found');
    assert_problem(await server.request('POST', '/api/v1/nothing', { body: 'x' }), 404, 'not_found');
    const wrong = await server.request('PUT', '/api/v1/session', { body: '{}' });
    assert_problem(wrong, 405, 'method_not_allowed');
    assert.equal(wrong.headers.allow, 'POST, DELETE');
});

test('garbage instead of HTTP is a problem, and the server goes on', async () => {
    const speak = (bytes) => new Promise((resolve) => {
        let text = '';
        const socket = net.connect(server.port, '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (chunk) => { text += chunk; });
        socket.on('close', () => resolve(text));
        socket.on('error', () => resolve(text));
        socket.setTimeout(10_000, () => socket.destroy());
    });

    const garbage = await speak('HOLA MINGA\r\n\r\n');
    const long_line = await speak(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const hidden = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
    const hidden_body = await speak(
        `GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`);

    assert.match(garbage, /^HTTP\/1.1 400 .*application\/problem\+json/s);
    assert.match(long_line, /^HTTP\/1.1 414 .*application\/problem\+json/s);
    assert.match(hidden_body, /^HTTP\/1.1 400 /);
    assert.equal(hidden_body.match(/HTTP\/1.1/g).length, 1);
    assert.equal((await get('/healthz')).status, 200);
});

test('a body that nobody reads is not taken for the next request', async () => {
    const hidden = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
    const text = await new Promise((resolve, reject) => {
        let received = '';
        const socket = net.connect(server.port, '127.0.0.1', () => socket.write(
            `DELETE /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`));
        socket.once('data', () => socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
        socket.on('data', (chunk) => { received += chunk; });
        socket.on('close', () => resolve(received));
        socket.on('error', reject);
    });

    assert.deepEqual(text.match(/HTTP\/1.1 \d+/g), ['HTTP/1.1 401', 'HTTP/1.1 200']);
});

test('metrics count requests, and are told to this machine only', async () => {
    const answer = await get('/metrics');

    const text = answer.body.toString();
    assert.match(text, /minga_requests_total\{route="static",method="GET",status="200"\} \d+/);
    assert.match(text, /minga_conflicts_open 0/);
    assert.match(text, /minga_request_duration_seconds_bucket\{route="\/healthz",le="\+Inf"\} \d+/);
    assert_problem(await get('/metrics', { 'X-Forwarded-For': '10.0.0.9' }), 403, 'forbidden');
});

test('the log is JSON, a line per request', async () => {
    await get('/healthz');

    const lines = server.log.trim().split('\n').map((line) => JSON.parse(line));
    const health = lines.filter((line) => line.route === '/healthz').pop();
    assert.deepEqual([health.level, health.event, health.method, health.status], ['info', 'request', 'GET', 200]);
    assert.ok(health.id && health.at && health.ms >= 0);
});

test('behind TLS the transport is pinned, and the proxy names the client', async () => {
    const other = await Server.start(temporary_folder(), ['--behind-tls']);

    const answer = await other.request('GET', '/healthz');

    assert.match(answer.headers['strict-transport-security'], /max-age=31536000/);
    assert.deepEqual(await other.stop(), { code: 0, signal: null });
});

test('demonstration data never leave this machine by accident', () => {
    const refused = run(['serve', '--data', temporary_folder(), '--demo', '--host', '0.0.0.0', '--port', '0']);

    assert.equal(refused.code, 1);
    assert.match(refused.err, /--demo-anywhere/);
});
