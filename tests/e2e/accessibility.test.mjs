// axe-core finds nothing on any screen, in both sizes, light and dark.

import assert from 'node:assert/strict';

import { violationsOf } from './support/axe.mjs';
import { journey } from './support/journey.mjs';
import { walk, walkNational } from './support/screens.mjs';

const world = journey();

for (const shape of ['phone', 'laptop']) {
  world.step(`no violations on the ${shape}`, async () => {
    const found = [];
    for (const take of [walk, walkNational]) {
      const device = await world.device(shape);
      await take(device, world.server.url, async ({ name }) => {
        for (const scheme of ['light', 'dark']) {
          await device.show(scheme);
          for (const violation of await violationsOf(device.page)) {
            found.push(`${name}, ${scheme}: ${violation}`);
          }
        }
        await device.show('light');
      });
      assert.deepEqual(device.complaints, []);
      await world.putAway(device);
    }
    assert.deepEqual(found, []);
  });
}
