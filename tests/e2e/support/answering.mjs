// The diagnosis answered by keys, one question after the other; also in a tab that is killed meanwhile.

import assert from 'node:assert/strict';

import { chipSays, chipText, goTo } from './app.mjs';
import { crash } from './devices.mjs';
import { until } from './until.mjs';

/// Answers the question that is shown, and shows the next one.
export async function answer(page, key) {
  await page.keyboard.press(key);
  await page.keyboard.press('ArrowRight');
}

/// How many questions the page calls answered.
export async function answeredOf(page) {
  const text = await page.getByRole('progressbar', { name: 'Preguntas respondidas' })
    .getAttribute('aria-valuetext');
  return Number(text.match(/^\d+/)[0]);
}

/// What the chip calls stored here and not yet sent.
export function queuedOf(text) {
  return Number(text.match(/(\d+) en cola/)?.[1] || 0);
}

/// Cuts the link, answers as fast as it goes, kills the device's page in the middle and opens another:
/// what was called saved is there. That page, and how many answers wait in it.
export async function killWhileSaving(device, link) {
  const { page } = device;
  link.cut();
  await goTo(page, 'Diagnóstico');
  const before = await answeredOf(page);

  // The chip tells what the application claims to have stored.
  let isTyping = true;
  const typing = (async () => {
    for (let count = 0; isTyping && count < 60; ++count) await answer(page, '3');
  })().catch(() => {});
  const claimed = await until('a dozen answers are stored', async () => {
    const count = queuedOf(await chipText(page));
    return count >= 12 && count;
  });
  await crash(page);
  isTyping = false;
  await page.close().catch(() => {});
  await typing;

  device.page = null;
  const again = await device.open(link.url);
  const kept = queuedOf(await chipSays(again, /en cola/));
  assert.ok(kept >= claimed, `${kept} kept of ${claimed} that were called saved`);
  await goTo(again, 'Diagnóstico');
  assert.equal(await answeredOf(again), before + kept);
  return { page: again, kept };
}
