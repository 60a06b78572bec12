// The manual: reached from "Más", readable by everybody, there without a network, and printable.

import assert from 'node:assert/strict';

import { follow, settleIn } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { journey } from './support/journey.mjs';

const world = journey();

async function openManual(page) {
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: /^Manual de uso/ }).click();
  const manual = await opened;
  await manual.getByRole('heading', { level: 1, name: 'Manual de Minga' }).waitFor();
  return manual;
}

for (const shape of ['phone', 'laptop']) {
  world.step(`the manual on the ${shape}, without a network`, async () => {
    const device = await world.device(shape);
    const page = await settleIn(device, world.server.url, 'comite.puertovaras');
    await follow(page, 'mas', 'Más');
    await device.context.setOffline(true);
    const manual = await openManual(page);
    assert.equal(await manual.title(), 'Manual de Minga');

    const found = [];
    for (const colorScheme of ['light', 'dark']) {
      await manual.emulateMedia({ colorScheme });
      found.push(...await violationsOf(manual));
    }
    assert.deepEqual(found, []);

    // Pictures further down are only fetched when they come near.
    const pictures = manual.getByRole('img');
    for (const picture of await pictures.all()) {
      await picture.scrollIntoViewIfNeeded();
      await manual.waitForFunction((image) => image.complete, await picture.elementHandle());
      assert.ok(await picture.evaluate((image) => image.naturalWidth > 0),
        await picture.getAttribute('src'));
    }
    assert.ok(await pictures.count() >= 4);
    assert.equal(await manual.getByRole('term').count(), 39);

    const overflow = await manual.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, 'the page does not scroll sideways');

    await manual.getByRole('link', { name: 'El diagnóstico' }).click();
    await manual.waitForFunction(() => {
      const { top } = document.getElementById('el-diagnostico').getBoundingClientRect();
      return top >= 0 && top < window.innerHeight / 2;
    });
    await manual.getByRole('link', { name: 'Volver a Minga' }).click();
    await manual.waitForURL(/index\.html|\/$/);
    assert.deepEqual(device.complaints, []);
    await world.putAway(device);
  });
}
