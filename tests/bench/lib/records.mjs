// The records that every system carries: follow-ups of about 389 bytes as JSON, the same for all.
import { writeFileSync } from 'node:fs';

const words = ('plan riesgo comuna remoción aluvión incendio refugio agua camino sede vecinal cuadrilla '
    + 'evacuación seguimiento medida avance pendiente informe visita terreno acuerdo comité obra muro '
    + 'cauce limpieza barrera alarma simulacro escuela posta').split(' ');
const record_bytes = 389;

/** Numbers in [0, 1) that are the same every time (mulberry32). */
export function random_from(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

function id_from(random, number) {
    const bytes = Array.from({ length: 16 }, () => Math.floor(random() * 256));
    const made_at = 1_767_225_600_000 + number * 7;
    for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(made_at / 2 ** (40 - 8 * i)) % 256;
    bytes[6] = (bytes[6] & 15) | 0x70;
    bytes[8] = (bytes[8] & 63) | 0x80;
    const hex = Buffer.from(bytes).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function sentence(random, bytes) {
    let text = '';
    while (Buffer.byteLength(text) < bytes) {
        text += (text ? ' ' : '') + words[Math.floor(random() * words.length)];
    }
    return text.slice(0, Math.max(0, bytes)).trim();
}

const two = (number) => String(number).padStart(2, '0');

/** `count` follow-ups of the action line, from a seed. */
export function follow_ups(count, action_line, seed = 1) {
    const random = random_from(seed);
    return Array.from({ length: count }, (_, number) => {
        const programmed = Math.floor(random() * 40) + 1;
        const record = {
            id: id_from(random, number),
            action_line,
            date: `2026-${two(1 + Math.floor(random() * 12))}-${two(1 + Math.floor(random() * 28))}`,
            programmed,
            executed: Math.floor(random() * programmed),
            observations: '',
            recommendations: sentence(random, 60),
        };
        record.observations = sentence(random, record_bytes - Buffer.byteLength(JSON.stringify(record)));
        return record;
    });
}

/** The records as a file of lines, for programs that do not speak JavaScript. */
export function write_lines(file, records) {
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
