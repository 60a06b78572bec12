// Records as a workbook: what a person opens in a spreadsheet, read back cell by cell.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { Server, assert_problem, natural_id, signed_in, temporary_folder } from './support.mjs';

const work = temporary_folder();
let server;

before(async () => {
    // Where the server makes its temporary files.
    process.env.TMPDIR = work;
    server = await Server.start(temporary_folder(), ['--demo']);
});

/** The parts of a ZIP file by name, as text. */
function unzip(bytes) {
    const parts = {};
    const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
    let at = bytes.readUInt32LE(end + 16);
    for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
        const [name_length, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
        const name = bytes.toString('utf8', at + 46, at + 46 + name_length);
        const header = bytes.readUInt32LE(at + 42);
        const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
        const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
        parts[name] = (bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString();
        at += 46 + name_length + extra + comment;
    }
    return parts;
}

const text_of = (xml) => xml.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

/** Rows of cells: a text, a number, or {formula, value}. */
function rows_of(xml) {
    return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => {
        const cells = {};
        for (const [, column, body] of row.matchAll(/<c r="([A-Z]+)\d+"[^>]*>(.*?)<\/c>/gs)) {
            const text = /<t[^>]*>(.*?)<\/t>/s.exec(body)?.[1];
            const value = Number(/<v>(.*?)<\/v>/.exec(body)?.[1]);
            const formula = /<f>(.*?)<\/f>/.exec(body)?.[1];
            cells[column] = text !== undefined ? text_of(text) : formula ? { formula, value } : value;
        }
        return cells;
    });
}

async function workbook(user, kind) {
    const { token } = await server.login(user);
    const answer = await server.request('GET', `/api/v1/export/${kind}.xlsx`, { token });
    assert.equal(answer.status, 200, answer.body.toString());
    const parts = unzip(answer.body);
    const [heading, ...rows] = rows_of(parts['xl/worksheets/sheet1.xml']);
    const column = (title) => Object.keys(heading).find((key) => heading[key] === title);
    return { answer, parts, heading, rows, column };
}

/** The day of a spreadsheet that a date is. */
const serial = (text) => Date.parse(`${text}T00:00:00Z`) / 86_400_000 + 25_569;

test('headings and choices are words, numbers are numbers, months and dates are days', async () => {
    const device = await signed_in(server, 'comite.puertovaras');
    const book = await workbook('comite.puertovaras', 'activity');
    const activities = device.all('activity');

    assert.equal(book.answer.headers['content-type'],
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    assert.match(book.answer.headers['content-disposition'], /filename="activity\.xlsx"/);
    assert.match(book.parts['xl/workbook.xml'], /<sheet name="Actividad"/);
    assert.equal(book.heading.A, 'Organización');
    assert.equal(book.rows.length, activities.length + 1);
    for (const { i, f } of activities) {
        const row = book.rows.find((cells) => cells[book.column('Identificador')] === i);
        assert.equal(row.A, 'Municipalidad de Puerto Varas');
        assert.equal(row[book.column('Actividad')], f.name);
        assert.equal(row[book.column('Recursos propios (M$)')], f.own_kclp);
        assert.equal(row[book.column('Inicio')], f.start_month && serial(`${f.start_month}-01`));
        assert.equal(row[book.column('Fecha de ejecución')], f.executed_on && serial(f.executed_on));
        assert.equal(row[book.column('Línea de acción')], device.records.get(f.action_line).f.name);
        const words = { programmed: 'Programada', in_progress: 'En curso', executed: 'Ejecutada' };
        assert.equal(row[book.column('Estado')], words[f.status]);
    }
});

test('money has a total that follows the filter', async () => {
    const book = await workbook('comite.puertovaras', 'activity');
    const total = book.rows.at(-1);

    for (const title of ['Recursos propios (M$)', 'Recursos SUBDERE (M$)']) {
        const column = book.column(title);
        const sum = book.rows.slice(0, -1).reduce((all, row) => all + (row[column] ?? 0), 0);
        assert.ok(sum > 0);
        assert.deepEqual(total[column],
            { formula: `SUBTOTAL(109,${column}2:${column}${book.rows.length})`, value: sum });
    }
    assert.equal(total.A, 'Total');
});

test('a kind without money has no total, and one without records is a heading', async () => {
    const device = await signed_in(server, 'comite.calama');
    const lines = await workbook('comite.calama', 'action_line');
    const empty = await workbook('comite.calama', 'good_practice');

    assert.equal(lines.rows.length, device.all('action_line').length);
    assert.equal(empty.rows.length, 0);
    assert.ok(Object.keys(empty.heading).length > 3);
});

test('a text that looks like a formula is a text', async () => {
    const device = await signed_in(server, 'comite.iquique');
    const [activity] = device.all('activity', (r) => r.f.status === 'in_progress');
    const name = '=HYPERLINK("http://x","<b>&")';
    await device.sync([device.edit(activity, { name })]);

    const book = await workbook('comite.iquique', 'activity');

    const row = book.rows.find((cells) => cells[book.column('Identificador')] === activity.i);
    assert.equal(row[book.column('Actividad')], name);
});

test('a text that no cell can hold is cut and says so, and control characters break nothing', async () => {
    const one = await signed_in(server, 'secretaria.calama');
    const other = await signed_in(server, 'secretaria.calama');
    const [{ i: assessment }] = one.all('assessment', (r) => r.f.state === 'draft');
    const id = natural_id('answer', assessment, '3');
    const answer = (device, evidence) => device.create('answer', device.home, { assessment, element: '3', evidence }, id);
    await one.sync([answer(one, 'Uno.')]);
    // As JSON each of these takes six places, so that the conflict's text is longer than a cell.
    const op = answer(other, '\u0001'.repeat(8000));
    await other.sync([op]);
    assert.equal(other.verdict(op).v, 'conflict');

    const book = await workbook('secretaria.calama', 'conflict');

    const text = book.rows[0][book.column('Propuesta')];
    assert.ok(text.endsWith('… [texto cortado: está completo en el CSV]'));
    assert.equal([...text].length, 32_767);
    assert.doesNotMatch(book.parts['xl/worksheets/sheet1.xml'], /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
});

test('deleted records and what the person may not read are not in it', async () => {
    const device = await signed_in(server, 'comite.loprado');
    const [line] = device.all('action_line');
    const gone = device.create('follow_up', device.home, { action_line: line.i, date: '2026-11-19', observations: 'Se va.' });
    await device.sync([gone]);
    await device.sync([device.op({ i: gone.i, b: 1, d: true })]);

    const book = await workbook('comite.loprado', 'follow_up');

    const all = Object.values(book.parts).join();
    assert.ok(all.includes('Municipalidad de Lo Prado') && !all.includes('Se va.'));
    assert.ok(!all.includes('Iquique') && !all.includes('Puerto Varas'));
    const foreign = (await server.login('comite.iquique')).me.roles[0].organization.id;
    const { token } = await server.login('comite.loprado');
    assert_problem(await server.request('GET', `/api/v1/export/plan.xlsx?organization=${foreign}`, { token }), 403, 'forbidden');
    assert_problem(await server.request('GET', '/api/v1/export/nothing.xlsx', { token }), 404, 'not_found');
    assert_problem(await server.request('GET', '/api/v1/export/plan.xlsx'), 401, 'unauthenticated');
});

test('every kind of record makes a workbook, and no temporary file is left', async () => {
    const { json: description } = await server.json('GET', '/api/v1/openapi.json');

    for (const kind of description.components.schemas.RecordKind.enum) {
        const book = await workbook('subdere', kind);
        assert.ok(Object.keys(book.heading).length > 2, kind);
    }

    assert.deepEqual(readdirSync(work).filter((name) => !name.startsWith('minga-http-')), []);
});
