// ci/bench: measures the cases S1 to S10 and keeps the figures in results/latest.json.
//
// usage: node run.mjs [--check] [--runs N] [--only SYSTEM,…] [case …]      for example: node run.mjs S5 S6
//
// With --check it only says whether it would take what it is given.
//
// Only what is named is measured again; the rest of the file stays. A case that was interrupted has
// the runs that came to their end.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import * as bulk from './cases/bulk.mjs';
import * as conflicts from './cases/conflicts.mjs';
import * as crowd from './cases/crowd.mjs';
import * as cuts from './cases/cuts.mjs';
import * as edge from './cases/edge.mjs';
import { run_floor } from './cases/floor.mjs';
import * as growth from './cases/growth.mjs';
import * as photo from './cases/photo.mjs';
import * as minga from './lib/minga.mjs';
import { is_installed, systems as peers } from './lib/peers.mjs';

const results_file = fileURLToPath(new URL('results/latest.json', import.meta.url));
const folder = process.env.MINGA_BENCH_FOLDER ?? fileURLToPath(new URL('../../build/bench', import.meta.url));
/** A system that is slow gets fewer runs than five. */
const system_seconds_max = 30;

const groups = [bulk, edge, cuts, crowd, photo, conflicts, growth];
const ours = { ...minga, name: 'Minga' };

function check_names(what, names, known) {
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`no ${what} ${unknown}; there are ${known.join(' ')}`);
}

function parse(args) {
    const wanted = { runs: 5, only: null, cases: [], is_check: false };
    for (let i = 0; i < args.length; i += 1) {
        if (args[i] === '--check') wanted.is_check = true;
        else if (args[i] === '--runs') wanted.runs = Number(args[i += 1]);
        else if (args[i] === '--only') wanted.only = (args[i += 1] ?? '').split(',');
        else if (args[i].startsWith('-')) throw new Error(`no option ${args[i]}`);
        else wanted.cases.push(args[i]);
    }
    if (!(Number.isInteger(wanted.runs) && wanted.runs > 0)) throw new Error('--runs takes a number from 1');
    check_names('case', wanted.cases, groups.flatMap((group) => group.cases));
    check_names('system', wanted.only ?? [], [ours, ...peers].map((system) => system.name));
    return wanted;
}

function read_results() {
    return existsSync(results_file) ? JSON.parse(readFileSync(results_file, 'utf8')) : { cases: {} };
}

function keep(results) {
    const cases = Object.entries(results.cases)
        .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
    const text = JSON.stringify({ machine: results.machine, cases: Object.fromEntries(cases) }, null, 1);
    writeFileSync(`${results_file}.partial`, `${text}\n`);
    renameSync(`${results_file}.partial`, results_file);
}

function machine() {
    const [cpu] = os.cpus();
    return {
        cpu: cpu.model, cores: os.cpus().length, memory_gb: Math.round(os.totalmem() / 2 ** 30),
        system: `${os.type()} ${os.release()}`, node: process.version,
    };
}

function commit() {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
        encoding: 'utf8', cwd: fileURLToPath(new URL('.', import.meta.url)),
    }).trim();
}

/** Adds what a run found to the cases; `answer` is for the program only. */
function add_run(results, name, steps, at) {
    for (const [step, { answer, ...figures } = {}] of Object.entries(steps).filter(([, one]) => one)) {
        const entry = results.cases[step] ??= {};
        if (entry[name]?.at !== at) entry[name] = { at, commit: commit(), load: 0, runs: [] };
        entry[name].load = Math.max(entry[name].load, Math.round(os.loadavg()[0] * 10) / 10);
        entry[name].runs.push(figures);
    }
    keep(results);
}

async function run_system(results, group, system, input, runs) {
    const at = new Date().toISOString();
    const started = performance.now();
    for (let run = 0; run < runs; run += 1) {
        const seconds = (performance.now() - started) / 1000;
        if (run > 0 && (seconds * (run + 1)) / run > system_seconds_max) break;
        process.stdout.write(`  ${system.name} ${run + 1}`);
        const steps = await group.run(system, input);
        add_run(results, system.name, steps, at);
        if (group === bulk && system === ours) add_run(results, 'floor', run_floor(input), at);
        if (Object.values(steps).some((step) => step.unfinished)) break;
    }
    process.stdout.write('\n');
}

async function main(wanted) {
    mkdirSync(folder, { recursive: true });
    const results = { ...read_results(), machine: machine() };
    const started = performance.now();
    for (const group of groups) {
        const is_wanted = wanted.cases.length === 0
            || group.cases.some((name) => wanted.cases.includes(name));
        if (!is_wanted) continue;
        console.log(`${group.cases.join(' ')}`);
        const input = { folder, ...group.defaults };
        if (group.defaults.count) {
            const { file } = await minga.prepare(folder, group.defaults.count);
            input.file = file;
            input.records = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
        }
        const others = is_installed() ? peers.filter((peer) => group.takes?.(peer) ?? true) : [];
        for (const system of [ours, ...others]) {
            if (wanted.only !== null && !wanted.only.includes(system.name)) continue;
            const runs = Math.min(wanted.runs, group.runs_max ?? wanted.runs);
            try {
                await run_system(results, group, system, input, runs);
            } catch (error) {
                console.log(`\n  ${system.name}: ${error.message}`);
                if (system === ours) process.exitCode = 1;
            }
        }
    }
    console.log(`${Math.round((performance.now() - started) / 60_000)} minutes`);
    if (!process.env.MINGA_BENCH_KEEP) rmSync(folder, { recursive: true, force: true });
}

let wanted;
try {
    wanted = parse(process.argv.slice(2));
} catch (error) {
    console.error(`error: ${error.message}`);
    process.exit(2);
}
if (!wanted.is_check) await main(wanted);
process.exit();
