// Nothing is drawn while nothing happens: no frame in five seconds on any screen where people stay.

import assert from 'node:assert/strict';

import { flagsWithWebGl, settled } from './support/devices.mjs';
import { journey } from './support/journey.mjs';
import { walkMain } from './support/screens.mjs';
import { pause } from './support/until.mjs';

const world = journey({ flags: flagsWithWebGl });
const idleMs = 5_000;

// At the same time, because waiting takes nobody's processor.
const watchers = ['phone', 'laptop'].flatMap((shape) => [0, 1, 2, 3].map((first) => (
  { shape, user: 'comite.puertovaras', first, parts: 4 })));
watchers.push({ shape: 'laptop', user: 'subdere' });

/// The fewest frames of an idle window. The client exchanges by itself every two minutes, and a machine
/// that others keep busy does late what belongs to the step before: a window that something fell into
/// is watched again. What draws by itself draws in every one of them.
async function idleFrames({ page }) {
  const windowsMax = 6;
  let fewest = Infinity;
  for (let tries = 0; tries < windowsMax && fewest > 0; tries += 1) {
    const before = await settled(page, { quiet: 600, wait: 30_000 });
    await pause(idleMs);
    fewest = Math.min(fewest, await page.evaluate(() => window.minga.frames()) - before);
  }
  return fewest;
}

world.step('no frame in five idle seconds', async () => {
  const counts = await Promise.all(watchers.map(async ({ shape, ...who }) => {
    const device = await world.device(shape);
    const drawn = [];
    await walkMain(device, world.server.url, who, async ({ name }) => {
      drawn.push({ screen: `${name} on the ${shape}`, frames: await idleFrames(device) });
    });
    return drawn;
  }));
  const restless = counts.flat().filter(({ frames }) => frames > 0);
  assert.deepEqual(restless, []);
});
