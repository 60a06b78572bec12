// The versions of the site: when a new one is installed, and when it takes over (sw.js).

let isUpdating = false;
const services = navigator.serviceWorker;
const firstController = services && services.controller;

function isOutdated() {
  return !!firstController && services.controller !== firstController;
}

// A version that finished installing while the last one was in use takes over at a cold start of the
// tab that is in charge: under another tab's feet it would take the files of its version away.
async function waitingVersion() {
  if (!services || !services.controller) return null;
  const registration = await services.getRegistration();
  return registration ? registration.waiting : null;
}

async function switchTo(waiting) {
  return waiting ? activate(waiting) : false;
}

function activate(waiting) {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(false), 3000);
    services.addEventListener('controllerchange', () => {
      clearTimeout(giveUp);
      location.reload();
      resolve(true);
    }, { once: true });
    waiting.postMessage({ type: 'activate' });
  });
}

// What was typed is stored before anything else; what cannot be stored as it is stands in the way.
async function applyUpdate() {
  mirror.commitAll();
  if ([...mirror.nodes.values()].some(({ data }) => data.invalid)) {
    showNotice('Antes de actualizar, corrija o borre lo que está marcado en rojo: todavía no se ' +
      'guardó.', true);
    return;
  }
  const registration = await services.getRegistration();
  if (!registration || !registration.waiting) return;
  isUpdating = true;
  showCover({ text: 'Abriendo la versión nueva. Sus datos siguen igual.' });
  send({ type: 'stop' });
}

async function registerServiceWorker() {
  if (!services) return;
  try {
    const registration = await services.register('sw.js');
    const tell = () => {
      if (registration.waiting && services.controller) {
        send({ type: 'event', event: 'update_available' });
      }
    };
    tell();
    registration.addEventListener('updatefound', () => {
      registration.installing.addEventListener('statechange', tell);
    });
    // Half a version stays where it is until there is a way to the rest.
    const update = () => registration.update().catch(() => {});
    setInterval(update, 6 * 3600 * 1000);
    window.addEventListener('online', update);
  } catch (error) {
    console.warn('minga: no service worker', error);
  }
}
