// What hands do at a place of the screen, and not by name: they aim at what stands still.

import { settled } from './devices.mjs';
import { pause, until } from './until.mjs';

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

/// One finger on the screen of a device.
export class Finger {
  static async down({ context, page }, place) {
    const finger = new Finger(await context.newCDPSession(page), place);
    await finger.tell('touchStart', place);
    return finger;
  }

  constructor(session, place) {
    this.session = session;
    this.place = place;
  }

  tell(type, ...touchPoints) {
    return this.session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  async moveTo(place, { steps = 10 } = {}) {
    const from = this.place;
    for (let step = 1; step <= steps; ++step) {
      const part = (key) => from[key] + (place[key] - from[key]) * step / steps;
      this.place = { x: part('x'), y: part('y') };
      await this.tell('touchMove', this.place);
      await pause(16);
    }
  }

  async up() {
    await this.tell('touchEnd');
    await this.session.detach();
  }
}

/// A finger that moves from one place to another.
export async function drag(device, { from, to }) {
  const finger = await Finger.down(device, from);
  await finger.moveTo(to);
  await finger.up();
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
