// Two tabs of one device: one works, the other waits, and nothing is lost between them.

import assert from 'node:assert/strict';

import { answer, answeredOf, killWhileSaving } from './support/answering.mjs';
import { chipSays, goTo, settleIn } from './support/app.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { openLine, showPart } from './support/plan_actions.mjs';

const world = journey();

const waiting = 'Minga está abierta en otra pestaña';

world.step('a second tab waits, takes over when asked, and finds everything', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  const first = await settleIn(device, link.url, 'secretaria.puertovaras');
  link.cut();
  await goTo(first, 'Diagnóstico');
  await answer(first, '2');
  await chipSays(first, /1 en cola/);

  const second = await device.newPage();
  link.mend();
  await second.goto(`${link.url}/`);
  link.cut();
  await second.getByRole('heading', { name: waiting }).waitFor();
  await answer(first, '3');
  await chipSays(first, /2 en cola/);

  await second.getByRole('button', { name: 'Usar aquí' }).click();
  await second.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await first.getByRole('heading', { name: 'El trabajo pasó a otra pestaña' }).waitFor();
  await chipSays(second, /2 en cola/);
  await goTo(second, 'Diagnóstico');
  assert.equal(await answeredOf(second), 2);
  await answer(second, '4');
  await chipSays(second, /3 en cola/);

  await first.getByRole('button', { name: 'Usar aquí' }).click();
  await first.getByRole('heading', { level: 1, name: 'Diagnóstico' }).waitFor();
  await chipSays(first, /3 en cola/);
  assert.equal(await answeredOf(first), 3);
  await second.getByRole('heading', { name: 'El trabajo pasó a otra pestaña' }).waitFor();
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('what is half typed when the other tab takes over is there', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  const first = await settleIn(device, link.url, 'comite.puertovaras');
  const second = await device.newPage();
  await second.goto(`${link.url}/`);
  await second.getByRole('heading', { name: waiting }).waitFor();
  link.cut();
  await openLine(first, lineOfEncargado.name);
  await showPart(first, 'Ficha');
  await first.getByRole('textbox', { name: 'Breve diagnóstico' }).fill('A medio escribir');
  await second.getByRole('button', { name: 'Usar aquí' }).click();
  await second.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await openLine(second, lineOfEncargado.name);
  await showPart(second, 'Ficha');
  assert.equal(await second.getByRole('textbox', { name: 'Breve diagnóstico' }).inputValue(),
    'A medio escribir');
  await world.putAway(device);
});

world.step('a tab killed in the middle of saving loses nothing that it called saved', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  await settleIn(device, link.url, 'secretaria.calama');
  const { page: again } = await killWhileSaving(device, link);
  link.mend();
  await chipSays(again, /^En el servidor/);
});
