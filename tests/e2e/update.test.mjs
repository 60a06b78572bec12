// A new version of the site while people work: it comes whole or not at all, it waits for them, and
// what runs is always of one version.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { chipSays, follow, goTo, settleIn } from './support/app.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { openLine, showPart } from './support/plan_actions.mjs';
import { before, marked, SiteCopy } from './support/site_copy.mjs';
import { until } from './support/until.mjs';

const site = SiteCopy.make();
const world = journey({ web: site.folder });
after(() => site.delete());

let device;
let page;
let link;

/// The next version, in which everything that runs is another one.
function deploy(name) {
  site.put({
    'minga.wasm': marked(name),
    'minga-later.wasm': marked(name),
    'worker.js': before(`() => { self.release = '${name}'; }`),
    'page.js': (text) => `window.release = '${name}';\n${text}`,
  });
}

/// What runs: of the page, of the worker, and the modules that the worker fetched.
async function running() {
  const worker = page.workers().find((one) => /\/worker-/.test(one.url()));
  const [release, modules] = await worker.evaluate(() => [self.release,
    performance.getEntriesByType('resource').map(({ name }) => name)
      .filter((name) => /\/minga-.*\.wasm$/.test(name)).map((name) => name.split('/').pop())]);
  return { page: await page.evaluate(() => window.release), worker: release, modules };
}

async function allRun(name) {
  const { page: ofPage, worker, modules } = await running();
  assert.equal(ofPage, name);
  assert.equal(worker, name);
  assert.ok(modules.includes(site.nameOf('minga.wasm')), modules.join());
}

/// What the browser does by itself every some hours; what became of it.
function askForUpdate() {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    await new Promise((resolve) => {
      const look = () => (registration.installing ? setTimeout(look, 50) : resolve());
      look();
    });
    return registration.waiting ? 'waiting' : 'nothing';
  });
}

const notice = () => page.getByText('Hay una versión nueva de Minga').first();
const field = () => page.getByRole('textbox', { name: 'Breve diagnóstico' });

world.step('half a download changes nothing', async () => {
  link = await world.link();
  device = await world.device('laptop');
  page = await settleIn(device, link.url, 'comite.puertovaras');
  await openLine(page, lineOfEncargado.name);
  await showPart(page, 'Ficha');
  await field().fill('Antes');
  await field().blur();
  await chipSays(page, /^En el servidor/);

  deploy('second');
  link.dieEvery(60_000);
  assert.equal(await askForUpdate(), 'nothing');
  assert.ok(link.deaths > 0);
  assert.equal(await notice().count(), 0);
  await page.reload();
  await page.evaluate(() => window.minga.ready);
  assert.equal((await running()).worker, undefined);
  await page.getByRole('heading', { level: 1, name: lineOfEncargado.name }).waitFor();
});

world.step('a whole one waits, while what is typed is typed', async () => {
  await showPart(page, 'Ficha');
  await field().focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' y des');
  link.dieEvery(Infinity);
  assert.equal(await askForUpdate(), 'waiting');
  await notice().waitFor({ state: 'attached' });
  assert.equal((await running()).worker, undefined);
  assert.equal(await field().inputValue(), 'Antes y des');
  assert.ok(await field().evaluate((element) => element === document.activeElement));
  await device.screenshot('update-waiting');

  // What was not fetched before the server forgot it is of the old version, too.
  link.cut();
  await follow(page, 'imprimir', /Imprimir|Formularios/);
  await follow(page, 'plan', 'Plan de mejoras');
  link.mend();
});

world.step('a second tab does not start it under the first one\'s feet', async () => {
  const second = await device.newPage();
  await second.goto(`${link.url}/`);
  await second.getByRole('heading', { name: 'Minga está abierta en otra pestaña' }).waitFor();
  assert.equal(await askForUpdate(), 'waiting');
  assert.equal((await running()).worker, undefined);
  await goTo(page, 'Diagnóstico');
  await second.close();
});

world.step('what is wrong in a form stands in its way', async () => {
  await openLine(page, lineOfEncargado.name);
  await showPart(page, 'Ficha');
  const score = page.getByRole('textbox', { name: 'Puntaje esperado' });
  const right = await score.inputValue();
  await score.fill('mucho');
  await score.blur();
  await until('it is refused', async () => await score.getAttribute('aria-invalid') === 'true');
  await page.getByRole('button', { name: 'Actualizar ahora' }).click();
  await page.getByRole('alert').filter({ hasText: 'marcado en rojo' }).waitFor();
  await device.screenshot('update-refused');
  assert.equal((await running()).worker, undefined);
  assert.equal(await score.inputValue(), 'mucho');
  await page.getByRole('button', { name: 'Entendido' }).click();
  await score.fill(right);
  await score.blur();
  await until('it is right', async () => await score.getAttribute('aria-invalid') !== 'true');
});

world.step('when the person agrees all of it is new, and what was half typed is there', async () => {
  link.cut();
  await field().focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('pués');
  await page.getByRole('button', { name: 'Actualizar ahora' }).evaluate((one) => one.click());
  await page.waitForFunction(() => window.release === 'second');
  await page.evaluate(() => window.minga.ready);
  await allRun('second');
  await page.getByRole('heading', { level: 1, name: lineOfEncargado.name }).waitFor();
  await showPart(page, 'Ficha');
  assert.equal(await field().inputValue(), 'Antes y después');
  assert.equal(await notice().count(), 0);
  link.mend();
});

world.step('who does not agree gets it at the next start', async () => {
  deploy('third');
  assert.equal(await askForUpdate(), 'waiting');
  await notice().waitFor({ state: 'attached' });
  await allRunOld('second');
  await device.closePage();
  link.cut();
  device.page = await device.newPage();
  page = device.page;
  // The old one may be loaded for a moment, and gives way to the new one by itself.
  await page.goto(`${link.url}/`);
  await page.waitForFunction(() => window.release === 'third');
  await page.evaluate(() => window.minga.ready);
  await allRun('third');
  await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  assert.deepEqual(device.complaints, []);
});

/// The version that is still running has no files at the server any more.
async function allRunOld(name) {
  const { page: ofPage, worker, modules } = await running();
  assert.equal(ofPage, name);
  assert.equal(worker, name);
  assert.ok(!modules.includes(site.nameOf('minga.wasm')), modules.join());
}
