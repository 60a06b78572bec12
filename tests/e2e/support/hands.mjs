// What hands do at a place of the screen, and not by name: they aim at what stands still.

import { settled } from './devices.mjs';
import { until } from './until.mjs';

/// The middle of an element, once nothing is being drawn any more.
export async function middleOf(page, target) {
  await target.scrollIntoViewIfNeeded();
  await settled(page);
  const { x, y, width, height } = await target.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

export async function tapOn(page, target) {
  const { x, y } = await middleOf(page, target);
  await page.touchscreen.tap(x, y);
}

/// Gives an element the focus and presses a key there.
export async function pressOn(page, target, key) {
  await target.focus();
  await until('it has the focus', () =>
    target.evaluate((element) => element === document.activeElement));
  await page.keyboard.press(key);
}

/// The choosers for files that the page opens from now on. The browser is told once that somebody
/// looks out for them, and has heard of it on return: told before each press, it would hear of it by
/// another way than of the press, which may come first.
export async function choosersOf(page) {
  const opened = [];
  page.on('filechooser', (chooser) => opened.push(chooser));
  await page.evaluate(() => {});
  return opened;
}
