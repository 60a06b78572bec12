// Files for SQLite in the browser's private file system (OPFS).
//
// SQLite calls synchronously and opens files by name, while the browser opens files only
// asynchronously. So a pool of files is opened beforehand, each with a synchronous access handle that
// no one else can take. The first 4096 bytes of a pool file say which name it carries:
//
//   offset  bytes
//        0      8  "MINGAFS1"
//        8      4  length of the name in bytes; 0 marks a free file
//       12    512  the name in UTF-8
//      524      4  FNV-1a of the 524 bytes before
//     4096         the file's content
//
// The head changes only when a file is created or deleted. A head that was cut short by a crash has a
// wrong checksum and counts as free: a creation that never finished, or a deletion that did.
//
// Outcomes as the C++ side wants them: 0 done, 1 full, 2 failed; -1 no such file, -2 no room.

const POOL_FOLDER = 'minga-files';
const HEAD_BYTES = 4096;
const HEAD_USED_BYTES = 528;
const NAME_BYTES_MAX = 512;
const FREE_FILES_MIN = 6;
const NO_SPACE = -8;
const OPEN_TRIES_MAX = 20;
const OPEN_RETRY_MS = 150;

function headDigest(bytes) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < HEAD_USED_BYTES - 4; index++) {
    hash = Math.imul(hash ^ bytes[index], 0x01000193) >>> 0;
  }
  return hash;
}

function encodeHead(name) {
  const bytes = new Uint8Array(HEAD_USED_BYTES);
  const view = new DataView(bytes.buffer);
  const encoder = new TextEncoder();
  bytes.set(encoder.encode('MINGAFS1'));
  const encoded = encoder.encode(name);
  view.setUint32(8, encoded.length, true);
  bytes.set(encoded, 12);
  view.setUint32(HEAD_USED_BYTES - 4, headDigest(bytes), true);
  return bytes;
}

function decodeHead(bytes) {
  const view = new DataView(bytes.buffer);
  if (new TextDecoder().decode(bytes.subarray(0, 8)) !== 'MINGAFS1') return '';
  if (view.getUint32(HEAD_USED_BYTES - 4, true) !== headDigest(bytes)) return '';
  const length = view.getUint32(8, true);
  if (length > NAME_BYTES_MAX) return '';
  return new TextDecoder().decode(bytes.subarray(12, 12 + length));
}

function outcomeOf(error) {
  return error && error.name === 'QuotaExceededError' ? 1 : 2;
}

class FilePool {
  constructor() {
    this.handles = [];
    this.names = [];
    this.byName = new Map();
    this.growing = null;
    this.closed = false;
  }

  // Opens every file of the pool. Another tab may be about to let go of them: try for a while.
  async start() {
    const root = await navigator.storage.getDirectory();
    this.folder = await root.getDirectoryHandle(POOL_FOLDER, { create: true });
    // All at once: each waits for the browser's process, and a start for all of them.
    const adopted = [];
    for await (const entry of this.folder.values()) {
      if (entry.kind === 'file') adopted.push(this.adopt(entry));
    }
    const failed = (await Promise.allSettled(adopted)).find(({ reason }) => reason);
    if (failed) throw failed.reason;
    await this.grow();
  }

  async adopt(entry) {
    let handle;
    for (let attempt = 1; ; attempt++) {
      try {
        handle = await entry.createSyncAccessHandle();
        break;
      } catch (error) {
        if (error.name !== 'NoModificationAllowedError' || attempt === OPEN_TRIES_MAX) throw error;
        await new Promise((resolve) => setTimeout(resolve, OPEN_RETRY_MS));
      }
    }
    const head = new Uint8Array(HEAD_USED_BYTES);
    const count = handle.read(head, { at: 0 });
    const name = count === HEAD_USED_BYTES ? decodeHead(head) : '';
    const slot = this.handles.length;
    this.handles.push(handle);
    this.names.push(name);
    if (name) this.byName.set(name, slot);
  }

  async make() {
    const name = `file-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    await this.adopt(await this.folder.getFileHandle(name, { create: true }));
  }

  freeCount() {
    return this.names.reduce((count, name) => count + (name ? 0 : 1), 0);
  }

  // Keeps some free files at hand, so that opening never has to wait.
  grow() {
    this.growing = this.growing || (async () => {
      try {
        while (!this.closed && this.freeCount() < FREE_FILES_MIN) {
          const missing = FREE_FILES_MIN - this.freeCount();
          const made = await Promise.allSettled(Array.from({ length: missing }, () => this.make()));
          const failed = made.find(({ reason }) => reason);
          if (failed) throw failed.reason;
        }
      } finally {
        this.growing = null;
      }
    })();
    return this.growing;
  }

  exists(name) {
    return this.byName.has(name);
  }

  open(name, creates) {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    if (!creates) return -1;
    const slot = this.names.indexOf('');
    if (slot < 0) return -2;
    const handle = this.handles[slot];
    try {
      // What a crash left behind goes first; only then does the file get its name.
      handle.truncate(HEAD_BYTES);
      if (handle.write(encodeHead(name), { at: 0 }) !== HEAD_USED_BYTES) return -2;
      handle.flush();
    } catch (error) {
      return outcomeOf(error) === 1 ? -2 : -1;
    }
    this.names[slot] = name;
    this.byName.set(name, slot);
    this.grow().catch(() => {});
    return slot;
  }

  // Handles stay open for the life of the worker; a connection that closes gives nothing back.
  close() {}

  remove(name) {
    const slot = this.byName.get(name);
    if (slot === undefined) return -1;
    try {
      const handle = this.handles[slot];
      handle.write(encodeHead(''), { at: 0 });
      handle.truncate(HEAD_BYTES);
      handle.flush();
    } catch (error) {
      return outcomeOf(error);
    }
    this.byName.delete(name);
    this.names[slot] = '';
    return 0;
  }

  size(slot) {
    try {
      return Math.max(0, this.handles[slot].getSize() - HEAD_BYTES);
    } catch (error) {
      return -1;
    }
  }

  read(slot, bytes, offset) {
    try {
      return this.handles[slot].read(bytes, { at: HEAD_BYTES + offset });
    } catch (error) {
      return -1;
    }
  }

  write(slot, bytes, offset) {
    try {
      const count = this.handles[slot].write(bytes, { at: HEAD_BYTES + offset });
      if (count === bytes.length) return 0;
      // Chromium answers a full disk with its own code (-8) as an unsigned number; a short count
      // means the same. Any other negative code is a failure.
      return count < bytes.length || (count | 0) === NO_SPACE ? 1 : 2;
    } catch (error) {
      return outcomeOf(error);
    }
  }

  truncate(slot, size) {
    try {
      this.handles[slot].truncate(HEAD_BYTES + size);
      return 0;
    } catch (error) {
      return outcomeOf(error);
    }
  }

  flush(slot) {
    try {
      this.handles[slot].flush();
      return 0;
    } catch (error) {
      return outcomeOf(error);
    }
  }

  // Flushing is real here: what SQLite was told is kept.
  isKept() {
    return true;
  }

  after(run) {
    run();
  }

  // For the hand-over to another tab: nothing may use the pool afterwards.
  stop() {
    this.closed = true;
    for (const handle of this.handles) {
      try {
        handle.flush();
        handle.close();
      } catch (error) {
        // A handle that cannot be closed is freed with the worker, which ends right after this.
      }
    }
    this.handles = [];
  }
}
