// What the worker does at a stretch, for a message, a timer or a frame. Its own functions are out of
// reach from here: what the browser calls it with is what is timed.

/// From here on the page's worker notes how long it works. Returns the worker.
export async function watchWork(page) {
  const worker = page.workers().find((one) => one.url().includes('worker'));
  await worker.evaluate(() => {
    self.stretches = [];
    const timed = (act) => function timedAct(...values) {
      const start = performance.now();
      const result = act.apply(this, values);
      self.stretches.push(performance.now() - start);
      return result;
    };
    self.onmessage = timed(self.onmessage);
    for (const name of ['requestAnimationFrame', 'setTimeout']) {
      const ask = self[name].bind(self);
      self[name] = (act, ...values) => ask(timed(act), ...values);
    }
  });
  return worker;
}

/// The stretches, in milliseconds, of what `act` asks for.
export async function workOf(worker, act) {
  await worker.evaluate(() => { self.stretches.length = 0; });
  await act();
  return worker.evaluate(() => [...self.stretches]);
}
