// A device that is switched off and starts again where there is no network.

import assert from 'node:assert/strict';

import { chipSays, goTo, settleIn } from './support/app.mjs';
import { ColdDevice } from './support/devices.mjs';
import { journey } from './support/journey.mjs';

const world = journey();

world.step('starts cold without a network, with the work of the last time', async () => {
  const link = await world.link();
  const cold = new ColdDevice('phone');
  try {
    const evening = await cold.start();
    const page = await settleIn(evening, link.url, 'secretaria.puertovaras');
    link.cut();
    await evening.context.setOffline(true);
    await goTo(page, 'Diagnóstico');
    await page.keyboard.press('3');
    await chipSays(page, /1 en cola/);
    await evening.close();

    const morning = await cold.start();
    await morning.context.setOffline(true);
    const started = Date.now();
    const again = await morning.open(link.url);
    const startedMs = Date.now() - started;
    const policies = await again.evaluate(async () => {
      const { headers } = await fetch('/index.html');
      return ['content-security-policy', 'cross-origin-opener-policy', 'x-content-type-options']
        .map((name) => headers.get(name));
    });
    assert.match(policies[0], /frame-ancestors 'none'/);
    assert.deepEqual(policies.slice(1), ['same-origin', 'nosniff']);
    await again.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
    await chipSays(again, /1 en cola/);
    await goTo(again, 'Diagnóstico');
    await again.getByRole('progressbar', { name: 'Preguntas respondidas' }).waitFor();
    await morning.screenshot('offline-start');
    console.log(`cold start without a network: ${startedMs} ms`);

    link.mend();
    await morning.context.setOffline(false);
    await chipSays(again, /^En el servidor/);
    assert.deepEqual(morning.complaints, []);
    await morning.close();
  } finally {
    cold.remove();
  }
});
