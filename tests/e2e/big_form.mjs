// How long a form of a thousand fields takes to open in a browser: measured, not a test.
//
// usage: node tests/e2e/big_form.mjs [RUNS]       with MINGA_SERVER as the journeys have, and
//                                                 MINGA_GALLERY (build/wasm/gallery)
//
// The form stands in the gallery, which is no part of the product: it is built with
// `cmake --build --preset wasm --target minga-gallery-web`. `open_ms` is from the press until each field
// has its element and the frame that shows the form is on the screen. For that the worker works
// `worker_ms`, and the page `page_ms` of its processor's time, which do not count what else the machine
// does. `first` is the first time, when the code is new to the browser. Prints JSON; the medians of RUNS
// (15), on a phone and on a laptop, and the load of the machine, which should have nothing else to do.

import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

import { Device, flagsWithWebGl, openBrowser, settled, shapeNames } from './support/devices.mjs';
import { rootFolder } from './support/environment.mjs';
import { Server } from './support/server.mjs';
import { watchWork, workOf } from './support/worker_work.mjs';

const fieldCount = 1000;  // gallery_form_fields
const openWords = 'Abrir el formulario de mil campos';
const waitMs = 30_000;
const runs = Number(process.argv[2] || 15);
const web = process.env.MINGA_GALLERY || join(rootFolder, 'build/wasm/gallery');

/// Presses the button; the milliseconds until the form is there. The rest of the gallery, which has
/// fields too, goes when the form comes.
function open(page) {
  return page.evaluate(([text, wanted, wait]) => {
    const mirror = document.getElementById('mirror');
    const isThere = () => mirror.querySelectorAll('input, textarea, select').length === wanted;
    const button = [...mirror.querySelectorAll('button')].find((one) => one.textContent === text);
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => reject(new Error(`no form after ${wait} ms`)), wait);
      let start = 0;
      const watch = new MutationObserver(() => {
        if (!isThere()) return;
        watch.disconnect();
        clearTimeout(timeout);
        // The worker's picture comes with the same frame of the browser.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      });
      watch.observe(mirror, { childList: true, subtree: true });
      start = performance.now();
      button.click();
    });
  }, [openWords, fieldCount, waitMs]);
}

async function close(page) {
  await page.getByRole('button', { name: 'Cerrar el formulario' }).click();
  await page.getByRole('button', { name: openWords }).waitFor();
  await settled(page);
}

async function measure(browser, shape, url) {
  const device = await Device.make(browser, shape);
  const page = await device.open(url);
  const worker = await watchWork(page);
  const session = await device.context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const pageMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find((one) => one.name === 'TaskDuration').value;
  };
  const times = [];
  for (let run = 0; run <= runs; ++run) {
    let openMs = 0;
    const before = await pageMs();
    const work = await workOf(worker, async () => { openMs = await open(page); });
    times.push({
      open_ms: openMs,
      worker_ms: work.reduce((sum, one) => sum + one, 0),
      page_ms: await pageMs() - before,
    });
    await settled(page);
    await close(page);
  }
  await device.close();
  const [first, ...rest] = times;
  const median = (key) => rest.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(rest.length / 2)];
  const round = (one) => Object.fromEntries(
    Object.entries(one).map(([key, value]) => [key, Math.round(value)]));
  const medians = Object.fromEntries(Object.keys(first).map((key) => [key, median(key)]));
  return { ...round(medians), first: round(first) };
}

const server = await Server.start({ web });
const browser = await openBrowser(flagsWithWebGl);
try {
  const result = { machine: { cpu: cpus()[0].model, cores: cpus().length }, runs };
  for (const shape of shapeNames) result[shape] = await measure(browser, shape, server.url);
  result.load = loadavg()[0];
  console.log(JSON.stringify(result, null, 2));
} finally {
  await browser.close();
  await server.stop();
}
