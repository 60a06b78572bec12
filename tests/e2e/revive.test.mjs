// The worker dies in the middle of typing. Another takes its place by itself: on the same screen, with
// what was stored and what was being typed.

import assert from 'node:assert/strict';

import { chipSays, settleIn, write } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { openActivity, openLine, showPart } from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey();
let device;
let page;
let link;

function workerOf(target) {
  return target.workers().find((worker) => /\/worker-/.test(worker.url()));
}

/// What kills a worker in earnest: nothing in the application helps with it.
const deaths = {
  /// A call into the module that traps. What is uncaught reaches the page as an error.
  async trap(worker) {
    await worker.evaluate(() => {
      const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7,
        5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
      const { t } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
      setTimeout(t);
    });
  },
  /// There is no memory for what it is given.
  async memory(worker) {
    await worker.evaluate(() => {
      WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no memory'); };
      setTimeout(() => self.onmessage({ data: { type: 'route', route: 'x'.repeat(64e6) } }));
    });
  },
  /// Slow with what is typed, and dead before it takes what left its field.
  async late(worker) {
    await worker.evaluate(() => {
      const listen = self.onmessage;
      self.onmessage = (event) => {
        if (event.data.kind === 'set_value') {
          setTimeout(() => listen(event), 200);
        } else if (event.data.kind === 'commit') {
          setTimeout(() => { throw new Error('died'); }, 1000);
        } else {
          listen(event);
        }
      };
    });
  },
  /// It ends without a word, as where the system takes a sleeping phone's memory.
  async silence(worker) {
    await worker.evaluate(() => { self.close(); });
  },
};

async function revived() {
  await notice().filter({ hasText: 'se abrió de nuevo' }).waitFor({ timeout: 60_000 });
}

function notice() {
  return page.getByRole('alert').filter({ hasText: 'Minga se detuvo' });
}

/// The next life, after something ended the one before it.
async function lifeAfter(end) {
  const before = workerOf(page);
  await end(before);
  await until('another worker is there', () => workerOf(page) && workerOf(page) !== before,
    { wait: 60_000 });
}

const diagnosis = 'No se compra a tiempo';
const { name } = lineOfEncargado.activity[5];

world.step('a trap in the middle of typing: the same screen, and every letter', async () => {
  link = await world.link();
  device = await world.device('laptop');
  page = await settleIn(device, link.url, 'comite.puertovaras');
  link.cut();
  await openLine(page, lineOfEncargado.name);
  await showPart(page, 'Ficha');
  const field = page.getByRole('textbox', { name: 'Breve diagnóstico' });
  await write(field, diagnosis);
  await chipSays(page, /1 en cola/);

  await field.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' y con');
  await lifeAfter(deaths.trap);
  // Who types does not stop for it.
  await page.keyboard.type(' errores');
  await revived();

  await page.getByRole('tab', { name: 'Ficha', selected: true }).waitFor();
  assert.equal(await field.inputValue(), `${diagnosis} y con errores`);
  assert.ok(await field.evaluate((element) => element === document.activeElement));
  // What is drawn is scrolled as its elements are: a press at a pixel finds its widget.
  const tick = page.getByRole('checkbox', { name: /Estrategia/ });
  const { x, y, height } = await tick.boundingBox();
  await page.mouse.click(x + 8, y + height / 2);
  await until('it is ticked', () => tick.isChecked());
  await page.mouse.click(x + 8, y + height / 2);
  await until('it is not', async () => !await tick.isChecked());
  await field.focus();
  await device.screenshot('revive-notice');
  assert.deepEqual(await violationsOf(page), []);
  await notice().getByRole('button', { name: 'Entendido' }).click();
  await chipSays(page, /en cola/);

  await page.reload();
  await page.evaluate(() => window.minga.ready);
  await showPart(page, 'Ficha');
  assert.equal(await field.inputValue(), `${diagnosis} y con errores`);
});

world.step('a worker that falls silent: its panel is open again', async () => {
  await showPart(page, 'Actividades');
  await openActivity(page, name);
  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  await owner.focus();
  await lifeAfter(async (worker) => {
    await deaths.silence(worker);
    // Who works on gets no answer.
    await owner.fill('Ñandú Pérez');
  });
  await revived();
  await page.getByRole('heading', { name: 'Actividad', exact: true }).waitFor();
  await until('the field has it again', async () => await owner.inputValue() === 'Ñandú Pérez');
  await owner.blur();
  await page.reload();
  await page.evaluate(() => window.minga.ready);
  await openActivity(page, name);
  assert.equal(await owner.inputValue(), 'Ñandú Pérez');
});

world.step('what left its field, and was not taken: it is there', async () => {
  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  await lifeAfter(async (worker) => {
    await deaths.late(worker);
    await write(owner, 'Ñandú Pérez Ñanco');
  });
  await revived();
  await until('the field has it again',
    async () => await owner.inputValue() === 'Ñandú Pérez Ñanco');
  await world.putAway(device);
});

world.step('no memory left, in a form that does not open by itself', async () => {
  device = await world.device('phone');
  page = await settleIn(device, world.server.url, 'comite.puertovaras');
  await openLine(page, lineOfEncargado.name);
  const field = page.getByRole('textbox', { name: 'Nombre de la actividad' });
  const open = async () => {
    await page.getByRole('button', { name: 'Agregar actividad' }).click();
    await page.getByRole('heading', { name: 'Nueva actividad' }).waitFor();
  };
  await open();
  await field.focus();
  await page.keyboard.type('Revisar las ba');
  await lifeAfter(deaths.memory);
  await revived();
  await notice().filter({ hasText: 'Revisar las ba' }).waitFor();
  await device.screenshot('revive-form');
  await notice().getByRole('button', { name: 'Entendido' }).click();
  await open();
  await until('the field has it again', async () => await field.inputValue() === 'Revisar las ba');
});

world.step('not again and again', async () => {
  for (let count = 0; count < 2; ++count) {
    await lifeAfter(deaths.trap);
    await revived();
    await notice().getByRole('button', { name: 'Entendido' }).click();
  }
  await showPart(page, 'Ficha');
  const why = page.getByRole('textbox', { name: 'Breve diagnóstico' });
  await why.focus();
  await deaths.silence(workerOf(page));
  await why.fill('Para los vecinos');
  await page.getByText(/No se pudo abrir la aplicación.*\n\nPara los vecinos/s)
    .waitFor({ timeout: 60_000 });
  await device.screenshot('revive-no-more');
  await page.getByRole('button', { name: 'Volver a intentarlo' }).click();
  await page.getByRole('heading', { level: 1, name: lineOfEncargado.name }).waitFor();
});
