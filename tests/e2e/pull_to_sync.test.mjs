// On a phone: the page pulled down by a finger at its top asks the server for news.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { chipSays, settleIn } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { CliDevice } from './support/cli_device.mjs';
import { settled } from './support/devices.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { drag, Finger } from './support/hands.mjs';
import { journey } from './support/journey.mjs';
import { openLine } from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey();
const goOn = 'Siga bajando para sincronizar';
const letGo = 'Suelte para sincronizar';
const working = 'Sincronizando…';
const top = { x: 200, y: 260 };
const far = { x: 204, y: 420 };

const phone = {};
let colleague;
after(() => colleague?.close());

/// What was said aloud since the last call.
function saidBy(page) {
  return page.evaluate(() => window.said.splice(0));
}

async function listen(context) {
  await context.addInitScript(() => {
    window.said = [];
    document.addEventListener('DOMContentLoaded', () => {
      for (const id of ['status', 'alert']) {
        const region = document.getElementById(id);
        new MutationObserver(() => {
          if (region.textContent) window.said.push(region.textContent);
        }).observe(region, { childList: true, characterData: true, subtree: true });
      }
    });
  });
}

/// What the page shows of a pull; what it says aloud stands elsewhere.
function pill(page, words) {
  return page.getByRole('main').getByText(words, { exact: true });
}

async function toTop(page) {
  await page.getByRole('main').evaluate((element) => element.scrollTo(0, 0));
  await settled(page);
}

function scrollTop(page) {
  return page.getByRole('main').evaluate((element) => element.scrollTop);
}

world.step('somebody settles in on a phone, and looks at a line', async () => {
  phone.link = await world.link();
  phone.device = await world.device('phone');
  await listen(phone.device.context);
  const page = await settleIn(phone.device, phone.link.url, 'encargado.puertovaras');
  await openLine(page, lineOfEncargado.name);
  await settled(page);
  await saidBy(page);
});

world.step('a short pull, and one that goes back, ask for nothing', async () => {
  const { device } = phone;
  const { page } = device;
  let finger = await Finger.down(device, top);
  await finger.moveTo({ x: 200, y: 320 });
  await pill(page, goOn).waitFor({ state: 'attached' });
  await finger.up();
  await pill(page, goOn).waitFor({ state: 'detached' });

  finger = await Finger.down(device, top);
  await finger.moveTo(far);
  await pill(page, letGo).waitFor({ state: 'attached' });
  await finger.moveTo({ x: 200, y: 280 });
  await pill(page, letGo).waitFor({ state: 'detached' });
  await finger.up();
  await toTop(page);
  const said = await saidBy(page);
  assert.ok(!said.includes(working), said.join('; '));
});

world.step('a finger that scrolls scrolls, and pulls nothing', async () => {
  const { device } = phone;
  const { page } = device;
  // Up from the top, and down again from the middle.
  await drag(device, { from: { x: 200, y: 560 }, to: { x: 200, y: 260 } });
  await until('it scrolled', async () => await scrollTop(page) > 150);
  await settled(page);
  const middle = await scrollTop(page);
  const finger = await Finger.down(device, top);
  await finger.moveTo({ x: 200, y: 360 });
  await until('it scrolled back', async () => await scrollTop(page) < middle - 50);
  assert.equal(await pill(page, goOn).or(pill(page, letGo)).count(), 0);
  await finger.up();

  await toTop(page);
  await drag(device, { from: { x: 300, y: 300 }, to: { x: 60, y: 340 } });
  await settled(page);
  const said = await saidBy(page);
  assert.ok(!said.includes(letGo) && !said.includes(working), said.join('; '));
});

world.step('a long pull brings what a colleague wrote', async () => {
  const { device, link } = phone;
  const { page } = device;
  colleague = new CliDevice(world.server.url);
  colleague.signIn('comite.puertovaras');
  const { id } = colleague.named('action_line', lineOfEncargado.name);
  const name = `${lineOfEncargado.name}, con la comunidad`;
  colleague.run('set', id, `name=${name}`);
  colleague.synchronize();

  link.slowBy(300);
  const finger = await Finger.down(device, top);
  await finger.moveTo(far);
  await pill(page, letGo).waitFor({ state: 'attached' });
  await device.screenshot('pull-armed');
  assert.deepEqual(await violationsOf(page), []);
  await finger.up();
  await pill(page, working).waitFor({ state: 'attached' });
  await page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 60_000 });
  await pill(page, working).waitFor({ state: 'detached' });
  link.slowBy(0);
  const said = await saidBy(page);
  assert.deepEqual(said.slice(0, 2), [letGo, working]);
  assert.match(said.at(-1), /^Todo lo suyo está en el servidor\. /);
});

world.step('without a network it says what stands, and that nothing is lost', async () => {
  const { device, link } = phone;
  const { page } = device;
  link.cut();
  await drag(device, { from: top, to: far });
  const told = page.getByText(/^Sin conexión desde .*: siga trabajando/).first();
  await told.waitFor({ state: 'attached' });
  await chipSays(page, /^Sin conexión/);
  await device.screenshot('pull-offline');
  link.mend();
  await drag(device, { from: top, to: far });
  await chipSays(page, /^En el servidor/);
});

world.step('where less motion is asked for, the words stand still', async () => {
  const { device } = phone;
  const { page } = device;
  const places = async () => {
    const finger = await Finger.down(device, top);
    const found = [];
    for (const y of [290, 340]) {
      await finger.moveTo({ x: 200, y });
      await settled(page);
      found.push((await pill(page, goOn).boundingBox()).y);
    }
    await finger.up();
    await pill(page, goOn).waitFor({ state: 'detached' });
    return found;
  };
  const [high, low] = await places();
  assert.ok(low > high + 10, `${high}, ${low}`);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const [still, same] = await places();
  assert.equal(same, still);
  await page.emulateMedia({ reducedMotion: null });
  assert.deepEqual(device.complaints, []);
});
