// What a person does in the application, in their words: by role and accessible name.

import { demoPassword } from './server.mjs';
import { until } from './until.mjs';

const syncWaitMs = 60_000;

export function chip(page) {
  return page.getByRole('button', { name: /^Sincronización: / });
}

/// What the chip says, without its "Sincronización: ".
export async function chipText(page) {
  return (await chip(page).textContent()).replace(/^Sincronización: /, '');
}

export async function chipSays(page, pattern, { wait = syncWaitMs } = {}) {
  let text = '';
  try {
    return await until('the chip', async () => {
      text = await chipText(page);
      return pattern.test(text) ? text : '';
    }, { wait });
  } catch (error) {
    throw new Error(`the chip says “${text}”, not ${pattern}`);
  }
}

export function waitForServer(page, options) {
  return chipSays(page, /^En el servidor/, options);
}

export async function signIn(device, url, user) {
  const page = await device.open(url);
  await page.getByLabel('Usuario').fill(user);
  await page.getByLabel('Clave').fill(demoPassword);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Entrar' }).waitFor();
  return page;
}

/// Signs in, waits for the first synchronization and until the device can start without a network.
export async function settleIn(device, url, user) {
  const page = await signIn(device, url, user);
  await waitForServer(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  return page;
}

/// One of the places of the bar or rail.
export async function goTo(page, place, title = place) {
  const places = page.getByRole('navigation', { name: 'Principal' });
  await places.getByRole('link', { name: new RegExp(`^${place}( \\(\\d+\\))?$`) }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/// A place by its address, as a bookmark leads to it.
export async function follow(page, route, title) {
  await page.evaluate((hash) => { window.location.hash = hash; }, route);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/// Asks for a synchronization as a person does, through the chip's sheet.
export async function synchronize(page) {
  await chip(page).click();
  const sheet = page.getByRole('dialog', { name: 'Sincronización' });
  await sheet.getByRole('button', { name: /^Sincroniz/ }).waitFor();
  const now = sheet.getByRole('button', { name: 'Sincronizar ahora' });
  if (await now.isVisible()) await now.click();
  await sheet.getByRole('button', { name: 'Cerrar' }).click();
  await sheet.waitFor({ state: 'detached' });
}

/// The cells of a table, row by row, header first.
export async function cellsOf(table) {
  return table.evaluate((element) => {
    const cells = '[role=columnheader],[role=rowheader],[role=cell]';
    return [...element.querySelectorAll('[role=row]')].map((row) =>
      [...row.querySelectorAll(cells)].map((cell) => cell.textContent.replace(/\u00A0/g, ' ')));
  });
}

/// Fills a field and leaves it, which is what stores it.
export async function write(field, text) {
  await field.fill(text);
  await field.blur();
}
