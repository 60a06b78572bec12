// A phone that begins where years of work lie at the server: they come as one file over a link that
// keeps dying, and what came before the page was closed does not come again.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { follow, signIn, waitForServer } from './support/app.mjs';
import { offeredSnapshot, writeFollowUps } from './support/bulk.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { until } from './support/until.mjs';

const world = journey();

const user = 'comite.puertovaras';
const count = 2600;
const bytesPerConnection = 90_000;
/// Heads of requests and answers, signing in, the little of the records that comes besides.
const otherBytesMax = 60_000;

let offer = null;
let link = null;
let phone = null;
/// The pieces of the file that the phone asked for, in order: the first byte of each.
const asked = [];
let bytesBefore = 0;

/// Words that do not compress to nothing.
function observation(index) {
  let state = index + 1;
  const words = [`Reunión ${index}:`];
  while (words.length < 40) {
    state = (state * 48271) % 2147483647;
    words.push((state % 1679616).toString(36));
  }
  return words.join(' ');
}

function hear(data) {
  const requests = data.toString('latin1')
    .matchAll(/^GET \/api\/v1\/snapshots\/.*\r\n(?:.+\r\n)*?range: bytes=(\d+)-/gim);
  for (const [, first] of requests) asked.push(Number(first));
}

world.step('years of work lie at the server, which makes one file of them', async () => {
  await writeFollowUps(world.server, user, lineOfEncargado.name, count, observation);
  offer = await offeredSnapshot(world.server, user);
  assert.ok(offer.bytes > 4 * bytesPerConnection, `${offer.bytes} bytes`);
});

world.step('a new phone begins to fetch it over a link that keeps dying', async () => {
  link = await world.link();
  link.onUp = hear;
  phone = await world.device('phone');
  const page = await phone.open(link.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  link.dieEvery(bytesPerConnection);
  bytesBefore = link.bytesDown;
  await signIn(phone, link.url, user);
  await until('a third of it came', () => asked.at(-1) > offer.bytes * 0.3, { wait: 120_000 });
});

world.step('closed in the middle and opened again, it goes on where the bytes broke off', async () => {
  await phone.closePage();
  const askedBefore = asked.length;
  assert.ok(asked.at(-1) < offer.bytes, 'it was not there yet');
  const page = await phone.open(link.url);
  await waitForServer(page, { wait: 120_000 });

  assert.equal(asked[0], 0);
  assert.ok(asked.length > askedBefore, 'the rest was asked for');
  assert.ok(asked[askedBefore] > 0, 'it does not begin anew');
  for (let index = 1; index < asked.length; index += 1) {
    assert.ok(asked[index] >= asked[index - 1], `byte ${asked[index]} after ${asked[index - 1]}`);
  }
  const down = link.bytesDown - bytesBefore;
  console.log(`${offer.bytes} bytes in ${asked.length} pieces, ${askedBefore} of them before the ` +
    `page was closed; the link died ${link.deaths} times and carried ${down} bytes down`);
  // A connection that dies takes no more with it than what it carried.
  const wasted = down - offer.bytes - otherBytesMax;
  assert.ok(link.deaths > 1, 'the link died on the way');
  assert.ok(wasted <= link.deaths * bytesPerConnection, `${wasted} bytes came in vain`);
});

world.step('all of it is there, whole', async () => {
  link.dieEvery(Infinity);
  const { page } = phone;
  await follow(page, 'ajustes', 'Ajustes');
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: /copia/ }).click();
  const text = readFileSync(await (await coming).path(), 'utf8');
  for (let index = 0; index < count; index += 1) {
    assert.ok(text.includes(observation(index)), `follow-up ${index}`);
  }
  assert.deepEqual(phone.complaints, []);
});
