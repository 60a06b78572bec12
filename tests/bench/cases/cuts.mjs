// S7: every connection dies after so many bytes; a push and a pull of 1,000 records through that.
import { measured, within } from '../lib/measure.mjs';

export const cases = ['S7'];
export const defaults = { count: 1000, cuts_kib: [64, 32, 16, 8], limit_s: 15 };
export const takes = (peer) => peer.cut_words !== undefined;

async function both_ways(system, { folder, count, file, link, limit_s }) {
    const place = await system.open({ folder, count, file, link });
    const { a, b } = place;
    const words = { ...place.words, ...system.cut_words };
    const unfinished = async () => ({ unfinished: true, limit_s, ...await place.link.ask('counts') });
    const step = (program, words_of_it) =>
        within(limit_s, () => measured(place, program, () => program.ask(words_of_it)));
    try {
        if (!place.has_written) await a.ask(`write ${place.file}`);
        const push = await step(a, `${words.push} ${place.server_port ?? ''} ${count}`);
        if (push.unfinished) return await unfinished();
        const pull = words.is_push_only ? null : await step(b, words.pull);
        if (pull?.unfinished) return await unfinished();
        const is_same = pull === null ? null
            : (await a.ask('digest')).digest === (await b.ask('digest')).digest;
        return { push, pull, is_same, server_mb: Math.round(place.server.peak_mb()) };
    } catch (error) {
        if (!/ended/.test(error.message)) throw error;
        return await unfinished();
    } finally {
        await place.close();
    }
}

function bytes_of(step) {
    return step.up + step.down;
}

export async function run(system, { folder, count, cuts_kib, limit_s, file }) {
    const options = { folder, count, file, limit_s };
    const uncut = await both_ways(system, { ...options, link: {} });
    const steps = {};
    for (const kib of cuts_kib) {
        const cut = await both_ways(system, { ...options, link: { cut_bytes: kib * 1024 } });
        steps[`S7 ${kib} KB`] = cut.unfinished ? cut : {
            wall_s: cut.push.wall_s + (cut.pull?.wall_s ?? 0),
            cuts: cut.push.cuts + (cut.pull?.cuts ?? 0),
            push_ratio: bytes_of(cut.push) / bytes_of(uncut.push),
            pull_ratio: cut.pull === null ? null : bytes_of(cut.pull) / bytes_of(uncut.pull),
            push: { ...cut.push, answer: undefined },
            pull: cut.pull === null ? null : { ...cut.pull, answer: undefined },
            is_same: cut.is_same,
            server_mb: cut.server_mb,
        };
    }
    return steps;
}
