// Loaded by the worker when somebody first needs files that travel without a network: starts the
// module that seals and opens them, and packs and unpacks what is in them.

const GZIP = 1;
const PIECE_HEAD = 6;
const UNPACKED_MAX = (1 << 20) + 4096;

async function through(bytes, stream, max) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > max) {
      await reader.cancel();
      throw new RangeError('too large');
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// Contents with each piece changed by `change(coding, bytes)`, which gives both back.
async function changed(contents, change) {
  const pieces = [];
  let at = 0;
  while (at + PIECE_HEAD <= contents.length) {
    const view = new DataView(contents.buffer, contents.byteOffset + at, PIECE_HEAD);
    const length = view.getUint32(2, true);
    const bytes = contents.subarray(at + PIECE_HEAD, at + PIECE_HEAD + length);
    const piece = await change(view.getUint8(1), bytes);
    const head = new Uint8Array(PIECE_HEAD);
    const out = new DataView(head.buffer);
    out.setUint8(0, view.getUint8(0));
    out.setUint8(1, piece.coding);
    out.setUint32(2, piece.bytes.length, true);
    pieces.push(head, piece.bytes);
    at += PIECE_HEAD + length;
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

const packed = (contents) => changed(contents, async (coding, bytes) => {
  if (coding !== 0 || !self.CompressionStream) return { coding, bytes };
  const smaller = await through(bytes, new CompressionStream('gzip'), Infinity);
  return smaller.length < bytes.length ? { coding: GZIP, bytes: smaller } : { coding, bytes };
});

const unpacked = (contents) => changed(contents, async (coding, bytes) => {
  if (coding !== GZIP) return { coding, bytes };
  return {
    coding: 0,
    bytes: await through(bytes, new DecompressionStream('gzip'), UNPACKED_MAX),
  };
});

self.openBundleTool = async (wasmUrl) => {
  const tool = await createMingaBundle({ locateFile: () => wasmUrl });
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const place = (bytes) => {
    const at = tool._malloc(bytes.length + 1);
    tool.HEAPU8.set(bytes, at);
    tool.HEAPU8[at + bytes.length] = 0;
    return at;
  };
  const call = (verb, head, body) => {
    const places = [place(encoder.encode(verb)), place(encoder.encode(head)), place(body)];
    tool._minga_bundle(...places, body.length);
    places.forEach((at) => tool._free(at));
    const from = tool._minga_bundle_head();
    const to = tool.HEAPU8.indexOf(0, from);
    const start = tool._minga_bundle_body();
    return {
      head: JSON.parse(decoder.decode(tool.HEAPU8.slice(from, to))),
      body: tool.HEAPU8.slice(start, start + tool._minga_bundle_body_length()),
    };
  };
  return async (verb, head, body) => {
    if (verb === 'seal') body = await packed(body);
    const done = call(verb, head, body);
    if (verb === 'open' && done.head.opened) {
      try {
        done.body = await unpacked(done.body);
      } catch (error) {
        return { head: { code: 'bundle_damaged', message: 'El archivo llegó dañado: no se pudo ' +
          'abrir lo que trae. Pida que se lo manden otra vez.' }, body: new Uint8Array(0) };
      }
    }
    return done;
  };
};
