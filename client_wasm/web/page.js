// The page: one tab in charge of the store, the worker, the window, and the service worker.

const APP = 'Minga';
const LOCK = 'minga-db';
const CHANNEL = 'minga-tabs';
const PREFERENCE_PREFIX = 'minga.';
const LOCK_WAIT_MS = 2500;
const HAND_OVER_WAIT_MS = 8000;
const RATIO_MAX = 3;
const SHARED_TYPE = 'application/octet-stream';

const build = window.MINGA_BUILD;
const cover = document.getElementById('cover');
const stage = document.getElementById('stage');
const channel = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null;

let worker = null;
let mirror = null;
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

function send(message, transfer) {
  if (worker) worker.postMessage(message, transfer || []);
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
  showCover({
    text: 'No se pudo abrir la aplicación. Revise la conexión y vuelva a intentarlo; ' +
      'lo que guardó en este equipo sigue aquí.',
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
    // A fresh start is the surest: nothing of the other life of this page remains.
    start();
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
  worker.terminate();
  worker = null;
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
  contrast: matchMedia('(prefers-contrast: more)'),
  reduced: matchMedia('(prefers-reduced-motion: reduce)'),
  touch: matchMedia('(pointer: coarse)'),
};

function inset(name) {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name);
  return parseFloat(value) || 0;
}

function describeView() {
  return {
    type: 'view',
    width: stage.clientWidth || window.innerWidth,
    height: stage.clientHeight || window.innerHeight,
    ratio: Math.min(window.devicePixelRatio || 1, RATIO_MAX),
    insetTop: inset('--inset-top'),
    insetBottom: inset('--inset-bottom'),
    touch: queries.touch.matches,
    reduced: queries.reduced.matches,
    dark: queries.dark.matches,
    contrast: queries.contrast.matches,
  };
}

function listenToWindow() {
  const report = () => {
    send(describeView());
    // The soft keyboard shrank the page: keep what is being typed in sight.
    const active = document.activeElement;
    if (active && active.classList.contains('field')) {
      setTimeout(() => active.scrollIntoView({ block: 'center' }), 100);
    }
  };
  new ResizeObserver(report).observe(document.documentElement);
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
  });
  window.addEventListener('hashchange', () => send({ type: 'route', route: currentRoute() }));
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

// --- What the module asks of the page ------------------------------------------------------------------

function say(id, text) {
  const region = document.getElementById(id);
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 30);
}

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
    style.colorScheme = theme === 'dark' ? 'dark' : 'light';
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
  persist: async () => {
    if (!navigator.storage || !navigator.storage.persist) return;
    if (await navigator.storage.persisted() || await navigator.storage.persist()) {
      send({ type: 'event', event: 'storage_persisted' });
    }
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

async function offerDownload({ name, media, bytes }) {
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
  frame: ({ count }) => {
    if (frameCount === 0) {
      hideCover();
      resolveReady();
    }
    frameCount = count;
  },
  page: ({ texts }) => {
    for (const message of texts.map((text) => JSON.parse(text))) {
      if (Array.isArray(message)) {
        for (const command of message) commands[command.do](command);
      } else {
        mirror.apply(message);
      }
    }
  },
  ready: ({ hasCanvas, storage }) => {
    document.body.classList.toggle('no-canvas', !hasCanvas);
    window.minga.storage = () => storage;
    registerServiceWorker();
  },
  download: offerDownload,
  stopped: onStopped,
  failed: ({ reason }) => showFailure(reason),
};

// --- Starting --------------------------------------------------------------------------------------------

async function start() {
  stage.hidden = false;
  const canvas = document.getElementById('canvas').transferControlToOffscreen();
  mirror = new Mirror(document.getElementById('mirror'), send);
  worker = new Worker(build.worker);
  worker.onmessage = ({ data }) => messages[data.type](data);
  worker.onerror = (event) => showFailure(event.message);
  send({
    type: 'start',
    canvas,
    files: build.files,
    isFirstLoad: !(navigator.serviceWorker && navigator.serviceWorker.controller),
    bundle: build.bundle,
    later: build.later,
    preferences: [...preferences(), ['can_share', canShare() ? 'yes' : '']],
    view: describeView(),
    route: currentRoute(),
    isOnline: navigator.onLine,
  }, [canvas]);
  listenToWindow();
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
  if (await switchToWaitingVersion()) return;
  listenToTabs();
  if (navigator.locks) {
    // A page that was just reloaded may still be letting go of the lock.
    const isOurs = await takeLock({ ifAvailable: true }) || await waitForLock(LOCK_WAIT_MS);
    if (!isOurs) {
      showOtherTab();
      return;
    }
  }
  start().catch((error) => showFailure(error.message));
}

// --- Versions ----------------------------------------------------------------------------------------------

// A version that finished installing while the last one was in use takes over at a cold start.
async function switchToWaitingVersion() {
  if (!navigator.serviceWorker || !navigator.serviceWorker.controller) return false;
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration || !registration.waiting) return false;
  return activate(registration.waiting);
}

function activate(waiting) {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(false), 3000);
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      clearTimeout(giveUp);
      location.reload();
      resolve(true);
    }, { once: true });
    waiting.postMessage({ type: 'activate' });
  });
}

async function applyUpdate() {
  mirror.commitAll();
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration && registration.waiting) activate(registration.waiting);
}

async function registerServiceWorker() {
  if (!navigator.serviceWorker) return;
  try {
    const registration = await navigator.serviceWorker.register('sw.js');
    registration.addEventListener('updatefound', () => {
      const installing = registration.installing;
      installing.addEventListener('statechange', () => {
        if (installing.state === 'installed' && navigator.serviceWorker.controller) {
          send({ type: 'event', event: 'update_available' });
        }
      });
    });
    const hour = 3600 * 1000;
    setInterval(() => registration.update().catch(() => {}), 6 * hour);
  } catch (error) {
    console.warn('minga: no service worker', error);
  }
}

open();
