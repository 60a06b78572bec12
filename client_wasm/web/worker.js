// The worker: starts the WebAssembly module, gives it files, network, timers and frames, and passes
// messages between it and the page. Nothing here knows what the application does.

const ACTION_KINDS = [
  'click', 'set_value', 'commit', 'focus', 'blur', 'scroll', 'dismiss', 'pull', 'release',
];
const PAGE_EVENTS = [
  'went_online', 'went_offline', 'became_visible', 'became_hidden', 'update_available',
  'storage_persisted',
];
// A hidden page gets no animation frames; what it must know still has to be worked out.
const FRAME_WAIT_MS_MAX = 250;
const FRAMES_AFTER_INPUT = 2;
const FRAMES_BEFORE_STOP_MAX = 30;
const TOOL = /^minga:(bundle|sheets)\//;
// As the module asks for its context: the first who asks decides.
const CONTEXT = {
  alpha: false, depth: false, stencil: false, antialias: false, powerPreference: 'low-power',
};
// A graphics context that did not come back by then is not waited for any longer.
const CONTEXT_WAIT_MS = 4000;
// Of what is sent nothing is heard on the way: it is given time as on the slowest link that works.
const SENT_BYTES_PER_MS_MIN = 2;

let wasm = null;      // the module, once it is ready
let waiting = [];     // messages that came before that
let wake = 0;         // frames that are still to be drawn
let isScheduled = false;
let frameCount = 0;
let actionCount = 0;  // what the page asked for
let said = null;      // what a frame tells the page, while it is drawn
let isStopped = false;
let config = null;    // as the page started this worker
let loading = null;   // the module and the fonts on their way
let later = null;     // the part of the module that comes behind the first frame
let context = null;   // where there is no WebGL: what takes pixels
let isHidden = false;
let contextWait = 0;  // a timer, while there is no context any more
const requests = new Map();
const timers = new Map();

// Half a call is no ground to go on from; what was committed is stored.
function fail(error) {
  isStopped = true;
  self.postMessage({ type: 'failed', reason: `${error.name}: ${error.message}` });
}

// What a person may take for a sign that something is saved waits until it is.
function tell(message, transfer) {
  bridge.files.after(() => self.postMessage(message, transfer || []));
}

self.addEventListener('error', () => { isStopped = true; });
// A trap, or no room left on the stack: what waits for an answer has nobody to catch it.
self.addEventListener('unhandledrejection', ({ reason }) => {
  if (reason instanceof WebAssembly.RuntimeError || reason instanceof RangeError) fail(reason);
});

// --- Frames --------------------------------------------------------------------------------------

function requestFrames(count) {
  wake = Math.max(wake, count);
  if (isScheduled || !wasm || isStopped || wake === 0) return;
  isScheduled = true;
  let isDone = false;
  const run = (time) => {
    if (isDone) return;
    isDone = true;
    clearTimeout(fallback);
    isScheduled = false;
    drawFrame(time);
  };
  const fallback = setTimeout(() => run(performance.now()), FRAME_WAIT_MS_MAX);
  if (self.requestAnimationFrame) {
    self.requestAnimationFrame(run);
  } else {
    setTimeout(() => run(performance.now()), 16);
  }
}

function drawFrame(time) {
  if (isStopped) return;
  wake = Math.max(0, wake - 1);
  frameCount += 1;
  said = [];
  let wantsMore = 0;
  const isKept = bridge.files.isKept();
  try {
    wantsMore = wasm._minga_frame(time);
  } catch (error) {
    fail(error);
    return;
  }
  if (frameCount === 1) reached('frame');
  if (said.length > 0) tell({ type: 'page', texts: said });
  said = null;
  // Whether all that the page asked for is done; what it wrote is kept when this is told.
  tell({ type: 'frame', count: frameCount, done: wantsMore || !isKept ? -1 : actionCount });
  // Nothing was drawn.
  if (!bridge.files.isKept()) bridge.files.after(() => requestFrames(1));
  requestFrames(wantsMore ? 1 : wake);
}

// --- Strings into the module -----------------------------------------------------------------------

const encoder = new TextEncoder();

function allocate(size) {
  const at = wasm._malloc(size);
  if (!at) throw new RangeError(`no memory for ${size} bytes`);
  return at;
}

// Calls an exported function; strings become zero-terminated UTF-8 for the length of the call.
function call(name, ...values) {
  const owned = [];
  const words = values.map((value) => {
    if (typeof value !== 'string') return value;
    const bytes = encoder.encode(value);
    const at = allocate(bytes.length + 1);
    owned.push(at);
    wasm.HEAPU8.set(bytes, at);
    wasm.HEAPU8[at + bytes.length] = 0;
    return at;
  });
  const result = wasm[`_${name}`](...words);
  owned.forEach((at) => wasm._free(at));
  return result;
}

function withBytes(bytes, use) {
  const at = allocate(Math.max(bytes.length, 1));
  wasm.HEAPU8.set(bytes, at);
  use(at, bytes.length);
  wasm._free(at);
}

// --- Network ---------------------------------------------------------------------------------------

async function compressed(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function answer(id, status, headers, body, sent) {
  if (isStopped) return;
  withBytes(body, (at, length) => {
    call('minga_http_done', id, status, headers, at, length, sent);
  });
  requestFrames(FRAMES_AFTER_INPUT);
}

// A piece of a file that the connection died in is worth what came of it, and so is an answer of
// which the application says that it can do with a part.
async function bodyOf(response, takesPart, onPart) {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const parts = [];
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      onPart();
    }
  } catch (error) {
    if (!takesPart || parts.length === 0) throw error;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function sendRequest(id, head, body) {
  const abort = new AbortController();
  requests.set(id, abort);
  let timeout = 0;
  // Slow is not dead: the limit is on how long nothing comes, not on the whole.
  const wait = (milliseconds) => {
    clearTimeout(timeout);
    timeout = setTimeout(() => abort.abort(), milliseconds);
  };
  let sent = 0;
  let result = { status: 0, headers: '', body: new Uint8Array(0) };
  try {
    const headers = new Headers(head.headers);
    if (body && head.gzip && self.CompressionStream) {
      body = await compressed(body);
      headers.set('Content-Encoding', 'gzip');
    }
    sent = body ? body.length : 0;
    await new Promise((resolve) => { bridge.files.after(resolve); });
    wait(head.timeout + sent / SENT_BYTES_PER_MS_MIN);
    const response = await fetch(head.url, {
      method: head.method,
      headers,
      body: body || undefined,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
      signal: abort.signal,
    });
    wait(head.timeout);
    const takesPart = response.status === 206 || (head.takesPart && response.ok);
    const bytes = await bodyOf(response, takesPart, () => wait(head.timeout));
    const lines = [];
    response.headers.forEach((value, name) => lines.push(`${name}: ${value}`));
    result = { status: response.status, headers: lines.join('\n'), body: bytes };
  } catch (error) {
    // No answer: no network, a cut, or the timeout. The application asks again later.
  }
  clearTimeout(timeout);
  if (!requests.delete(id)) return;
  answer(id, result.status, result.headers, result.body, sent);
}

// --- Tools that are fetched when they are first needed -------------------------------------------------

// By name: how its script starts it.
const starters = {
  bundle: () => self.openBundleTool(config.bundle.wasm),
  sheets: () => self.openSheetTool(),
};
const tools = new Map();

function openTool(name) {
  if (!tools.has(name)) {
    const { script } = config[name];
    const tool = (async () => {
      // Asked for here first, so that the script comes from the cache and holds nothing up.
      const response = await fetch(script);
      if (!response.ok) throw new Error(`${script}: ${response.status}`);
      await response.arrayBuffer();
      importScripts(script);
      return starters[name]();
    })();
    tools.set(name, tool);
    tool.catch(() => tools.delete(name));
  }
  return tools.get(name);
}

// Answers as a server would what only this worker can do.
async function askTool(id, head, body) {
  requests.set(id, null);
  let result = { status: 0, headers: '', body: new Uint8Array(0) };
  try {
    const [place, name] = TOOL.exec(head.url);
    const tool = await openTool(name);
    const verb = head.url.slice(place.length);
    const done = await tool(verb, head.headers[0][1], body || new Uint8Array(0));
    result = { status: 200, headers: `head: ${JSON.stringify(done.head)}`, body: done.body };
  } catch (error) {
    console.warn('minga: no tool', error);
  }
  if (requests.delete(id)) answer(id, result.status, result.headers, result.body, 0);
}

// --- What the module may call ------------------------------------------------------------------------

const bridge = {
  canvas: null,
  files: null,
  requestFrame: () => requestFrames(FRAMES_AFTER_INPUT),
  // All that a frame says is one message: what has an element already has its keys, too.
  post: (text) => {
    if (said) {
      said.push(text);
    } else {
      tell({ type: 'page', texts: [text] });
    }
  },
  download: (name, media, bytes) => {
    tell({ type: 'download', name, media, bytes }, [bytes.buffer]);
  },
  http: (id, text, body) => {
    const head = JSON.parse(text);
    if (TOOL.test(head.url)) {
      askTool(id, head, body);
    } else {
      sendRequest(id, head, body);
    }
  },
  httpCancel: (id) => {
    const abort = requests.get(id);
    requests.delete(id);
    if (abort) abort.abort();
  },
  timer: (id, delay) => {
    timers.set(id, setTimeout(() => {
      timers.delete(id);
      if (isStopped) return;
      call('minga_timer', id);
      requestFrames(1);
    }, delay));
  },
  timerCancel: (id) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
  },
  link: linkKind,
  startPixels: () => {
    context = bridge.canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    return context;
  },
  showPixels: (image, ...part) => context.putImageData(image, 0, 0, ...part),
};

// --- Messages from the page --------------------------------------------------------------------------

const handlers = {
  view(message) {
    config.view = message;
    bridge.canvas.width = Math.max(1, Math.round(message.width * message.ratio));
    bridge.canvas.height = Math.max(1, Math.round(message.height * message.ratio));
    call('minga_view', message.width, message.height, message.ratio, message.insetTop,
      message.insetBottom, message.touch ? 1 : 0, message.reduced ? 1 : 0, message.dark ? 1 : 0,
      message.contrast ? 1 : 0);
  },
  action(message) {
    actionCount += 1;
    call('minga_action', message.key, ACTION_KINDS.indexOf(message.kind), message.value || '',
      message.x || 0, message.y || 0, message.keyboard ? 1 : 0);
  },
  key(message) {
    call('minga_key', message.key);
  },
  file(message) {
    readFile(message.file, message.edge).then(({ name, bytes, problem }) => {
      if (isStopped) return;
      withBytes(bytes, (at, length) => {
        call('minga_file', message.key, name, at, length, problem);
      });
      requestFrames(FRAMES_AFTER_INPUT);
    });
  },
  pointer(message) {
    call('minga_pointer', message.x, message.y, message.down ? 1 : 0, message.touch ? 1 : 0);
  },
  route(message) {
    call('minga_route', message.route);
  },
  // What the page tells of itself.
  fact(message) {
    call('minga_preference', message.name, message.value);
  },
  event(message) {
    isHidden = message.event === 'became_hidden' || (isHidden && message.event !== 'became_visible');
    if (contextWait) waitForContext();
    call('minga_event', PAGE_EVENTS.indexOf(message.event));
  },
  // The page has its first frame: now there is time for the rest.
  shown() {
    later.prefetch();
  },
  // A canvas that has never been drawn on, for pixels.
  canvas({ canvas }) {
    bridge.canvas = canvas;
    handlers.view(config.view);
    call('minga_draw_without_gpu');
  },
  // Another tab takes over.
  stop() {
    // What was typed last is stored first: actions wait for a frame, some for the one after.
    for (let count = 0; count < FRAMES_BEFORE_STOP_MAX; ++count) {
      if (!wasm._minga_frame(performance.now())) break;
    }
    call('minga_close_storage');
    isStopped = true;
    bridge.files.stop();
    tell({ type: 'stopped' });
  },
};

self.onmessage = ({ data }) => {
  if (data.type === 'load') {
    load(data);
    return;
  }
  if (data.type === 'start') {
    start(data).catch(fail);
    return;
  }
  if (!wasm) {
    waiting.push(data);
    return;
  }
  if (isStopped || !handlers[data.type]) return;
  handlers[data.type](data);
  requestFrames(FRAMES_AFTER_INPUT);
};

// --- Starting ------------------------------------------------------------------------------------------

async function openPool() {
  const pool = new FilePool();
  try {
    await pool.start();
  } catch (error) {
    pool.stop();
    throw error;
  }
  return pool;
}

async function openFiles() {
  const home = new Map(config.preferences).get('files');
  const isThere = self.navigator && navigator.storage && navigator.storage.getDirectory &&
    self.FileSystemFileHandle && FileSystemFileHandle.prototype.createSyncAccessHandle;
  let reason = 'no_opfs';
  if (isThere && home !== 'mirrored') {
    try {
      return { files: await openPool(), reason: '' };
    } catch (error) {
      if (error.name === 'NoModificationAllowedError') throw error;
      reason = `denied: ${error.name}`;
    }
  }
  importScripts(config.fallback);
  const makePool = isThere && home === 'mirrored' && openPool;
  return self.openFallbackFiles({ home, makePool, reason, fail });
}

// --- The graphics context ------------------------------------------------------------------------------

// Only in sight: a phone takes it from pages that nobody looks at, and gives it back afterwards.
function waitForContext() {
  clearTimeout(contextWait);
  contextWait = setTimeout(() => {
    if (isHidden) return;
    contextWait = 0;
    self.postMessage({ type: 'canvas' });
  }, CONTEXT_WAIT_MS);
}

function watchContext({ canvas }) {
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    call('minga_context_lost');
    waitForContext();
  });
  canvas.addEventListener('webglcontextrestored', () => {
    // Too late: another canvas took its place.
    if (!contextWait) return;
    clearTimeout(contextWait);
    contextWait = 0;
    call('minga_context_restored');
    requestFrames(FRAMES_AFTER_INPUT);
  });
}

// A response whose arrival is counted. Counting wraps the response, and wrapping keeps the browser
// from caching compiled code; so only the first load, which people wait for, is counted.
function counted(response, onBytes) {
  if (!response.body || !self.TransformStream) return response;
  const counter = new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: response.headers });
}

async function fetchFile(url, isCounted, onBytes) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return isCounted ? counted(response, onBytes) : response;
}

// What a start spends its time with, for those who measure it.
function reached(step) {
  performance.mark(`minga ${step}`);
}

// Fetches, compiles and makes the module, which touches no files: a page that still waits for its turn
// may have it ready by then.
function load({ canvas, files, isFirstLoad, later: laterUrl }) {
  bridge.canvas = canvas;
  let loaded = 0;
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const onBytes = (count) => {
    loaded += count;
    self.postMessage({ type: 'progress', share: Math.min(loaded / total, 1) });
  };
  const [wasmFile, ...fontFiles] = files;
  const compiled = fetchFile(wasmFile.url, isFirstLoad, onBytes)
    .then((response) => WebAssembly.compileStreaming(response));
  const fonts = Promise.all(fontFiles.map(async (file) => {
    const response = await fetchFile(file.url, isFirstLoad, onBytes);
    return new Uint8Array(await response.arrayBuffer());
  }));
  compiled.then(() => reached('compiled'), () => {});
  // A context takes as long to get; compiling goes on meanwhile.
  canvas.getContext('webgl2', CONTEXT);
  reached('context');
  later = new LaterModule(laterUrl);
  const made = new Promise((resolve, reject) => {
    createMinga({
      bridge,
      instantiateWasm(imports, use) {
        imports.later = later.placeholders;
        compiled
          .then((module) => WebAssembly.instantiate(module, imports)
            .then((instance) => {
              later.attach(instance);
              use(instance, module);
            }))
          .catch(reject);
        return {};
      },
    }).then((module) => {
      module._minga_prepare();
      reached('prepared');
      resolve(module);
    }).catch(reject);
  });
  loading = Promise.all([made, fonts]);
  // Whoever starts hears of it.
  loading.catch(() => {});
}

async function start(given) {
  config = given;
  const { files, reason } = await openFiles();
  bridge.files = files;
  reached('files');
  const [module, fontBytes] = await loading;
  reached('loaded');
  wasm = module;
  watchContext(bridge);
  const hasCanvas = call('minga_start', reason);
  reached('canvas');
  fontBytes.forEach((bytes, index) => {
    withBytes(bytes, (at, length) => call('minga_font', index, at, length));
  });
  for (const [name, value] of config.preferences) call('minga_preference', name, value);
  handlers.view(config.view);
  call('minga_open', config.route, config.isOnline ? 1 : 0);
  reached('open');
  tell({ type: 'ready', hasCanvas: !!hasCanvas, storage: reason });
  const early = waiting;
  waiting = [];
  early.forEach((data) => {
    if (handlers[data.type]) handlers[data.type](data);
  });
  requestFrames(FRAMES_AFTER_INPUT);
}
