// The part of the module that the first screens do without (web/split_wasm.py). It is fetched behind
// the first frame; who calls into it before it came waits for it.

class LaterModule {
  constructor(url) {
    this.url = url;
    this.first = null;     // the first part's exports
    this.compiled = null;
    this.isLoaded = false;
    // The slots of the table hold these until the later part puts its own functions there.
    this.placeholders = new Proxy({}, {
      get: (target, slot) => (...values) => {
        this.load();
        return this.table.get(Number(slot))(...values);
      },
    });
  }

  attach(instance) {
    this.first = instance.exports;
    this.table = Object.values(this.first).find((one) => one instanceof WebAssembly.Table);
  }

  // Fetches it without holding anything up. Without a network it is tried again when it is needed.
  async prefetch() {
    if (this.isLoaded) return;
    try {
      const response = await fetch(this.url);
      if (!response.ok) throw new Error(`${this.url}: ${response.status}`);
      this.compiled = await WebAssembly.compileStreaming(response);
      this.load();
    } catch (error) {
      console.warn('minga: the later part did not come', error);
    }
  }

  load() {
    if (this.isLoaded) return;
    if (!this.compiled) this.compiled = new WebAssembly.Module(this.fetchNow());
    this.isLoaded = true;
    return new WebAssembly.Instance(this.compiled, { first: this.first });
  }

  // In the middle of a call there is no other way than to wait for the bytes.
  fetchNow() {
    self.postMessage({ type: 'waits' });
    const request = new XMLHttpRequest();
    request.open('GET', this.url, false);
    request.responseType = 'arraybuffer';
    request.send();
    if (request.status !== 200) throw new Error(`${this.url}: ${request.status}`);
    return request.response;
  }
}
