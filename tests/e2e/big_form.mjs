// How long a form of a thousand fields takes to open in a browser: measured, not a test.
//
// usage: node tests/e2e/big_form.mjs [RUNS]       with MINGA_SERVER as the journeys have, and
//                                                 MINGA_GALLERY (build/wasm/gallery)
//
// Builds with `cmake --build --preset wasm --target minga-gallery-web`. From the press until the frame
// that shows the form is on the screen and each of its fields has its element. Prints JSON; the median
// of RUNS (15) in milliseconds, on a phone and on a laptop. The first time is told apart: then the code
// is new to the browser.

import { cpus } from 'node:os';
import { join } from 'node:path';

import { Device, openBrowser, shapeNames } from './support/devices.mjs';
import { rootFolder } from './support/environment.mjs';
import { Server } from './support/server.mjs';

const fieldCount = 1000;  // gallery_form_fields
const runs = Number(process.argv[2] || 15);
const web = process.env.MINGA_GALLERY || join(rootFolder, 'build/wasm/gallery');

/// Presses a button; the milliseconds until there are so many fields more, or so many fewer, and the
/// frame that shows it was drawn.
function press(page, name, change) {
  return page.evaluate(([text, wanted]) => {
    const mirror = document.getElementById('mirror');
    const count = () => mirror.querySelectorAll('input, textarea, select').length;
    const before = count();
    const button = [...mirror.querySelectorAll('button')].find((one) => one.textContent === text);
    return new Promise((resolve) => {
      let start = 0;
      const watch = new MutationObserver(() => {
        if (count() !== before + wanted) return;
        watch.disconnect();
        // The worker's picture comes with the same frame of the browser.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      });
      watch.observe(mirror, { childList: true, subtree: true });
      start = performance.now();
      button.click();
    });
  }, [name, change]);
}

async function measure(browser, shape, url) {
  const device = await Device.make(browser, shape);
  const page = await device.open(url);
  const times = [];
  for (let run = 0; run <= runs; ++run) {
    times.push(await press(page, 'Abrir el formulario de mil campos', fieldCount));
    await page.waitForTimeout(300);
    await press(page, 'Cerrar el formulario', -fieldCount);
    await page.waitForTimeout(300);
  }
  await device.close();
  const [first, ...rest] = times.map(Math.round);
  rest.sort((a, b) => a - b);
  return { first_ms: first, median_ms: rest[Math.floor(rest.length / 2)], max_ms: rest.at(-1) };
}

const server = await Server.start({ web });
const browser = await openBrowser();
try {
  const result = { machine: { cpu: cpus()[0].model, cores: cpus().length }, runs };
  for (const shape of shapeNames) result[shape] = await measure(browser, shape, server.url);
  console.log(JSON.stringify(result, null, 2));
} finally {
  await browser.close();
  await server.stop();
}
