// The manual's pictures, taken from the running application: not a test.
//
// usage: node tests/e2e/manual_pictures.mjs      with MINGA_SERVER and MINGA_WEB as the journeys have
//
// Writes assets/manual/*.png but for bandeja.png, which is a picture of the journey "story". Afterwards look at each, and shrink them: pngquant --force --ext .png
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { follow, settleIn, waitForServer } from './support/app.mjs';
import { journey } from './support/journey.mjs';

const target = fileURLToPath(new URL('../../assets/manual', import.meta.url));
const world = journey();

async function take(page, name) {
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(target, `${name}.png`) });
}

world.step('on a phone', async () => {
  const device = await world.device('phone');
  const page = await settleIn(device, world.server.url, 'comite.puertovaras');
  await waitForServer(page);
  await take(page, 'inicio');
  await follow(page, 'plan', 'Plan de mejoras');
  await take(page, 'plan');
  await page.evaluate(() => { window.location.hash = 'diagnostico/14'; });
  await take(page, 'diagnostico');
  await world.putAway(device);
});

world.step('on a laptop', async () => {
  const device = await world.device('laptop');
  const page = await settleIn(device, world.server.url, 'subdere');
  await waitForServer(page);
  await page.evaluate(() => { window.location.hash = 'consolidado'; });
  await take(page, 'consolidado');
});
