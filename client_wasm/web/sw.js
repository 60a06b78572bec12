// The service worker: one complete, verified version of the application in one cache.
//
// Installing fetches every file of the build, checks its SHA-256, and only then finishes; so a version
// is there whole or not at all, and two versions never mix. What arrived of one whose download broke
// off is used by the next try. It takes over at the next cold start or when the person agrees. Calls
// to the server are never cached.

const BUILD = self.MINGA_BUILD;
const PREFIX = 'minga-';
const CACHE = PREFIX + BUILD.version;

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// What the server forbids a page holds without a network too.
const POLICIES = ['Content-Security-Policy', 'X-Content-Type-Options', 'Referrer-Policy',
  'Permissions-Policy', 'Cross-Origin-Opener-Policy', 'Cross-Origin-Resource-Policy'];

async function verified(response, file) {
  if (!response || !response.ok) return null;
  const headers = { 'Content-Type': file.type };
  for (const name of POLICIES) {
    const value = response.headers.get(name);
    if (value) headers[name] = value;
  }
  const bytes = await response.arrayBuffer();
  if (await sha256(bytes) !== file.sha256) return null;
  headers['Content-Length'] = String(bytes.byteLength);
  return new Response(bytes, { headers });
}

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(BUILD.files.map(async (file) => {
    const url = new URL(file.path, self.registration.scope).href;
    // What another version already has, byte for byte, is not fetched again.
    let kept = await verified(await caches.match(url), file);
    // Earlier versions kept pages without what forbids them things.
    if (kept && file.type.startsWith('text/html') && !kept.headers.has(POLICIES[0])) kept = null;
    if (!kept && file.isHashed) kept = await verified(await fetch(url), file);
    if (!kept) kept = await verified(await fetch(url, { cache: 'reload' }), file);
    if (!kept) throw new Error(`${file.path} did not arrive as built`);
    await cache.put(url, kept);
  }));
  // The page has two addresses.
  const page = await cache.match(pageUrl());
  await cache.put(self.registration.scope, page);
}

function pageUrl() {
  return new URL('index.html', self.registration.scope).href;
}

async function removeOthers() {
  const names = await caches.keys();
  await Promise.all(names
    .filter((name) => name.startsWith(PREFIX) && name !== CACHE)
    .map((name) => caches.delete(name)));
}

async function respond(request, url, isPage) {
  const cache = await caches.open(CACHE);
  if (isPage) {
    const page = await cache.match(pageUrl());
    if (page) return page;
  }
  return await cache.match(url.origin + url.pathname) || fetch(request);
}

// Browsers that can do so take the version's files out of its cache without starting this worker, which
// on an old phone is a part of every start. What the cache has not goes to the network, as below.
async function routeFiles(event) {
  try {
    const paths = ['', ...BUILD.files.map((file) => file.path)];
    const or = paths.map((path) => ({
      urlPattern: new URLPattern({
        baseURL: self.registration.scope,
        pathname: new URL(path, self.registration.scope).pathname,
        search: '',
      }),
      requestMethod: 'GET',
    }));
    await event.addRoutes({ condition: { or }, source: { cacheName: CACHE } });
  } catch (error) {
    // Then this worker answers.
  }
}

self.addEventListener('install', (event) => event.waitUntil(
  Promise.all([install(), routeFiles(event)])));

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOthers().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data && event.data.type === 'activate') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const scope = new URL(self.registration.scope);
  if (request.method !== 'GET' || url.origin !== scope.origin) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (path.startsWith('api/') || path === 'healthz' || path === 'metrics') return;
  const isPage = request.mode === 'navigate' && (path === '' || path === 'index.html');
  const isOurs = BUILD.files.some((file) => file.path === path);
  if (isPage || isOurs) event.respondWith(respond(request, url, isPage));
});
