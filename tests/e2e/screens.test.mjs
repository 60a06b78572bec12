// Every screen in both sizes, light and dark: axe-core finds nothing, the elements are what the
// application says they are, and a picture is left for people to look at.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';

import { violationsOf } from './support/axe.mjs';
import { journey } from './support/journey.mjs';
import { differencesOf, watchMirror } from './support/mirror_watch.mjs';
import { walk, walkNational } from './support/screens.mjs';

const world = journey();

/// An empty page of one colour compresses to less than this.
const pictureBytesMin = 8_000;

async function look(device, name) {
  const found = [];
  for (const scheme of ['light', 'dark']) {
    await device.show(scheme);
    const path = await device.screenshot(name);
    assert.ok(statSync(path).size > pictureBytesMin, `${name} shows something`);
    found.push(...await violationsOf(device.page));
  }
  await device.show('light');
  found.push(...await differencesOf(device.page));
  return found.map((line) => `${name}: ${line}`);
}

for (const shape of ['phone', 'laptop']) {
  world.step(`screens on the ${shape}`, async () => {
    const found = [];
    for (const take of [walk, walkNational]) {
      const device = await world.device(shape);
      await watchMirror(device.context);
      await take(device, world.server.url, async ({ name }) => {
        found.push(...await look(device, name));
      });
      assert.deepEqual(device.complaints, []);
      await world.putAway(device);
    }
    assert.deepEqual(found, []);
  });
}
