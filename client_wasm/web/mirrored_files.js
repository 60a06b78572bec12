// Files for browsers without OPFS: in memory, where SQLite finds them at once, and block by block in
// IndexedDB, where the next start finds them.
//
//   store "sizes"    name -> size in bytes
//   store "blocks"   [name, number] -> 4096 bytes, the last block of a file perhaps less
//   store "owner"    0 -> who writes; whoever opens the files last
//
// All that was changed in one go, which is never in the middle of a call to the module, is written in
// one transaction: what IndexedDB has is always what the files were at one moment, so that SQLite
// recovers from it as from a disk after a power cut. A transaction that is not complete counts as
// nothing: whoever says that something is saved asks `after`. A transaction that fails ends the
// worker, since memory is then ahead of what can be kept.

const MIRROR = 'minga-files';
const BLOCK_BYTES = 4096;

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function partOf(name, first) {
  // After every number comes an empty list, in the order of keys.
  return IDBKeyRange.bound([name, first], [name, []]);
}

class MirroredFiles extends MemoryFiles {
  // `fail` is called with an error once what is written cannot be kept any more.
  static async start(fail) {
    const files = new MirroredFiles(fail);
    const request = indexedDB.open(MIRROR, 1);
    request.onupgradeneeded = () => {
      for (const name of ['sizes', 'blocks', 'owner']) request.result.createObjectStore(name);
    };
    files.database = await answered(request);
    files.database.onclose = () => fail(new Error('IndexedDB was closed'));
    await files.load();
    return files;
  }

  constructor(fail) {
    super();
    this.fail = fail;
    this.owner = `${Date.now()} ${Math.random()}`;
    this.changes = 0;    // counted since the start
    this.kept = 0;       // so many of them are in IndexedDB
    this.waiting = [];   // what is done once so many are: { changes, run }
    this.isWriting = false;
    this.gone = new Set();
  }

  // From now on nobody else's changes count. What was still being written comes before this.
  async load() {
    const transaction = this.begin();
    const sizes = transaction.objectStore('sizes');
    const blocks = transaction.objectStore('blocks');
    transaction.objectStore('owner').put(this.owner, 0);
    const [names, lengths, keys, values] = await Promise.all(
      [sizes.getAllKeys(), sizes.getAll(), blocks.getAllKeys(), blocks.getAll()].map(answered));
    names.forEach((name, index) => {
      const slot = this.add(name, new Uint8Array(lengths[index]), lengths[index]);
      this.files[slot].kept = lengths[index];
    });
    keys.forEach(([name, number], index) => {
      this.files[this.byName.get(name)].bytes.set(values[index], number * BLOCK_BYTES);
    });
  }

  begin() {
    return this.database.transaction(['sizes', 'blocks', 'owner'], 'readwrite',
      { durability: 'strict' });
  }

  add(name, bytes, size) {
    const slot = super.add(name, bytes, size);
    // Blocks that were written, the smallest size since they were kept, and the size that is kept.
    Object.assign(this.files[slot], { changed: new Set(), end: size, kept: -1 });
    return slot;
  }

  open(name, creates) {
    const isNew = creates && !this.exists(name);
    const slot = super.open(name, creates);
    if (isNew) this.note();
    return slot;
  }

  remove(name) {
    const outcome = super.remove(name);
    if (outcome === 0) {
      this.gone.add(name);
      this.note();
    }
    return outcome;
  }

  write(slot, bytes, offset) {
    const file = this.files[slot];
    const from = Math.min(offset, file.size);
    super.write(slot, bytes, offset);
    this.noteBlocks(file, from, offset + bytes.length);
    return 0;
  }

  truncate(slot, size) {
    const file = this.files[slot];
    const before = file.size;
    super.truncate(slot, size);
    file.end = Math.min(file.end, size);
    // A block that was cut, or what was added.
    this.noteBlocks(file, Math.min(before, size) - 1, size);
    return 0;
  }

  noteBlocks(file, from, to) {
    const first = Math.floor(Math.max(from, 0) / BLOCK_BYTES);
    for (let number = first; number * BLOCK_BYTES < to; number++) file.changed.add(number);
    this.note();
  }

  note() {
    this.changes += 1;
    if (this.isWriting) return;
    this.isWriting = true;
    queueMicrotask(() => this.keep());
  }

  isKept() {
    return this.kept === this.changes;
  }

  // Runs once all that was changed until now is kept, in the order of asking.
  after(run) {
    if (this.isKept()) run();
    else this.waiting.push({ changes: this.changes, run });
  }

  keep() {
    const { changes } = this;
    try {
      const transaction = this.begin();
      transaction.oncomplete = () => this.onKept(changes);
      transaction.onabort = () => this.fail(transaction.error || new Error('opened elsewhere'));
      transaction.objectStore('owner').get(0).onsuccess = ({ target }) => {
        if (target.result !== this.owner) transaction.abort();
      };
      this.put(transaction.objectStore('sizes'), transaction.objectStore('blocks'));
    } catch (error) {
      this.fail(error);
    }
  }

  put(sizes, blocks) {
    for (const name of this.gone) {
      sizes.delete(name);
      blocks.delete(partOf(name, 0));
    }
    this.gone.clear();
    for (const file of this.files) {
      if (!file) continue;
      if (file.end < file.kept) blocks.delete(partOf(file.name, Math.ceil(file.end / BLOCK_BYTES)));
      for (const number of file.changed) {
        const from = number * BLOCK_BYTES;
        const to = Math.min(from + BLOCK_BYTES, file.size);
        if (from < to) blocks.put(file.bytes.slice(from, to), [file.name, number]);
      }
      if (file.kept !== file.size) sizes.put(file.size, file.name);
      file.changed.clear();
      file.end = file.size;
      file.kept = file.size;
    }
  }

  onKept(changes) {
    this.kept = changes;
    if (this.kept < this.changes) this.keep();
    else this.isWriting = false;
    while (this.waiting.length > 0 && this.waiting[0].changes <= this.kept) {
      this.waiting.shift().run();
    }
  }

  // A browser that got OPFS since: everything moves there, and is here until all of it is.
  async moveInto(pool) {
    for (const file of this.files) {
      pool.remove(file.name);
      const slot = pool.open(file.name, true);
      if (slot < 0) throw new Error('no room for a file');
      if (pool.write(slot, file.bytes.subarray(0, file.size), 0) || pool.flush(slot)) {
        throw new Error('no room in a file');
      }
      await pool.grow();
    }
    const transaction = this.begin();
    transaction.objectStore('sizes').clear();
    transaction.objectStore('blocks').clear();
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    this.database.onclose = null;
    this.database.close();
  }
}

// Where there is no pool, or files that were begun without one. `home`: where the files of this device
// were until now ("pool", "mirrored", or nothing yet); what is in the one place is not begun anew in
// the other. `makePool` opens a pool; without it there is none.
self.openFallbackFiles = async ({ home, makePool, reason, fail }) => {
  const forgetful = { files: new MemoryFiles(), reason };
  if (home === 'pool') return forgetful;
  let mirrored;
  try {
    mirrored = await MirroredFiles.start(fail);
  } catch (error) {
    return { ...forgetful, reason: `${reason}, ${error.name}` };
  }
  if (makePool) {
    let pool;
    try {
      pool = await makePool();
      await mirrored.moveInto(pool);
      return { files: pool, reason: '' };
    } catch (error) {
      if (pool) pool.stop();
      console.warn('minga: the files stay where they are', error);
    }
  }
  return { files: mirrored, reason: 'mirrored' };
};
