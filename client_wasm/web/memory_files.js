// The calls of the file pool (file_pool.js) over memory: it works, but forgets with the tab.

class MemoryFiles {
  constructor() {
    this.files = [];
    this.byName = new Map();
  }

  exists(name) {
    return this.byName.has(name);
  }

  open(name, creates) {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    if (!creates) return -1;
    return this.add(name, new Uint8Array(0), 0);
  }

  add(name, bytes, size) {
    this.files.push({ name, bytes, size });
    this.byName.set(name, this.files.length - 1);
    return this.files.length - 1;
  }

  close() {}

  remove(name) {
    const slot = this.byName.get(name);
    if (slot === undefined) return -1;
    this.files[slot] = null;
    this.byName.delete(name);
    return 0;
  }

  size(slot) {
    return this.files[slot].size;
  }

  read(slot, bytes, offset) {
    const file = this.files[slot];
    const part = file.bytes.subarray(offset, Math.min(offset + bytes.length, file.size));
    bytes.set(part);
    return part.length;
  }

  makeRoom(file, size) {
    if (size <= file.bytes.length) return;
    const larger = new Uint8Array(Math.max(size, file.bytes.length * 2));
    larger.set(file.bytes.subarray(0, file.size));
    file.bytes = larger;
  }

  write(slot, bytes, offset) {
    const file = this.files[slot];
    const end = offset + bytes.length;
    this.makeRoom(file, end);
    file.bytes.set(bytes, offset);
    file.size = Math.max(file.size, end);
    return 0;
  }

  truncate(slot, size) {
    const file = this.files[slot];
    this.makeRoom(file, size);
    if (size < file.size) file.bytes.fill(0, size, file.size);
    file.size = size;
    return 0;
  }

  flush() {
    return 0;
  }

  // There is nothing to wait for: no more will ever be kept, and the person was told so.
  isKept() {
    return true;
  }

  after(run) {
    run();
  }

  stop() {}
}
