// The page: one tab in charge of the store, the worker, the window, and the service worker.

const APP = 'Minga';
const LOCK = 'minga-db';
const CHANNEL = 'minga-tabs';
const PREFERENCE_PREFIX = 'minga.';
const LOCK_WAIT_MS = 2500;
const HAND_OVER_WAIT_MS = 8000;
const RATIO_MAX = 3;
const KEYBOARD_HEIGHT_MIN = 100;
const SHARED_TYPE = 'application/octet-stream';

const build = window.MINGA_BUILD;
const cover = document.getElementById('cover');
const stage = document.getElementById('stage');
const channel = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null;

let worker = null;
let loading = null;  // a worker that loads what it needs until it may start
let mirror = null;
let keeping = null;  // once a worker died
let releaseLock = null;
let frameCount = 0;
let resolveReady = null;
const ready = new Promise((resolve) => { resolveReady = resolve; });

// What tests and the console may ask.
window.minga = {
  version: build.version,
  ready,
  frames: () => frameCount,
  storage: () => '',
};

// A new worker after one that died knows nothing yet of what stands on the screen.
const NOT_WHILE_REVIVING = ['action', 'key', 'pointer', 'file'];

function send(message, transfer) {
  if (!worker || (keeping && !keeping.isTaken && NOT_WHILE_REVIVING.includes(message.type))) return;
  worker.postMessage(message, transfer || []);
  life.asked(message);
}

// --- The cover -------------------------------------------------------------------------------------

function showCover({ title, text, share, button, act }) {
  if (!cover.isConnected) document.body.append(cover);
  cover.hidden = false;
  stage.hidden = true;
  document.getElementById('cover-title').textContent = title || APP;
  document.getElementById('cover-text').textContent = text;
  const progress = document.getElementById('cover-progress');
  progress.hidden = share === undefined;
  if (share !== undefined) progress.value = Math.round(share * 100);
  const action = document.getElementById('cover-button');
  action.hidden = !button;
  action.textContent = button || '';
  action.onclick = act || null;
  if (button) action.focus();
}

function hideCover() {
  cover.hidden = true;
  cover.remove();
  stage.hidden = false;
}

function showFailure(reason) {
  console.error('minga:', reason);
  life.leave();
  document.getElementById('notice')?.remove();
  const texts = mirror ? new Keeping(mirror, currentRoute(), keeping).texts() : [];
  const lost = texts.length > 0 && ' Copie lo que estaba escribiendo, que no alcanzó a guardarse:' +
    `\n\n${texts.join('\n')}`;
  showCover({
    text: 'No se pudo abrir la aplicación. Revise la conexión y vuelva a intentarlo; ' +
      `lo que guardó en este equipo sigue aquí.${lost || ''}`,
    button: 'Volver a intentarlo',
    act: () => location.reload(),
  });
}

// --- One tab at a time --------------------------------------------------------------------------------

function takeLock(options) {
  return new Promise((resolve, reject) => {
    navigator.locks.request(LOCK, options, (lock) => {
      if (!lock) {
        resolve(false);
        return undefined;
      }
      resolve(true);
      return new Promise((release) => { releaseLock = release; });
    }).catch(reject);
  });
}

async function waitForLock(wait) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), wait);
  try {
    return await takeLock({ signal: abort.signal });
  } catch (error) {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function showOtherTab() {
  document.title = `Abierta en otra pestaña · ${APP}`;
  showCover({
    title: 'Minga está abierta en otra pestaña',
    text: 'Para que nada se pierda, trabaja en una sola a la vez. ' +
      'Puede seguir en la otra, o traer el trabajo a esta.',
    button: 'Usar aquí',
    act: takeOver,
  });
}

async function takeOver() {
  showCover({ title: APP, text: 'Trayendo el trabajo a esta pestaña…' });
  if (channel) channel.postMessage({ type: 'hand over' });
  if (await waitForLock(HAND_OVER_WAIT_MS)) {
    // A fresh start is the surest: nothing of the other life of this page remains. Should there be
    // another version by now, this page's own files are gone.
    if (isOutdated()) location.reload();
    else start();
    return;
  }
  showCover({
    title: 'La otra pestaña no responde',
    text: 'Ciérrela y vuelva a intentarlo. Lo guardado está a salvo.',
    button: 'Usar aquí',
    act: takeOver,
  });
}

function listenToTabs() {
  if (!channel) return;
  channel.onmessage = ({ data }) => {
    if (data.type !== 'hand over' || !worker || !releaseLock) return;
    mirror.commitAll();
    send({ type: 'stop' });
  };
}

function onStopped() {
  life.leave();
  worker.terminate();
  worker = null;
  if (isUpdating) {
    waitingVersion().then(switchTo).then((isSwitched) => isSwitched || location.reload());
    return;
  }
  releaseLock();
  releaseLock = null;
  document.title = `En otra pestaña · ${APP}`;
  showCover({
    title: 'El trabajo pasó a otra pestaña',
    text: 'Todo quedó guardado. Puede cerrar esta, o traer el trabajo de vuelta.',
    button: 'Usar aquí',
    act: () => {
      if (channel) channel.postMessage({ type: 'hand over' });
      location.reload();
    },
  });
}

// --- The window ---------------------------------------------------------------------------------------

const queries = {
  dark: matchMedia('(prefers-color-scheme: dark)'),
  // Where the system forces colours of its own upon pages, too: a canvas keeps what is drawn on it.
  contrast: matchMedia('(prefers-contrast: more), (forced-colors: active)'),
  reduced: matchMedia('(prefers-reduced-motion: reduce)'),
  touch: matchMedia('(pointer: coarse)'),
};

function inset(name) {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name);
  return parseFloat(value) || 0;
}

function describeView() {
  const ratio = Math.min(window.devicePixelRatio || 1, RATIO_MAX);
  // Whole pixels of the screen: a part of one would blur all that is drawn.
  const whole = (length) => Math.round(length * ratio) / ratio;
  const width = whole(stage.clientWidth || window.innerWidth);
  const height = whole(stage.clientHeight || window.innerHeight);
  const { style } = document.getElementById('canvas');
  style.width = `${width}px`;
  style.height = `${height}px`;
  return {
    type: 'view',
    width,
    height,
    ratio,
    insetTop: inset('--inset-top'),
    insetBottom: inset('--inset-bottom'),
    touch: queries.touch.matches,
    reduced: queries.reduced.matches,
    dark: queries.dark.matches,
    contrast: queries.contrast.matches,
  };
}

// Most browsers make the page lower for the keyboard, Safari lays the keyboard over the page: what
// is drawn keeps to the part that is left. Where somebody zoomed in, all of it stays.
function fitStage() {
  const { scale, height, offsetTop } = visualViewport;
  const isCovered = scale < 1.01 && window.innerHeight - height > KEYBOARD_HEIGHT_MIN;
  stage.style.height = isCovered ? `${height}px` : '';
  stage.style.top = isCovered ? `${offsetTop}px` : '';
}

function listenToWindow() {
  const report = () => send(describeView());
  new ResizeObserver(report).observe(stage);
  if (window.visualViewport) {
    for (const event of ['resize', 'scroll']) visualViewport.addEventListener(event, fitStage);
  }
  for (const query of Object.values(queries)) query.addEventListener('change', report);
  const watchRatio = () => {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', () => {
      report();
      watchRatio();
    }, { once: true });
  };
  watchRatio();
  const tell = (event) => send({ type: 'event', event });
  window.addEventListener('online', () => tell('went_online'));
  window.addEventListener('offline', () => tell('went_offline'));
  document.addEventListener('visibilitychange', () => {
    tell(document.visibilityState === 'hidden' ? 'became_hidden' : 'became_visible');
    tellRoom();
  });
  window.addEventListener('hashchange', () => {
    mirror.commitAll();
    send({ type: 'route', route: currentRoute() });
  });
  document.getElementById('skip').addEventListener('click', (event) => {
    event.preventDefault();
    const main = document.getElementById('contenido');
    if (main) main.focus();
  });
}

function currentRoute() {
  try {
    return decodeURIComponent(location.hash.replace(/^#/, ''));
  } catch (error) {
    return '';
  }
}

// --- What the browser offers to keep the work safe ---------------------------------------------------

let installPrompt = null;

function tellFact(name, value) {
  send({ type: 'fact', name, value });
}

function installState() {
  if (matchMedia('(display-mode: standalone)').matches || navigator.standalone) return 'installed';
  if (installPrompt) return 'offered';
  return 'standalone' in navigator ? 'by_hand' : '';
}

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  installPrompt = event;
  tellFact('page_install', installState());
});
window.addEventListener('appinstalled', () => tellFact('page_install', 'installed'));

async function tellRoom() {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    tellFact('page_storage', `${usage} ${quota}`);
  } catch (error) {
    // This browser does not tell.
  }
}

// --- What the module asks of the page ------------------------------------------------------------------

function say(id, text) {
  const region = document.getElementById(id);
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 30);
}

// What the page for printing shows; it asks for it (print.js).
let shownPaper = null;
const paperDesk = new BroadcastChannel('minga-paper');
paperDesk.onmessage = ({ data }) => {
  if (shownPaper && data.wanted) paperDesk.postMessage({ given: data.wanted, paper: shownPaper });
};

const commands = {
  title: ({ text }) => { document.title = text; },
  announce: ({ text }) => say('status', text),
  alert: ({ text }) => say('alert', text),
  focus: ({ key }) => mirror.focusKey(key),
  scroll: ({ key, x, y }) => mirror.scrollKey(key, x, y),
  shortcuts: ({ keys }) => { mirror.shortcuts = new Set(keys); },
  look({ theme, colors }) {
    const style = document.documentElement.style;
    for (const [name, color] of Object.entries(colors)) style.setProperty(`--${name}`, color);
    style.colorScheme = theme.endsWith('dark') ? 'dark' : 'light';
    for (const meta of document.querySelectorAll('meta[name=theme-color]')) meta.content = colors.bg;
  },
  copy: async ({ text }) => {
    try {
      await navigator.clipboard.writeText(text);
      say('status', 'Copiado.');
    } catch (error) {
      say('alert', 'El navegador no permitió copiar.');
    }
  },
  navigate: ({ route }) => {
    if (currentRoute() !== route) location.hash = route;
  },
  preference: ({ name, value }) => {
    try {
      localStorage.setItem(PREFERENCE_PREFIX + name, value);
    } catch (error) {
      // Without local storage the preference lasts as long as the tab.
    }
  },
  paper({ paper }) {
    shownPaper = paper;
    try {
      // A window that is opened gets a copy of what is kept here.
      sessionStorage.removeItem('minga-paper');
      if (window.open('print.html', 'minga-paper')) return;
      // No window may be opened: the sheet takes the place of this page.
      sessionStorage.setItem('minga-paper', JSON.stringify(paper));
      location.assign('print.html');
    } catch (error) {
      say('alert', 'El navegador no permitió abrir la hoja. Permita ventanas para este sitio.');
    }
  },
  manual: () => {
    const opened = window.open('manual.html', 'minga-manual');
    if (opened) opened.opener = null;
    else location.assign('manual.html');  // what was written is kept either way
  },
  persist: async () => {
    if (!navigator.storage || !navigator.storage.persist) return;
    if (await navigator.storage.persisted() || await navigator.storage.persist()) {
      send({ type: 'event', event: 'storage_persisted' });
    }
  },
  async install() {
    const prompt = installPrompt;
    installPrompt = null;
    if (!prompt) return;
    prompt.prompt();
    await prompt.userChoice;
    tellFact('page_install', installState());
  },
  update: applyUpdate,
  print({ text }) {
    const sheet = document.getElementById('print');
    const [title, ...lines] = text.split('\n');
    sheet.innerHTML = '<h1></h1><pre></pre>';
    sheet.firstChild.textContent = title;
    sheet.lastChild.textContent = lines.join('\n');
    window.print();
  },
};

function preferences() {
  const found = [];
  try {
    for (let index = 0; index < localStorage.length; index++) {
      const name = localStorage.key(index);
      if (name.startsWith(PREFERENCE_PREFIX)) {
        found.push([name.slice(PREFERENCE_PREFIX.length), localStorage.getItem(name)]);
      }
    }
  } catch (error) {
    return [];
  }
  return found;
}

// A file that the browser is asked about before there is one.
function canShare() {
  try {
    return navigator.canShare({ files: [new File([''], 'a.minga', { type: SHARED_TYPE })] });
  } catch (error) {
    return false;
  }
}

// A picture as PNG, by a script that is fetched when somebody first takes one along.
async function drawn(bytes) {
  if (!window.mingaDraw) {
    const script = document.createElement('script');
    script.src = build.picture;
    const loaded = new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
    });
    document.head.append(script);
    await loaded;
  }
  return window.mingaDraw(bytes, build.files.slice(1, 3).map(({ url }) => url));
}

async function offerDownload({ name, media, bytes }) {
  if (media.startsWith('draw ')) {
    try {
      bytes = await drawn(bytes);
    } catch (error) {
      say('alert', 'No se pudo preparar la imagen. Pruebe guardarla como SVG.');
      return;
    }
  }
  if (media.startsWith('share ')) {
    const file = new File([bytes], name, { type: SHARED_TYPE });
    try {
      await navigator.share({ files: [file], title: name });
      return;
    } catch (error) {
      // The person closed the list of messengers; or there is none, and the file is offered.
      if (error.name === 'AbortError') return;
    }
  }
  const url = URL.createObjectURL(new Blob([bytes], { type: media }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

const messages = {
  progress: ({ share }) => showCover({
    text: 'Preparando la aplicación. Solo la primera vez necesita conexión.', share,
  }),
  frame: ({ done }) => {
    if (done === life.actions) mirror.settle();
    if (frameCount === 0) {
      hideCover();
      resolveReady();
    }
    // What can wait does so until this frame is on the screen.
    if (!life.hasDrawn) requestAnimationFrame(() => setTimeout(afterFirstFrame));
    if (!life.hasDrawn) document.getElementById('canvas-before')?.remove();
    frameCount += 1;
    life.drew();
  },
  page: ({ texts }) => {
    for (const message of texts.map((text) => JSON.parse(text))) {
      if (Array.isArray(message)) {
        for (const command of message) commands[command.do](command);
      } else if (keeping && !keeping.isTaken) {
        keeping.take(message);
        tellReopened(keeping);
      } else {
        mirror.apply(message);
      }
    }
    if (keeping) keeping.giveBack(currentRoute());
  },
  ready: ({ hasCanvas, storage }) => {
    document.body.classList.toggle('no-canvas', !hasCanvas);
    window.minga.storage = () => storage;
    // Where the files are; a device that forgets them has them nowhere.
    if (!storage || storage === 'mirrored') {
      commands.preference({ name: 'files', value: storage || 'pool' });
    }
  },
  download: offerDownload,
  // It waits for what it needs in the middle of a call.
  waits: () => life.leave(),
  // The graphics context went and does not come back; what had one takes nothing else.
  canvas() {
    renewCanvas();
    const offscreen = document.getElementById('canvas').transferControlToOffscreen();
    send({ type: 'canvas', canvas: offscreen }, [offscreen]);
  },
  stopped: onStopped,
  failed: ({ reason }) => life.failed(reason),
};

// --- Starting --------------------------------------------------------------------------------------------

function afterFirstFrame() {
  send({ type: 'shown' });
  tellRoom();
  if (keeping) return;
  registerServiceWorker();
  setInterval(tellRoom, 3600 * 1000);
}

async function start() {
  mirror = new Mirror(document.getElementById('mirror'), send);
  startWorker();
  listenToWindow();
}

const life = new Lifeline(() => {
  worker.terminate();
  showNotice('Minga se detuvo y se está abriendo de nuevo. Lo guardado está a salvo.', true);
  keeping = new Keeping(mirror, currentRoute(), keeping);
  // A canvas is given away once; the old one shows its picture until the new one has its own.
  const canvas = document.getElementById('canvas');
  canvas.after(canvas.cloneNode());
  canvas.id = 'canvas-before';
  startWorker();
}, showFailure);

// A canvas is given away once.
function renewCanvas() {
  const canvas = document.getElementById('canvas');
  canvas.replaceWith(canvas.cloneNode());
}

// A worker that fetches and compiles what it needs; it touches nothing that another tab may use.
function loadWorker() {
  const canvas = document.getElementById('canvas').transferControlToOffscreen();
  const made = new Worker(build.worker);
  made.onmessage = ({ data }) => {
    life.heard();
    messages[data.type](data);
  };
  made.onerror = (event) => {
    if (made === loading) dropLoading();  // Whoever starts tries it again.
    else life.failed(event.message);
  };
  made.postMessage({
    type: 'load',
    canvas,
    files: build.files,
    isFirstLoad: !(navigator.serviceWorker && navigator.serviceWorker.controller),
    later: build.later,
  }, [canvas]);
  return made;
}

function dropLoading() {
  loading?.terminate();
  loading = null;
  renewCanvas();
}

function startWorker() {
  stage.hidden = false;
  life.actions = 0;
  worker = loading || loadWorker();
  loading = null;
  send({
    type: 'start',
    bundle: build.bundle,
    sheets: build.sheets,
    fallback: build.fallback,
    preferences: [...preferences(), ['can_share', canShare() ? 'yes' : ''],
      ['page_install', installState()]],
    view: describeView(),
    route: currentRoute(),
    isOnline: navigator.onLine,
  });
}

async function open() {
  const missing = !('OffscreenCanvas' in window) || !window.WebAssembly ||
    !HTMLCanvasElement.prototype.transferControlToOffscreen;
  if (missing) {
    showCover({
      text: 'Este navegador es demasiado antiguo para Minga. Actualícelo, o use una versión ' +
        'reciente de Chrome, Edge, Firefox o Safari.',
    });
    return;
  }
  listenToTabs();
  loading = loadWorker();
  const waiting = waitingVersion();
  if (navigator.locks) {
    // A page that was just reloaded may still be letting go of the lock.
    const isOurs = await takeLock({ ifAvailable: true }) || await waitForLock(LOCK_WAIT_MS);
    if (!isOurs) {
      dropLoading();
      showOtherTab();
      return;
    }
  }
  if (await switchTo(await waiting)) return;
  start().catch((error) => showFailure(error.message));
}

open();
