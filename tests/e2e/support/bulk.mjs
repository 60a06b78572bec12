// Years of work at once, written over the wire as the tests of the server do.

import { serverProgram } from './environment.mjs';
import { demoPassword } from './server.mjs';
import { until } from './until.mjs';

process.env.MINGA_SERVER ??= serverProgram;
const { Device, answer_header: answerHeader, frame } = await import('../../http/support.mjs');

const opsAtOnce = 500;

/// The server as those tests see it.
function wireOf(server) {
  return {
    async request(method, path, { token, body, headers }) {
      const answer = await fetch(`${server.url}${path}`,
        { method, body, headers: { ...headers, Authorization: `Bearer ${token}` } });
      return {
        status: answer.status, headers: {}, body: Buffer.from(await answer.arrayBuffer()),
      };
    },
  };
}

async function writerOf(server, user) {
  const { token, me } = await server.request('POST', '/api/v1/session',
    { body: { user, password: demoPassword } });
  const writer = new Device(wireOf(server), token);
  writer.home = me.roles[0].organization.id;
  await writer.sync();
  return writer;
}

/// Writes so many follow-ups of a line, whose observations are what `textOf(index)` says.
export async function writeFollowUps(server, user, line, count, textOf) {
  const writer = await writerOf(server, user);
  const [under] = writer.all('action_line', (record) => record.f.name === line);
  for (let done = 0; done < count; done += opsAtOnce) {
    const ops = Array.from({ length: Math.min(opsAtOnce, count - done) }, (_, index) =>
      writer.create('follow_up', writer.home, {
        action_line: under.i, date: '2026-11-19', programmed: 2, executed: 1,
        observations: textOf(done + index),
      }));
    await writer.sync(ops);
    const verdict = writer.verdict(ops.at(-1));
    if (verdict.v !== 'applied') throw new Error(JSON.stringify(verdict));
  }
}

/// The snapshot that the server offers to a device that begins: `{ etag, seq, bytes }`. The first
/// that asks makes it prepare one.
export async function offeredSnapshot(server, user) {
  const writer = await writerOf(server, user);
  return until('the server offers a snapshot', async () => {
    const fresh = new Device(writer.server, writer.token);
    const answer = await fresh.post(
      frame(fresh.header({ epoch: undefined, cursors: {}, snapshots: {} })));
    return answerHeader(answer).snapshots?.[writer.home];
  });
}
