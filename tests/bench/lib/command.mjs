// minga-device as a person types it.
import { spawn, spawnSync } from 'node:child_process';
import { device_command } from './minga.mjs';
import { client_core } from './processes.mjs';

/** Runs one verb to its end; its lines of JSON, or its words, come back. */
export function run_verb(store, port, ...words) {
    const done = spawnSync('taskset', ['-c', String(client_core), device_command,
        '--store', store, '--server', `http://127.0.0.1:${port}`, ...words],
    { encoding: 'utf8', env: { ...process.env, MINGA_PASSWORD: 'minga-demo' }, maxBuffer: 64 << 20 });
    if (done.status !== 0) throw new Error(`minga-device ${words.join(' ')}: ${done.stderr}`);
    return done.stdout.trim().split('\n').filter(Boolean)
        .map((line) => (line.startsWith('{') ? JSON.parse(line) : line));
}

/** The same without waiting in this thread; for verbs whose link this program must keep alive. */
export function start_verb(store, port, ...words) {
    return new Promise((resolve, reject) => {
        const child = spawn('taskset', ['-c', String(client_core), device_command,
            '--store', store, '--server', `http://127.0.0.1:${port}`, ...words]);
        let out = '';
        let errors = '';
        child.stdout.on('data', (chunk) => { out += chunk; });
        child.stderr.on('data', (chunk) => { errors += chunk; });
        child.on('exit', (code) => {
            if (code === 0) resolve(JSON.parse(out.trim().split('\n').at(-1)));
            else reject(new Error(`minga-device ${words.join(' ')}: ${errors}`));
        });
    });
}

