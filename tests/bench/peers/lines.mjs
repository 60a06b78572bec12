// A peer's program as the bench asks it: verbs by line, answers as JSON.
import { readFileSync } from 'node:fs';
import readline from 'node:readline';

export const options = JSON.parse(process.argv[2]?.startsWith("{") ? process.argv[2] : "{}");

export function read_records(file) {
    return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
}

/** The records that `edit` writes in: `count` of them, evenly spread. */
export function edited(records, count) {
    const stride = Math.max(Math.floor(records.length / count), 1);
    return records.filter((_, i) => i % stride === 0).slice(0, count);
}

export async function until(is_true, limit_ms = 120_000) {
    const limit = Date.now() + limit_ms;
    while (!(await is_true())) {
        if (Date.now() > limit) throw new Error('timeout');
        await new Promise((resolve) => { setTimeout(resolve, 4); });
    }
}

/** Says `ready`, then answers each line by the verb of that name. */
export function answer_lines(verbs, ready = {}) {
    readline.createInterface({ input: process.stdin }).on('line', async (line) => {
        const [verb, ...rest] = line.split(' ');
        const before = process.cpuUsage();
        let answer;
        try {
            answer = await verbs[verb](...rest) ?? {};
        } catch (error) {
            answer = { error: String(error?.stack ?? error).slice(0, 1000) };
        }
        const used = process.cpuUsage(before);
        console.log(JSON.stringify({ ...answer, cpu_s: (used.user + used.system) / 1e6 }));
    }).on('close', () => process.exit(0));
    console.log(JSON.stringify({ ready: true, ...ready }));
}
