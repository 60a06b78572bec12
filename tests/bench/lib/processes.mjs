// The programs under measurement: started on a core of their own, asked and answered by lines, and
// measured through /proc.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import readline from 'node:readline';

export const server_core = 0;
export const client_core = 1;

const ticks_per_second = 100;
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** A program that takes a line of JSON or words and answers each with a line of JSON. */
export class Program {
    /** `core`: where it runs. `cwd`, `env`: as of spawn(). */
    constructor(command, args, { core, cwd, env = {} }) {
        this.name = args.find((arg) => /\.m?js$/.test(arg)) ?? command;
        this.child = spawn('taskset', ['-c', String(core), command, ...args], {
            cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'],
        });
        running.add(this.child);
        this.errors = '';
        this.waiting = [];
        this.unasked = [];
        this.failures = 0;  // answers of 500 and more in a server's log
        this.child.stderr.on('data', (chunk) => {
            this.failures += (String(chunk).match(/"status":5\d\d/g) ?? []).length;
            this.errors = (this.errors + chunk).slice(-4000);
        });
        readline.createInterface({ input: this.child.stdout }).on('line', (line) => this.take(line));
        this.ended = new Promise((resolve) => {
            this.child.on('exit', (code, signal) => {
                running.delete(this.child);
                this.is_over = true;
                this.waiting.splice(0).forEach(({ reject }) =>
                    reject(new Error(`${this.name} ended (${code ?? signal}): ${this.errors}`)));
                resolve();
            });
        });
    }

    take(line) {
        if (!line.startsWith('{')) return;
        const answer = JSON.parse(line);
        const next = this.waiting.shift();
        if (next === undefined) this.unasked.push(answer);
        else if (answer.error) next.reject(new Error(`${this.name}: ${answer.error}`));
        else next.resolve(answer);
    }

    /** The next line that it writes by itself, such as the one that says that it is ready. */
    line() {
        if (this.unasked.length > 0) return Promise.resolve(this.unasked.shift());
        if (this.is_over) return Promise.reject(new Error(`${this.name} ended: ${this.errors}`));
        return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
    }

    ask(command) {
        if (this.is_over) return Promise.reject(new Error(`${this.name} ended: ${this.errors}`));
        const answer = this.line();
        this.child.stdin.write(`${command}\n`);
        return answer;
    }

    cpu_s() {
        const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return (Number(fields[11]) + Number(fields[12])) / ticks_per_second;
    }

    /** The most memory that it ever had, in MB. */
    peak_mb() {
        const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
        return Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1024;
    }

    async stop(signal = 'SIGTERM') {
        if (this.is_over) return;
        this.child.kill(signal);
        const limit = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
        await this.ended;
        clearTimeout(limit);
    }
}

export function pause(milliseconds) {
    return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/** Waits until `is_true`, looking every few milliseconds. */
export async function until(is_true, what, { limit_ms = 120_000, every_ms = 4 } = {}) {
    const limit = performance.now() + limit_ms;
    while (!(await is_true())) {
        if (performance.now() > limit) throw new Error(`not within ${limit_ms / 1000} s: ${what}`);
        await pause(every_ms);
    }
}
