// A copy of the site in which something is different: names by content, the list of files and the
// version are as the build would make them, so that browsers take it for another version.

import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { webFolder } from './environment.mjs';

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

export class SiteCopy {
  /// `changes`: for names as among the sources ("worker.js"), what makes another text of theirs, or
  /// other bytes of a module's.
  static make(changes = {}) {
    const copy = new SiteCopy(mkdtempSync(join(tmpdir(), 'minga-site-')));
    copy.put(changes);
    return copy;
  }

  constructor(folder) {
    this.folder = folder;
  }

  /// Makes the folder that version, with nothing of one before.
  put(changes) {
    rmSync(this.folder, { recursive: true, force: true });
    cpSync(webFolder, this.folder, { recursive: true });
    const { version, files } = JSON.parse(this.read('build-manifest.json'));
    const names = new Map();
    const rename = (text) => [...names].reduce((all, [old, name]) => all.replaceAll(old, name), text);
    const change = (plain, make) => {
      const [stem, suffix] = plain.split('.');
      const row = files.find(({ path }) =>
        path === plain || new RegExp(`^${stem}-[0-9a-f]{12}\\.${suffix}$`).test(path));
      const content = make(plain.endsWith('.wasm')
        ? readFileSync(join(this.folder, row.path)) : this.read(row.path));
      this.remove(row.path);
      row.sha256 = sha256(content);
      row.bytes = Buffer.byteLength(content);
      if (row.isHashed) {
        const name = `${stem}-${row.sha256.slice(0, 12)}.${suffix}`;
        names.set(row.path, name);
        row.path = name;
      }
      writeFileSync(join(this.folder, row.path), content);
    };
    const { 'page.js': changePage = (text) => text, ...others } = changes;
    for (const [plain, make] of Object.entries(others)) change(plain, make);
    this.version = sha256(version + JSON.stringify(files) + changePage('')).slice(0, 12);
    change('page.js', (text) => changePage(rename(text).replace(version, this.version)));
    change('index.html', rename);
    // The service worker is in no list of its own.
    const list = { version: this.version, files: files.filter(({ path }) => path !== 'sw.js') };
    const service = this.read('sw.js').split('\n');
    service[0] = `self.MINGA_BUILD = ${JSON.stringify(list)};`;
    this.remove('sw.js');
    writeFileSync(join(this.folder, 'sw.js'), service.join('\n'));
    writeFileSync(join(this.folder, 'build-manifest.json'), JSON.stringify(list));
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  remove(path) {
    for (const suffix of ['', '.br', '.gz']) rmSync(join(this.folder, path + suffix), { force: true });
  }

  /// The name that a file has in this version.
  nameOf(plain) {
    const [stem, suffix] = plain.split('.');
    const { files } = JSON.parse(this.read('build-manifest.json'));
    return files.find(({ path }) => path.startsWith(`${stem}-`) && path.endsWith(`.${suffix}`)).path;
  }

  delete() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/// A change of a module: a part that nobody reads.
export function marked(name) {
  const letters = Buffer.from(name);
  return (bytes) => Buffer.concat(
    [bytes, Buffer.from([0, letters.length + 1, letters.length]), letters]);
}

/// A change of the worker's script: this runs before it.
export function before(code) {
  return (text) => `(${code})();\n${text}`;
}
