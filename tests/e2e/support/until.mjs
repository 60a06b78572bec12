// Waiting for something to become true, with a name for when it does not.

const stepMs = 50;

/// Calls `ask` until it returns something true, which it returns.
export async function until(what, ask, { wait = 15_000 } = {}) {
  const end = Date.now() + wait;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`after ${wait} ms it was still not so: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, stepMs); });
  }
}

export function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
