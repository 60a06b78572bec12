// SUBDERE opens a commune that is outside the programme and takes it in; its people, each in a browser
// of their own, go through the whole cycle, mostly without a network: from the diagnosis to the plan
// that is carried out, and into the second cycle. Its screens are looked at as far as the feedback;
// those of the plan in another commune (`plan_carried_out`).

import assert from 'node:assert/strict';

import { chipSays, synchronize } from './support/app.mjs';
import { Commune } from './support/commune.mjs';
import { fromThePlanOn, toTheFeedback } from './support/cycle/halves.mjs';
import { journey } from './support/journey.mjs';
import { button, lookUpCommune } from './support/programme_moves.mjs';

const world = journey({ isOneStory: true });
const frutillar = new Commune(world, {
  name: 'Frutillar', code: '10105', town: 'frutillar', pictures: 'opened',
  shapes: {
    subdere: 'laptop', secretary: 'phone', staff: 'phone', mayor: 'laptop', committee: 'laptop',
    validator: 'laptop', counterpart: 'laptop', owner: 'phone',
  },
});

world.step('SUBDERE finds a commune outside the programme and opens it', async () => {
  frutillar.settle();
  const { page } = await frutillar.turn('subdere');
  // On this laptop all of it stands in one line.
  const [above, line] = await Promise.all([
    page.getByRole('searchbox', { name: 'Buscar comuna' }).boundingBox(),
    page.getByRole('button', { name: 'Descargar CSV', exact: true }).boundingBox()]);
  assert.ok(line.y < above.y + above.height, 'the downloads stand beside the search');
  await lookUpCommune(page, frutillar.name);
  await frutillar.look('subdere', 'commune-closed');
});

world.step('without a network it waits, and comes when the network is back', async () => {
  const { page, link } = frutillar.at.subdere;
  link.cut();
  await synchronize(page);
  await chipSays(page, /^Sin conexión/);
  await button(page, 'Abrir la comuna').click();
  await page.getByText('Sin conexión: se recibirá sola cuando vuelva la red.').first().waitFor();
  await frutillar.look('subdere', 'commune-waits');
  link.mend();
  await synchronize(page);
  await button(page, 'Ir a la comuna').waitFor();
  await frutillar.look('subdere', 'commune-open');
});

toTheFeedback(frutillar);
fromThePlanOn(frutillar.unseen());
