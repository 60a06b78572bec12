// Lighthouse gives full points for accessibility and good practices: to the screen before anybody
// signed in, to one behind it, and to the manual.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import { waitForServer } from './support/app.mjs';
import { journey } from './support/journey.mjs';
import { AuditedBrowser } from './support/lighthouse.mjs';
import { demoPassword } from './support/server.mjs';

const world = journey();
const full = { accessibility: 100, 'best-practices': 100 };
let audited;

before(async () => { audited = await AuditedBrowser.open(); });
after(async () => { await audited?.close(); });

/// `seen`: what an empty page would not have to be looked at for.
async function check(place, shape, seen) {
  const { scores, faults, passed } = await audited.audit(`${world.server.url}/${place}`, shape);
  assert.deepEqual(faults, []);
  assert.deepEqual(scores, full);
  for (const id of seen) assert.ok(passed.includes(id), `${id} was looked at`);
}

world.step('signing in, on a phone', () => check('', 'phone', ['label', 'button-name']));

world.step('the plan of somebody who signed in, on a laptop', async () => {
  const page = await audited.context.newPage();
  await page.goto(world.server.url);
  await page.getByLabel('Usuario').fill('comite.puertovaras');
  await page.getByLabel('Clave').fill(demoPassword);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await waitForServer(page);
  // One page at a time has the records.
  await page.close();
  await check('#plan', 'laptop', ['link-name']);
});

world.step('the manual, on a phone', () => check('manual.html', 'phone', ['link-name']));
