// A browser without WebGL: the processor draws, the same picture, and only what changed of it.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { chipSays, follow, goTo, settleIn, waitForServer } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { flagsWithoutGpu, flagsWithWebGl, settled } from './support/devices.mjs';
import { tapOn } from './support/hands.mjs';
import { journey } from './support/journey.mjs';
import { before, SiteCopy } from './support/site_copy.mjs';
import { until } from './support/until.mjs';

// The worker's script remembers how it draws.
const site = SiteCopy.make({
  'worker.js': before(`() => {
    self.drawn = [];
    const { getContext } = OffscreenCanvas.prototype;
    OffscreenCanvas.prototype.getContext = function (kind, ...rest) {
      const context = getContext.call(this, kind, ...rest);
      if (context) self.lastContext = context;
      return context;
    };
    const { putImageData } = OffscreenCanvasRenderingContext2D.prototype;
    OffscreenCanvasRenderingContext2D.prototype.putImageData = function (image, ...rest) {
      self.drawn.push({ all: image.width * image.height, part: rest[4] * rest[5] });
      putImageData.call(this, image, ...rest);
    };
  }`),
});
const world = journey({ web: site.folder, flags: flagsWithWebGl });
after(() => site.delete());

// Of 255, over all of a picture.
const differenceMax = 2;

function workerOf(page) {
  return page.workers().find((worker) => /\/worker-/.test(worker.url()));
}

function drawnBy(page) {
  return workerOf(page).evaluate(() => self.drawn);
}

/// How far two pictures are from each other: of 255, on average over all pixels and colours.
function differenceOf(desk, one, other) {
  return desk.evaluate(async (pictures) => {
    const [a, b] = await Promise.all(pictures.map(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    }));
    if (a.length !== b.length) return 255;
    return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]), 0) / a.length;
  }, [one.toString('base64'), other.toString('base64')]);
}

world.step('a phone: a question answered by tapping at pixels, there after a start without a network',
  async () => {
    const link = await world.link();
    const device = await world.device('phone', { isSharp: true, flags: flagsWithoutGpu });
    const page = await settleIn(device, link.url, 'secretaria.puertovaras');
    assert.equal(await page.evaluate(() => document.body.classList.contains('no-canvas')), false);
    assert.ok((await drawnBy(page)).length > 0, 'it is drawn by the processor');
    link.cut();
    await goTo(page, 'Diagnóstico');
    await page.getByText(/^Pregunta 1 de 78/).waitFor({ state: 'attached' });
    await tapOn(page, page.getByRole('radio', { name: /^Nivel 2/ }));
    await page.getByRole('radio', { name: /^Nivel 2/, checked: true })
      .waitFor({ state: 'attached' });
    await chipSays(page, /1 en cola/);
    await device.screenshot('no-gpu');

    // What the focus changes is drawn, and not the whole page.
    await page.keyboard.press('F2');  // It is shown to those who use keys.
    await page.getByRole('radio', { name: /^Nivel 3/ }).focus();
    await settled(page);
    const count = (await drawnBy(page)).length;
    await page.getByRole('radio', { name: /^Nivel 2/ }).focus();
    await until('something was drawn', async () => (await drawnBy(page)).length > count);
    const { part, all } = (await drawnBy(page))[count];
    assert.ok(part < all / 2, `${part} of ${all} pixels`);

    await page.reload();
    await page.evaluate(() => window.minga.ready);
    await page.getByRole('button', { name: 'Anterior', exact: true }).click();
    await page.getByText(/^Pregunta 1 de 78/).waitFor({ state: 'attached' });
    await page.getByRole('radio', { name: /^Nivel 2/, checked: true })
      .waitFor({ state: 'attached' });
    await chipSays(page, /1 en cola/);
    link.mend();
    await waitForServer(page);
    await follow(page, 'ajustes', 'Ajustes');
    await page.getByText(/^Este equipo dibuja sin tarjeta gráfica/).waitFor({ state: 'attached' });
    await device.screenshot('no-gpu-settings');
    assert.deepEqual(await violationsOf(page), []);
    assert.deepEqual(device.complaints, []);
    await world.putAway(device);
  });

world.step('a laptop whose WebGL is away for a while misses nothing, and draws with it again', async () => {
  const device = await world.device('laptop');
  const page = await settleIn(device, world.server.url, 'secretaria.puertovaras');
  const desk = await device.context.newPage();
  const worker = workerOf(page);
  await follow(page, 'ajustes', 'Ajustes');
  await settled(page);
  const before = await page.screenshot();
  await follow(page, 'diagnostico/5', 'Diagnóstico');
  await page.getByText(/^Pregunta 5 de 78/).waitFor({ state: 'attached' });
  await settled(page);
  await device.context.setOffline(true);

  // As of a page that nobody looks at: it is not given up.
  await worker.evaluate(() => {
    isHidden = true;
    self.lost = self.lastContext.getExtension('WEBGL_lose_context');
    self.lost.loseContext();
  });
  await page.getByRole('radio', { name: /^Nivel 1/ }).click();
  await page.getByRole('radio', { name: /^Nivel 1/, checked: true }).waitFor();
  // It is done and kept, though nothing of it can be drawn.
  await chipSays(page, /1 en cola/);
  assert.ok(await worker.evaluate(() => self.lastContext.isContextLost()));
  await worker.evaluate(() => {
    isHidden = false;
    self.lost.restoreContext();
  });
  await until('it is back', () => worker.evaluate(() => !self.lastContext.isContextLost()));
  await follow(page, 'ajustes', 'Ajustes');
  await settled(page);
  const difference = await differenceOf(desk, before, await page.screenshot());
  assert.ok(difference < differenceMax, `${difference} of 255`);
  assert.deepEqual(await drawnBy(page), []);
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

const places = [
  { name: 'home', open: (page) => follow(page, 'inicio', 'Inicio') },
  { name: 'diagnosis', open: (page) => follow(page, 'diagnostico', 'Diagnóstico') },
  { name: 'plan', open: (page) => follow(page, 'plan', 'Plan de mejoras') },
  { name: 'settings', open: (page) => follow(page, 'ajustes', 'Ajustes') },
];

for (const shape of ['phone', 'laptop']) {
  world.step(`the ${shape} whose WebGL is taken away for good shows the same pictures`, async () => {
    const device = await world.device(shape, { isSharp: true });
    const page = await settleIn(device, world.server.url, 'comite.puertovaras');
    const desk = await device.context.newPage();
    const pictures = new Map();
    for (const place of places) {
      await place.open(page);
      await settled(page);
      pictures.set(place.name, await page.screenshot());
    }
    assert.deepEqual(await drawnBy(page), []);

    await workerOf(page).evaluate(() => {
      self.lastContext.getExtension('WEBGL_lose_context').loseContext();
    });
    await until('the processor draws', async () => (await drawnBy(page)).length > 0);
    for (const place of places) {
      await place.open(page);
      await settled(page);
      const difference = await differenceOf(desk, pictures.get(place.name),
        await page.screenshot());
      console.log(`${shape}, ${place.name}: ${difference.toFixed(3)} of 255`);
      // Settings say how it is drawn, in a line that was not there.
      if (place.name !== 'settings') assert.ok(difference < differenceMax, place.name);
    }
    await device.screenshot('gpu-lost');
    await page.setViewportSize({ width: 700, height: 600 });
    await settled(page);
    await device.screenshot('gpu-lost-resized');
    assert.deepEqual(device.complaints, []);
    await world.putAway(device);
  });
}
