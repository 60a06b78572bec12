// Screens with 1, 1.5, 2 and 3 pixels where a style sheet has one: the canvas has exactly the pixels
// that are shown, text is drawn in them and not stretched, and what is drawn stands where it is pressed.

import assert from 'node:assert/strict';

import { flagsWithWebGl, settled } from './support/devices.mjs';
import { middleOf } from './support/hands.mjs';
import { journey } from './support/journey.mjs';

const world = journey({ flags: flagsWithWebGl });
const ratios = [1, 1.5, 2, 3];
// Odd, so that one and a half times of it is no whole number.
const viewport = { width: 1365, height: 767 };
// Sharp text steps by more from one pixel to the next, stretched text by half of it at most.
const stepMin = 0.65;

/// A page that looks at pictures: `greyOf` gives one in pixels of the screen, or stretched.
async function openDesk(device) {
  const desk = await device.context.newPage();
  await desk.evaluate(() => {
    window.greyOf = async (base64, stretch = 1) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const [width, height] = [bitmap.width, bitmap.height].map((one) => Math.round(one * stretch));
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context.drawImage(bitmap, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      const grey = new Uint8Array(width * height);
      for (let at = 0; at < grey.length; ++at) {
        grey[at] = (data[4 * at] + data[4 * at + 1] + data[4 * at + 2]) / 3;
      }
      return { width, grey };
    };
  });
  return desk;
}

async function pictureOf(page, clip) {
  return (await page.screenshot({ clip })).toString('base64');
}

/// The largest step between neighbours in a line, as a share of the step from ground to ink.
function largestStep(desk, picture, stretch) {
  return desk.evaluate(async ([base64, by]) => {
    const { width, grey } = await window.greyOf(base64, by);
    let [step, darkest, lightest] = [0, 255, 0];
    grey.forEach((value, at) => {
      darkest = Math.min(darkest, value);
      lightest = Math.max(lightest, value);
      if (at % width !== 0) step = Math.max(step, Math.abs(value - grey[at - 1]));
    });
    return step / (lightest - darkest);
  }, [picture, stretch]);
}

/// Where two pictures differ, in CSS pixels from their common corner; null where they do not.
function changedBox(desk, before, after, ratio) {
  return desk.evaluate(async ([one, other, scale]) => {
    const { width, grey } = await window.greyOf(one);
    const { grey: changed } = await window.greyOf(other);
    const box = { left: Infinity, top: Infinity, right: -1, bottom: -1 };
    grey.forEach((value, at) => {
      if (Math.abs(value - changed[at]) < 3) return;
      const [x, y] = [at % width, Math.floor(at / width)];
      box.left = Math.min(box.left, x / scale);
      box.right = Math.max(box.right, (x + 1) / scale);
      box.top = Math.min(box.top, y / scale);
      box.bottom = Math.max(box.bottom, (y + 1) / scale);
    });
    return box.right < 0 ? null : box;
  }, [before, after, ratio]);
}

async function canvasOf(page) {
  return page.evaluate(() => {
    const canvas = document.getElementById('canvas');
    const { width, height } = canvas.getBoundingClientRect();
    return { pixels: [canvas.width, canvas.height], shown: [width, height],
      ratio: window.devicePixelRatio };
  });
}

for (const ratio of ratios) {
  world.step(`${ratio} pixels where a style sheet has one`, async () => {
    const device = await world.device('laptop', { ratio, viewport });
    const page = await device.open(world.server.url);
    await settled(page);

    const canvas = await canvasOf(page);
    assert.equal(canvas.ratio, ratio);
    const wanted = [viewport.width, viewport.height].map((length) => Math.round(length * ratio));
    assert.deepEqual(canvas.pixels, wanted);
    // Not by a fraction of a pixel more or less: all of it would be blurred.
    canvas.shown.forEach((length, axis) =>
      assert.ok(Math.abs(length * ratio - wanted[axis]) < 0.02, `${length} of ${wanted[axis]}`));

    const text = page.getByRole('heading', { level: 1 });
    const desk = await openDesk(device);
    const written = await pictureOf(page, await text.boundingBox());
    const step = await largestStep(desk, written, 1);
    assert.ok(step > stepMin, `text steps by ${step}`);
    // The measure sees it: the same picture stretched has no such steps.
    const stretched = await largestStep(desk, written, 2);
    assert.ok(stretched < stepMin, `stretched text steps by ${stretched}`);

    // What lights up under the mouse is the button that the page has there.
    const button = page.getByRole('button', { name: 'Entrar' });
    const box = await button.boundingBox();
    const margin = 24;
    const around = { x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin,
      height: box.height + 2 * margin };
    await page.mouse.move(2, 2);
    await settled(page);
    const before = await pictureOf(page, around);
    const { x, y } = await middleOf(page, button);
    await page.mouse.move(x, y);
    await settled(page);
    const after = await pictureOf(page, around);
    const changed = await changedBox(desk, before, after, ratio);
    assert.ok(changed, 'nothing lit up');
    const expected = { left: margin, top: margin, right: margin + box.width,
      bottom: margin + box.height };
    for (const [side, place] of Object.entries(expected)) {
      assert.ok(Math.abs(changed[side] - place) <= 2, `${side}: ${changed[side]}, not ${place}`);
    }
    await page.mouse.move(box.x - 6, y);
    await settled(page);
    const beside = await pictureOf(page, around);
    assert.equal(await changedBox(desk, before, beside, ratio), null);
    assert.deepEqual(device.complaints, []);
    await world.putAway(device);
  });
}
