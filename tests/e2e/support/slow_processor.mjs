// A processor several times slower than this one, for a browser with its processes: a group that the
// system lets work only that part of the time. Chromium itself slows a page's main thread at most
// (Emulation.setCPUThrottlingRate refuses workers), and Minga works in a worker.

import {
  chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from './until.mjs';

const groups = '/sys/fs/cgroup/cpu';
const periodUs = 12_000;

export class SlowProcessor {
  /// `times` slower. Needs the rights of the system's administrator and its first kind of groups
  /// (cgroup v1); null where it has not.
  static make(times) {
    const folder = join(groups, `minga-${process.pid}-${times}`);
    if (!existsSync(groups)) return null;
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, 'cpu.cfs_period_us'), String(periodUs));
      const quotaUs = Math.round((periodUs * availableParallelism()) / times);
      writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quotaUs));
      return new SlowProcessor(folder);
    } catch (error) {
      return null;
    }
  }

  constructor(folder) {
    this.folder = folder;
    this.scripts = mkdtempSync(join(tmpdir(), 'minga-slow-'));
  }

  /// A program that starts `program` in this group, for whoever starts it by its path.
  wrapped(program) {
    const script = join(this.scripts, 'slow');
    writeFileSync(script,
      `#!/bin/sh\necho $$ > '${join(this.folder, 'cgroup.procs')}'\nexec '${program}' "$@"\n`);
    chmodSync(script, 0o755);
    return script;
  }

  /// Lets the one process that draws out of the group: what it does here, a phone has a chip for.
  async releaseGraphics() {
    const pid = await until('the process that draws', () => this.processes().find((one) => {
      try {
        return readFileSync(`/proc/${one}/cmdline`, 'utf8').includes('--type=gpu-process');
      } catch (error) {
        return false;  // It ended in between.
      }
    }));
    writeFileSync(join(groups, 'cgroup.procs'), pid);
  }

  processes() {
    return readFileSync(join(this.folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean);
  }

  /// Once nothing of it runs any more.
  remove() {
    rmSync(this.scripts, { recursive: true, force: true });
    rmdirSync(this.folder);
  }
}
