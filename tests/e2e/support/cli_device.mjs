// Another person's device without a screen: `minga-device`, with a store of its own.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { deviceProgram } from './environment.mjs';
import { demoPassword } from './server.mjs';

export class CliDevice {
  constructor(url) {
    this.url = url;
    this.folder = mkdtempSync(join(tmpdir(), 'minga-device-'));
  }

  /// What the verb prints; it throws where the verb was refused.
  run(...words) {
    return execFileSync(
      deviceProgram, ['--store', join(this.folder, 'device.db'), '--server', this.url, ...words],
      { encoding: 'utf8', env: { ...process.env, MINGA_PASSWORD: demoPassword } });
  }

  /// What it prints as one JSON object a line.
  objects(...words) {
    return this.run(...words).split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  signIn(user) {
    this.run('login', user);
    return this.synchronize();
  }

  synchronize() {
    return this.objects('sync')[0];
  }

  /// The record of a kind with this name.
  named(kind, name) {
    const found = this.objects('list', kind, `name=${name}`);
    if (found.length !== 1) throw new Error(`${found.length} of ${kind} are called “${name}”`);
    return found[0];
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
