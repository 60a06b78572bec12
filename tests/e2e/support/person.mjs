// One of the people of a journey: a browser of their own, behind a link that can be cut.

import assert from 'node:assert/strict';

import { settleIn, synchronize, waitForServer } from './app.mjs';
import { violationsOf } from './axe.mjs';
import { settled } from './devices.mjs';

export class Person {
  /// `come`: how they get in, where that is not by settling in.
  static async enter(world, login, shape, come = settleIn) {
    const person = new Person(world);
    person.link = await world.link();
    person.device = await world.device(shape);
    person.page = await come(person.device, person.link.url, login);
    return person;
  }

  constructor(world) {
    this.world = world;
  }

  /// Receives what the others did.
  async catchUp() {
    await synchronize(this.page);
    await waitForServer(this.page);
    return this.page;
  }

  /// From now on without a network.
  cut() {
    this.link.cut();
  }

  /// Back on the network, what they did is handed over.
  async handOver() {
    this.link.mend();
    await this.catchUp();
  }

  /// A picture of the screen, which everybody must be able to read.
  async look(name) {
    await this.device.screenshot(name);
    await settled(this.page);
    assert.deepEqual(await violationsOf(this.page), []);
  }

  /// Is not needed any more, and had nothing to complain of.
  async leave() {
    assert.deepEqual(this.device.complaints, []);
    await this.world.putAway(this.device);
  }
}
