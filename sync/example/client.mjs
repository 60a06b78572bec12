#!/usr/bin/env node
// A second client of Minga in plain JavaScript, written from ../PROTOCOL.md and nothing else: it
// signs in, reads, edits without a network, pushes, settles conflicts, and goes on after any cut.
// It needs Node 18 and no package. All that it knows is one JSON file, for one process at a time.
//
//   export MINGA_PASSWORD=minga-demo
//   node client.mjs ana.json login http://127.0.0.1:8080 comite.puertovaras
//   node client.mjs ana.json sync
//   node client.mjs ana.json list activity status=in_progress
//   node client.mjs ana.json set ID own_kclp=750 name="Levantar el proceso"
//   node client.mjs ana.json new follow_up action_line=ID date=2026-11-20 programmed=2 executed=1
//   node client.mjs ana.json inbox
//   node client.mjs ana.json settle CONFLICT mine        (or theirs, or the value itself)
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const schema_version = 2;
const batch_bytes = { first: 16 << 10, min: 2 << 10, max: 256 << 10 };
const failures_max = 12;  // in a row
const transient = ['bad_frame', 'malformed', 'too_large', 'too_many_requests'];
const natural_keys = {
    answer: ['assessment', 'element'], priority_score: ['plan', 'tool', 'criterion'], tool_choice: ['plan', 'tool'],
};

// --- frames: `<length> <crc32c> <json>\n` -----------------------------------------------------
const crc_table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? (n >>> 1) ^ 0x82f63b78 : n >>> 1;
    return n;
});

export function crc32c(bytes) {
    let value = ~0;
    for (const byte of bytes) value = crc_table[(value ^ byte) & 0xff] ^ (value >>> 8);
    return (~value >>> 0).toString(16).padStart(8, '0');
}

export function frame(text) {
    const bytes = Buffer.from(text);
    return Buffer.concat([Buffer.from(`${bytes.length} ${crc32c(bytes)} `), bytes, Buffer.from('\n')]);
}

/** The contents of frames. Nothing of an answer counts unless all of it is whole and sound. */
export function read_frames(body) {
    const found = [];
    for (let at = 0; at < body.length;) {
        const head = /^(\d{1,7}) ([0-9a-f]{8}) /.exec(body.toString('latin1', at, at + 17));
        if (!head) throw new Error('the answer is damaged');
        const start = at + head[0].length;
        at = start + Number(head[1]) + 1;
        const json = body.subarray(start, at - 1);
        if (body[at - 1] !== 0x0a || crc32c(json) !== head[2]) throw new Error('the answer is damaged');
        found.push(JSON.parse(json));
    }
    return found;
}

/** UUID version 5: whoever makes "the answer to element 14" makes the same record. */
export function natural_id(kind, fields) {
    const name_space = Buffer.from('6d696e67612e4e6195747572616c4964', 'hex');
    const name = [kind, ...natural_keys[kind].map((key) => fields[key])].join('/');
    const id = createHash('sha1').update(name_space).update(name).digest().subarray(0, 16);
    id[6] = (id[6] & 0x0f) | 0x50;
    id[8] = (id[8] & 0x3f) | 0x80;
    return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// --- the device -------------------------------------------------------------------------------
export class Device {
    /** `records`: what the server accepted, by id: {k, o, p, r, d, f, e}. `ops`: all that was ever written
     * here: {device, n, text, e, verdict}; an op without a verdict waits. `e`: the epoch of its revision. */
    constructor(file) {
        this.file = file;
        this.state = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8'))
            : { device: randomUUID(), last_n: 0, own_n: 0, cursors: {}, named: {}, formerly: [], records: {}, ops: [] };
    }

    /** All or nothing: whatever happens on the way, one whole state is on the disk. */
    save() {
        const next = openSync(`${this.file}.next`, 'w', 0o600);
        writeFileSync(next, JSON.stringify(this.state));
        fsyncSync(next);
        closeSync(next);
        renameSync(`${this.file}.next`, this.file);
    }

    async login(server, user, password) {
        if (this.state.user && this.state.user !== user) throw new Error('this store is another person’s');
        const answer = await fetch(`${server}/api/v1/session`, {
            method: 'POST', headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ user, password, device_name: 'client.mjs' }),
        });
        const body = await answer.json();
        if (answer.status !== 201) throw new Error(body.detail);
        Object.assign(this.state, { server, user, token: body.token, home: body.me.roles[0].organization.id });
        this.save();
    }
    waiting() { return this.state.ops.filter((op) => !op.verdict); }
    acked_n() { return (this.waiting()[0]?.n ?? this.state.last_n + 1) - 1; }
    /** A record as its person sees it, with their unsent work on top; its base is that work's. */
    view(id) {
        const known = this.state.records[id];
        const waiting = this.waiting().map(({ e, text }) => ({ ...JSON.parse(text), e })).filter((op) => op.i === id);
        const view = waiting.reduce((record, { k, o, b = 0, d = false, s, e }) => (
            { k, o, ...record, d, f: { ...record?.f, ...s }, base: b, e }), known && { ...known, base: known.r });
        if (!view) throw new Error(`there is no record ${id}`);
        return view;
    }

    list(kind, wanted = {}) {
        const made = this.waiting().map((op) => JSON.parse(op.text).i);
        return [...new Set([...Object.keys(this.state.records), ...made])]
            .map((id) => ({ id, ...this.view(id) }))
            .filter(({ k, d, f }) => k === kind && !d && Object.keys(wanted).every((key) => f[key] === wanted[key]));
    }

    // What a person does makes an op at once, with or without a network.
    create(kind, fields, home = this.state.home) {
        const id = natural_keys[kind] ? natural_id(kind, fields) : randomUUID();
        this.add_op({ i: id, k: kind, o: home, s: fields });
        return id;
    }
    edit(id, fields) {
        const { f } = this.view(id);
        const was = Object.fromEntries(Object.keys(fields).map((key) => [key, f[key] ?? null]));
        this.change(id, { s: fields, w: was });
    }
    remove(id) { this.change(id, { d: true }); }
    /** `choice`: 'mine', 'theirs' or the value. Conflicts hold values as JSON texts. */
    settle(id, choice) {
        const decision = choice === 'mine' || choice === 'theirs' ? { resolution: choice }
            : { resolution: 'other', resolved_value: JSON.stringify(choice) };
        this.change(id, { s: { status: 'resolved', ...decision } });
    }
    change(id, what) {
        const { k, o, base, e } = this.view(id);
        this.add_op({ i: id, ...(base ? { b: base } : { k, o }), ...what }, e);
    }
    add_op(op, e = this.state.epoch) {
        const text = JSON.stringify({ n: 0, ...op, t: Date.now(), v: schema_version });
        this.state.ops.push(this.number({ device: this.state.device, text, e }, this.state.last_n += 1));
        this.save();
    }
    /** An op that the server does not have yet gets its number, and says if its base is of an earlier epoch. */
    number(op, n) {
        const e = op.e === this.state.epoch ? undefined : op.e;
        return Object.assign(op, { n, text: JSON.stringify({ ...JSON.parse(op.text), n, e }) });
    }

    /** What waits for a person: open conflicts, and ops that were refused. */
    inbox() {
        const value = (text) => JSON.parse(text ?? 'null');
        const values = ({ base, theirs, mine }) => ({ base: value(base), theirs: value(theirs), mine: value(mine) });
        const open = this.list('conflict', { status: 'open' }).map(({ id, f }) => ({ id, ...f, ...values(f) }));
        const refused = this.state.ops.filter((op) => op.verdict?.v === 'refused');
        return [...open, ...refused.map((op) => ({ op: JSON.parse(op.text), reasons: op.verdict.x }))];
    }

    // --- one exchange after another, until nothing waits and nothing is left to read -----------
    async sync() {
        const done = { pushed: 0, pulled: 0, conflicts: 0, rejected: 0, requests: 0, failures: 0 };
        let size = batch_bytes.first;
        for (let failures = 0, goes_on = true; goes_on; done.requests += 1) {
            try {
                goes_on = this.take(await this.exchange(size), done);
                size = Math.min(size * 2, batch_bytes.max);
                failures = 0;
            } catch (error) {
                done.failures += 1;
                failures += 1;
                if (error.is_final || failures > failures_max) throw error;
                size = Math.max(size / 2, batch_bytes.min);
                await pause(error.wait_ms || Math.min(50 * 2 ** failures, 5000));
            }
        }
        return done;
    }

    request(size) {
        const { device, epoch, last_n, own_n, cursors, formerly } = this.state;
        const counts = { last_n, acked_n: this.acked_n(), own_n, budget: size };
        const header = { minga: 1, device, epoch, schema: schema_version, ...counts, cursors, formerly };
        let room = size;
        const ops = this.waiting().map((op) => op.text);
        const batch = ops.filter((text, index) => (room -= Buffer.byteLength(text)) >= 0 || index === 0);
        return Buffer.concat([JSON.stringify(header), ...batch].map(frame));
    }

    async exchange(size) {
        const types = { 'Content-Type': 'application/x-ndjson', 'Content-Encoding': 'gzip' };
        const answer = await fetch(`${this.state.server}/api/v1/sync`, {
            method: 'POST', headers: { ...types, Authorization: `Bearer ${this.state.token}` },
            body: gzipSync(this.request(size)),
        });
        const body = Buffer.from(await answer.arrayBuffer());
        if (answer.status !== 200) {
            const problem = JSON.parse(body);
            throw Object.assign(new Error(`${problem.code}: ${problem.detail}`), {
                is_final: answer.status < 500 && !transient.includes(problem.code),
                wait_ms: Number(answer.headers.get('Retry-After')) * 1000,
            });
        }
        const [header, ...frames] = read_frames(body);
        const [records, lists] = [frames.filter((one) => one.i), frames.filter((one) => one.ids)];
        const { records: announced = 0, lists: lists_announced = 0 } = header ?? {};
        if (records.length !== announced || lists.length !== lists_announced) throw new Error('the answer is cut');
        return { header, records, lists };
    }

    /** Takes a whole answer: verdicts, then records, saved with the cursors. Says whether to go on. */
    take({ header, records, lists }, done) {
        const { state } = this;
        // A server that was restored from a backup is read again, own words too, and offered again what it lost.
        const read_again = state.epoch && state.epoch !== header.epoch ? Object.keys(state.cursors) : [];
        for (const key of read_again) Object.assign(state, { own_n: state.last_n }).cursors[key] = 0;
        state.epoch = header.epoch;
        const lost = (op) => !header.fork && op.device === state.device && op.n >= header.next_n;
        for (const op of state.ops.filter(lost)) delete this.number(op, op.n).verdict;
        for (const verdict of header.verdicts ?? []) {
            const [n, last, r] = Array.isArray(verdict) ? verdict : [verdict.n, verdict.n];
            const meant = this.waiting().filter((op) => op.n >= n && op.n <= last);
            for (const op of meant) this.take_verdict(op, r ? { v: 'applied', r } : verdict, done);
        }
        if (header.fork || header.next_n > state.last_n + 1) this.take_new_name();
        // What may not be read any more goes, unless now everything may; should it come back, then whole.
        for (const scope of header.gone ?? []) {
            if (!('*' in header.cursors)) this.keep_only(scope, []);
            delete state.cursors[scope];
            state.own_n = state.last_n;
        }
        for (const { i, k, o, p = o, r, d = false, f, x } of records) {
            const known = { ...state.records[i] ?? { k, o }, ...p && { p } };
            state.records[i] = { ...known, r, d, f: { ...known.f, ...f }, e: state.epoch };
            if (x) delete state.records[i];
            done.pulled += 1;
        }
        Object.assign(state.cursors, header.cursors);
        // A device that was away for long is not told what was deleted, but what exists.
        for (const { scope, ids } of lists) state.named[scope] = [...state.named[scope] ?? [], ...ids];
        const unsettled = state.ops.filter(({ verdict }) => !verdict || verdict.v === 'refused');
        const needed = unsettled.map((op) => JSON.parse(op.text).i);
        for (const scope of header.listed ?? []) this.keep_only(scope, [...state.named[scope] ?? [], ...needed]);
        this.save();
        return Boolean(header.more || this.waiting().length);
    }

    keep_only(scope, ids) {
        const [{ records, named }, kept] = [this.state, new Set(ids)];
        const is_gone = (id) => [records[id].p ?? records[id].o, '*'].includes(scope) && !kept.has(id);
        for (const id of Object.keys(records).filter(is_gone)) delete records[id];
        delete named[scope];
    }

    take_verdict(entry, verdict, done) {
        if (verdict.v === 'fork') return;
        entry.verdict = verdict;
        done.pushed += 1;
        if (verdict.c) done.conflicts += 1;
        if (verdict.v === 'refused') done.rejected += 1;
        const { i, k, o, d = false, s = {} } = JSON.parse(entry.text);
        // Fields in none of the lists stand; what the others became comes with the record.
        const not_ours = [verdict.c ?? [], verdict.m ?? [], (verdict.x ?? []).map((x) => x.field ?? '*')].flat();
        if (!verdict.r || not_ours.includes('*')) return;
        const record = this.state.records[i] ??= { k, o, r: 0, d: false, f: {}, e: this.state.epoch };
        for (const key of Object.keys(s)) if (!not_ours.includes(key)) record.f[key] = s[key];
        if (!not_ours.includes('deleted')) record.d = d;
        if (verdict.v !== 'unchanged' && verdict.r === record.r + 1) record.r = verdict.r;
    }

    /** This store is a copy of another: what has no verdict yet is offered under a new name. */
    take_new_name() {
        const { state } = this;
        state.formerly.push([state.device, this.acked_n()]);
        Object.assign(state, { device: randomUUID(), last_n: 0 });
        for (const op of this.waiting()) this.number(op, state.last_n += 1).device = state.device;
    }
}

// --- the command line: FIELD=VALUE, where VALUE is JSON or else a text ------------------------

const value_of = (text) => { try { return JSON.parse(text); } catch { return text; } };
async function main([file, verb, first, ...rest]) {
    const device = new Device(file);
    const fields = (words) => Object.fromEntries(
        words.map((word) => word.split(/=(.*)/s)).map(([key, text]) => [key, value_of(text)]));
    const verbs = {
        login: () => device.login(first, rest[0], process.env.MINGA_PASSWORD),
        sync: () => device.sync(), inbox: () => device.inbox(), list: () => device.list(first, fields(rest)),
        new: () => device.create(first, fields(rest)), set: () => device.edit(first, fields(rest)),
        delete: () => device.remove(first), settle: () => device.settle(first, value_of(rest[0])),
    };
    if (!verbs[verb]) throw new Error(`usage: client.mjs STORE ${Object.keys(verbs).join('|')} …`);
    for (const line of [await verbs[verb]() ?? []].flat()) console.log(JSON.stringify(line));
}
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
    main(process.argv.slice(2)).catch(({ message }) => { console.error(message); process.exitCode = 1; });
}
