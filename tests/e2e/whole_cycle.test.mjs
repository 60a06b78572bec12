// A municipality goes through the whole cycle on devices without a screen, one for each role. Each
// works without a network until its turn is over; what it did is judged when it comes back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Municipality, settle } from './support/municipality.mjs';
import { Server } from './support/server.mjs';
import { until } from './support/until.mjs';

let server;
let town;

before(async () => {
  server = await Server.start();
  town = new Municipality(server, 'Municipalidad de Calbuco',
    settle(server, { code: '10102', town: 'calbuco' }));
});

after(async () => {
  town?.close();
  await server?.stop();
});

/// What SUBDERE sees of it. While the devices worked, the server closed the connection before.
async function report() {
  const token = await until('the server answers', () =>
    server.tokenOf('subdere').catch((error) => {
      if (error.message !== 'fetch failed') throw error;
      return null;
    }));
  const { rows } = await server.request('GET', '/api/v1/reports/consolidated', { token });
  return rows.find(({ name }) => name === 'Municipalidad de Calbuco');
}

test('the municipality enters, and its committee assesses it', async () => {
  assert.equal((await report()).enrolled, false);
  town.goTo('SUBDERE assigns');
  const row = await report();
  assert.equal(row.enrolled, true);
  assert.equal(row.diagnosis.answered, 78);
  assert.equal(row.diagnosis.state, 'closed');
});

test('nobody validates before who validates has declared their interests', () => {
  town.goTo('the validator declares');
  town.turn('subdere', () => {
    assert.throws(() => town.move(town.cycle(), 'sa_doc_review'),
      /Falta la declaración de Ignacio Bustamante Leiva/);
  });
});

test('it is validated, planned, funded, carried out and closed', async () => {
  town.goToTheEnd();
  const { plan } = await report();
  assert.deepEqual([plan.activities, plan.executed, plan.own_kclp, plan.subdere_kclp],
    [1, 1, 500, 1500]);
  town.turn('committee', () => {
    assert.equal(town.cycle().state, 'implemented');
    assert.throws(() => town.document('other'), /El ciclo está cerrado/);
  });
});

test('the chain of what happened is whole', () => {
  server.administer('verify');
});
