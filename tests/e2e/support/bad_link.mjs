// A link between one device and the server that can be cut, slow, or die over and over.

import net from 'node:net';

export class BadLink {
  /// `target` is the server's port. The device sees `link.url` as the server for as long as it
  /// lives, so that its storage, which belongs to an origin, stays the same.
  static async open(target) {
    const link = new BadLink(target);
    await new Promise((resolve, reject) => {
      link.listener.once('error', reject);
      link.listener.listen(0, '127.0.0.1', resolve);
    });
    link.port = link.listener.address().port;
    link.url = `http://127.0.0.1:${link.port}`;
    return link;
  }

  constructor(target) {
    this.target = target;
    this.isCut = false;
    this.bytesPerConnection = Infinity;
    this.delayMs = 0;
    this.sockets = new Set();
    this.connections = 0;
    this.deaths = 0;
    this.bytesUp = 0;
    this.bytesDown = 0;
    this.onUp = null;  // hears the bytes that come from the device
    this.listener = net.createServer((socket) => this.accept(socket));
  }

  /// Nothing passes, and what is open dies.
  cut() {
    this.isCut = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  mend() {
    this.isCut = false;
  }

  /// Each connection dies once that many bytes have passed in one of its directions.
  dieEvery(bytes) {
    this.bytesPerConnection = bytes;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  slowBy(milliseconds) {
    this.delayMs = milliseconds;
  }

  async close() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => { this.listener.close(resolve); });
  }

  accept(device) {
    if (this.isCut) {
      device.resetAndDestroy();
      return;
    }
    this.connections += 1;
    const server = net.connect(this.target, '127.0.0.1');
    const end = () => {
      device.destroy();
      server.destroy();
    };
    for (const socket of [device, server]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', () => {
        this.sockets.delete(socket);
        end();
      });
    }
    device.on('data', (data) => this.onUp?.(data));
    this.pass(device, server, (count) => { this.bytesUp += count; });
    this.pass(server, device, (count) => { this.bytesDown += count; });
  }

  pass(source, target, count) {
    let left = this.bytesPerConnection;
    source.on('data', (data) => {
      const part = data.length > left ? data.subarray(0, left) : data;
      left -= part.length;
      count(part.length);
      const isLast = left === 0;
      const write = () => {
        if (target.destroyed) return;
        target.write(part, () => {
          if (!isLast) return;
          this.deaths += 1;
          source.resetAndDestroy();
          target.resetAndDestroy();
        });
      };
      if (this.delayMs > 0) {
        setTimeout(write, this.delayMs);
      } else {
        write();
      }
    });
    source.on('end', () => target.end());
  }
}
