// The floor of S1 and S2: the same records into plain SQLite with the same promise about the disk.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { floor_program } from '../lib/minga.mjs';
import { server_core } from '../lib/processes.mjs';

export function run_floor({ folder, file }) {
    const steps = {};
    for (const [step, way] of [['S1', 'push'], ['S2', 'pull']]) {
        const place = path.join(folder, `floor-${process.pid}`);
        rmSync(place, { recursive: true, force: true });
        mkdirSync(place);
        const done = spawnSync('taskset',
            ['-c', String(server_core), floor_program, file, path.join(place, 'floor.db'), way],
            { encoding: 'utf8' });
        rmSync(place, { recursive: true, force: true });
        if (done.status !== 0) throw new Error(`the floor failed: ${done.stderr}`);
        steps[step] = JSON.parse(done.stdout);
    }
    return steps;
}
