// Every screen in both sizes, light and dark: axe-core finds nothing, the elements are what the
// application says they are and tell what they told before, each is hit by a press at its middle, and a
// picture is left for people to look at; of some also with high contrast.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';

import { ariaDifferences } from './support/aria.mjs';
import { violationsOf } from './support/axe.mjs';
import { flagsWithoutGpu, flagsWithWebGl, shapeNames } from './support/devices.mjs';
import { journey } from './support/journey.mjs';
import { differencesOf, missedAt, watchMirror } from './support/mirror_watch.mjs';
import { walk, walkEvaluation, walkNational } from './support/screens.mjs';

const world = journey();

/// An empty page of one colour compresses to less than this.
const pictureBytesMin = 8_000;

/// Screens that a phone tells otherwise than a laptop by more than the frame around them.
const toldOnPhone = new Set(['home', 'diagnosis', 'evaluation', 'plan', 'line']);

/// What there is to see: charts, tables, forms, long texts.
const shownWithContrast = new Set(['home', 'diagnosis', 'plan', 'line', 'evaluation-results',
  'consolidated']);

async function look(device, { name, isMain }) {
  const found = [];
  // Where people stay, what is told is compared with what it was.
  if (isMain && (!device.isPhone || toldOnPhone.has(name))) {
    found.push(...await ariaDifferences(device.page, `${name}-${device.shape}`));
  }
  // The colours are changed once for each screen: the next one starts with those of this one's end.
  const order = device.scheme === 'dark' ? ['dark', 'light'] : ['light', 'dark'];
  for (const scheme of order) {
    await device.show(scheme);
    const path = await device.screenshot(name);
    assert.ok(statSync(path).size > pictureBytesMin, `${name} shows something`);
    // The elements are the same in the second, in other colours.
    const rules = scheme === order[1] ? ['color-contrast'] : undefined;
    found.push(...await violationsOf(device.page, rules));
  }
  if (shownWithContrast.has(name)) {
    for (const scheme of ['dark', 'light']) {
      await device.show(scheme, 'more');
      await device.screenshot(name);
    }
  }
  found.push(...await differencesOf(device.page));
  found.push(...await missedAt(device.page));
  return found.map((line) => `${name}: ${line}`);
}

// Both ways of drawing are looked at.
const drawnBy = { phone: flagsWithoutGpu, laptop: flagsWithWebGl };

for (const shape of shapeNames) {
  world.step(`screens on the ${shape}`, async () => {
    const found = [];
    for (const take of [walk, walkEvaluation, walkNational]) {
      const device = await world.device(shape, { isSharp: true, flags: drawnBy[shape] });
      await watchMirror(device.context);
      await take(device, world.server.url, async (screen) => {
        found.push(...await look(device, screen));
      });
      assert.deepEqual(device.complaints, []);
      await world.putAway(device);
    }
    assert.deepEqual(found, []);
  });
}
