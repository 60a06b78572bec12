// One step of a case under the clock.
import { pause } from './processes.mjs';

const settle_ms = 40;

function rounded(number) {
    return Math.round(number * 10_000) / 10_000;
}

/** What `work` comes to, or that it did not end in its time: that is a figure too. */
export async function within(limit_s, work) {
    const running = work();
    running.catch(() => {});  // Whoever stopped waiting does not hear how it ended.
    let timer;
    const limit = new Promise((resolve) => {
        timer = setTimeout(() => resolve({ unfinished: true, limit_s }), limit_s * 1000);
    });
    try {
        return await Promise.race([running, limit]);
    } finally {
        clearTimeout(timer);
    }
}

/** Runs `work` and returns its time, its bytes and what it cost both sides. */
export async function measured(place, client, work) {
    await place.link.ask('zero');
    const server_cpu = place.server.cpu_s();
    const client_cpu = client.cpu_s();
    const started = performance.now();
    const answer = await work();
    const wall_s = (performance.now() - started) / 1000;
    await pause(settle_ms);
    const link = await place.link.ask('counts');
    return {
        wall_s: rounded(wall_s),
        server_cpu_s: rounded(place.server.cpu_s() - server_cpu),
        client_cpu_s: rounded(client.cpu_s() - client_cpu),
        ...link,
        body_up: link.up - link.head_up,
        body_down: link.down - link.head_down,
        records_down: answer?.pulled,
        answer,
    };
}
