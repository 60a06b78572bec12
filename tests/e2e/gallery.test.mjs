// A picture of every screen, in both sizes, light and dark, for people to look at.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';

import { journey } from './support/journey.mjs';
import { walk, walkNational } from './support/screens.mjs';

const world = journey();

/// An empty page of one colour compresses to less than this.
const pictureBytesMin = 8_000;

for (const shape of ['phone', 'laptop']) {
  world.step(`pictures on the ${shape}`, async () => {
    for (const take of [walk, walkNational]) {
      const device = await world.device(shape);
      await take(device, world.server.url, async ({ name }) => {
        for (const scheme of ['light', 'dark']) {
          await device.show(scheme);
          const path = await device.screenshot(name);
          assert.ok(statSync(path).size > pictureBytesMin, `${name} shows something`);
        }
        await device.show('light');
      });
      assert.deepEqual(device.complaints, []);
      await world.putAway(device);
    }
  });
}
