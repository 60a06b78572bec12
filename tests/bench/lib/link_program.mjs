// The link between a client and its server: counts every byte, and may be slow or keep dying.
//
// usage: node link_program.mjs '{"target": port, "up_bps": …, "down_bps": …, "delay_ms": …, "cut_bytes": …}'
//
// Bytes are counted as they are passed on, both ways, with all that HTTP or WebSocket adds. Speeds
// are bytes per second for all connections together; `delay_ms` is one way and counts for bytes,
// not for TCP's own handshake, which ends here. A connection that has carried `cut_bytes` is reset.
// Answers "counts" with the counts and "zero" with what they were before it sets them to zero.
import net from 'node:net';
import readline from 'node:readline';

const options = { up_bps: 0, down_bps: 0, delay_ms: 0, cut_bytes: 0, ...JSON.parse(process.argv[2]) };
const segment_bytes = 1400;
const request_line = /(?:^|[\s\S])(?:GET|POST|PUT|PATCH|HEAD|DELETE) \/[^ \r\n]* HTTP\/1\.1\r\n/g;
const is_plain = !options.up_bps && !options.down_bps && !options.delay_ms && !options.cut_bytes;

const nothing = { up: 0, down: 0, head_up: 0, head_down: 0, requests: 0, connections: 0, cuts: 0 };
let counts = { ...nothing };
const free_at = { up: 0, down: 0 };

/** The bytes of the HTTP message's head that begins here; clients and servers here write it apart. */
function head_bytes(bytes) {
    const text = bytes.toString('latin1');
    const is_start = text.startsWith('HTTP/1.1 ') || /^[A-Z]+ \/[^ ]* HTTP\/1\.1\r\n/.test(text);
    const end = text.indexOf('\r\n\r\n');
    return is_start && end >= 0 ? end + 4 : 0;
}

/** Passes bytes on at the link's speed: each segment after the one before it, then the delay. */
function ship(way, bytes, pass_on) {
    const speed = way === 'up' ? options.up_bps : options.down_bps;
    const now = performance.now();
    for (let at = 0; at < bytes.length; at += segment_bytes) {
        const segment = bytes.subarray(at, at + segment_bytes);
        const start = Math.max(now, free_at[way]);
        free_at[way] = start + (speed ? (segment.length * 1000) / speed : 0);
        setTimeout(() => pass_on(segment), free_at[way] - now + options.delay_ms);
    }
}

function serve(client) {
    counts.connections += 1;
    const server = net.connect(options.target, '127.0.0.1');
    for (const socket of [client, server]) socket.setNoDelay(true);
    let carried = 0;
    let is_dead = false;
    const reset = () => {
        if (is_dead) return;
        is_dead = true;
        counts.cuts += 1;
        client.resetAndDestroy();
        server.resetAndDestroy();
    };
    const pass = (way, from, to) => (segment) => {
        if (is_dead || to.destroyed) return;
        let part = segment;
        if (options.cut_bytes) part = segment.subarray(0, options.cut_bytes - carried);
        carried += part.length;
        counts[way] += part.length;
        if (!to.write(part)) {
            from.pause();
            to.once('drain', () => from.resume());
        }
        // What was passed on still arrives; then the connection is gone.
        if (options.cut_bytes && carried >= options.cut_bytes) setImmediate(reset);
    };
    const up = pass('up', client, server);
    const down = pass('down', server, client);
    client.on('data', (bytes) => {
        counts.requests += (bytes.toString('latin1').match(request_line) ?? []).length;
        counts.head_up += head_bytes(bytes);
        if (is_plain) up(bytes);
        else ship('up', bytes, up);
    });
    server.on('data', (bytes) => {
        counts.head_down += head_bytes(bytes);
        if (is_plain) down(bytes);
        else ship('down', bytes, down);
    });
    const after_bytes = (way) =>
        (is_plain ? 0 : Math.max(0, free_at[way] - performance.now()) + options.delay_ms + 2);
    client.on('end', () => setTimeout(() => server.end(), after_bytes('up')));
    server.on('end', () => setTimeout(() => client.end(), after_bytes('down')));
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
    console.log(JSON.stringify(counts));
    if (line === 'zero') counts = { ...nothing };
});
const listener = net.createServer({ allowHalfOpen: true }, serve);
listener.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: listener.address().port })));
