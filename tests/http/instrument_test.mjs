// Publishing an instrument out of a spreadsheet: nothing is written unless everything is right, and
// what is published never changes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { crc32 as crc_of, deflateRawSync } from 'node:zlib';
import { csv_text, placeholder } from './placeholder_instrument.mjs';
import { Server, demo_password, program, run, temporary_folder } from './support.mjs';

const data = temporary_folder();
const files = temporary_folder();

before(async () => { await (await Server.start(data, ['--demo'])).stop(); });

function csv(name, rows) {
    const file = path.join(files, name);
    writeFileSync(file, csv_text(rows));
    return file;
}

const escaped = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;');

function crc32(bytes) {
    if (crc_of) return crc_of(bytes);
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
    }
    return ~crc >>> 0;
}

/** A workbook as Excel writes one: shared texts, packed parts. */
function xlsx(name, rows) {
    const shared = [];
    const cell = (value, column, row) => {
        const place = `${String.fromCharCode(65 + column)}${row + 1}`;
        if (value === '') return `<c r="${place}" s="1"/>`;
        if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
        shared.push(value);
        return `<c r="${place}" t="s"><v>${shared.length - 1}</v></c>`;
    };
    const sheet = rows.map((row, index) =>
        `<row r="${index + 1}">${row.map((value, column) => cell(value, column, index)).join('')}</row>`).join('');
    const parts = {
        '[Content_Types].xml': '<Types/>',
        'xl/workbook.xml': '<?xml version="1.0"?><workbook xmlns:r="r">'
            + '<sheets><sheet name="Hoja" sheetId="1" r:id="rId7"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="rId7" Target="worksheets/hoja.xml"/></Relationships>',
        'xl/worksheets/hoja.xml': `<worksheet><!-- c --><sheetData>${sheet}</sheetData></worksheet>`,
        'xl/sharedStrings.xml': `<sst>${shared.map((text) =>
            `<si><r><t xml:space="preserve">${escaped(text)}</t></r></si>`).join('')}</sst>`,
    };
    const bodies = [];
    const entries = [];
    let at = 0;
    for (const [part, text] of Object.entries(parts)) {
        const bytes = Buffer.from(text);
        const packed = deflateRawSync(bytes);
        const title = Buffer.from(part);
        const common = Buffer.alloc(26);
        common.writeUInt16LE(20, 0);
        common.writeUInt16LE(8, 4);
        common.writeUInt32LE(crc32(bytes), 10);
        common.writeUInt32LE(packed.length, 14);
        common.writeUInt32LE(bytes.length, 18);
        common.writeUInt16LE(title.length, 22);
        const tail = Buffer.alloc(14);
        tail.writeUInt32LE(at, 10);
        bodies.push(Buffer.from('PK\x03\x04'), common, title, packed);
        entries.push(Buffer.from('PK\x01\x02\x14\x00'), common, tail, title);
        at += 30 + title.length + packed.length;
    }
    const list = Buffer.concat(entries);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06');
    end.writeUInt16LE(Object.keys(parts).length, 8);
    end.writeUInt16LE(Object.keys(parts).length, 10);
    end.writeUInt32LE(list.length, 12);
    end.writeUInt32LE(at, 16);
    const file = path.join(files, name);
    writeFileSync(file, Buffer.concat([...bodies, list, end]));
    return file;
}

const import_as = (key, file, title = 'Instrumento de prueba') =>
    run(['instrument', 'import', file, '--key', key, '--title', title, '--data', data]);

test('a spreadsheet is checked without a store', () => {
    for (const file of [csv('a.csv', placeholder(60)), xlsx('a.xlsx', placeholder(60))]) {
        const { code, out, err } = run(['instrument', 'check', file]);
        assert.equal(code, 0, err);
        assert.match(out, /5 criterios, 14 ámbitos y 100 preguntas, 60 de ellas iguales a elementos del Programa/);
    }
});

test('mistakes are told by their cells, and nothing is written', () => {
    const rows = placeholder();
    rows[2][4] = '';
    rows[5][9] = 99;
    rows[7][3] = 'Otro';
    for (const file of [csv('b.csv', rows), xlsx('b.xlsx', rows)]) {
        const { code, err } = import_as('bad', file);
        assert.equal(code, 1);
        assert.match(err, /La planilla tiene 3 problemas. No se escribió nada/);
        assert.match(err, /E3: Falta el texto de la pregunta/);
        assert.match(err, /J6: No existe el elemento «99»/);
        assert.match(err, /D8: Debe decir «Proceso» o «Resultado»/);
        assert.equal(run(['instrument', 'check', file]).code, 1);
    }
    // Its key is as free as before.
    assert.equal(import_as('bad', csv('c.csv', placeholder())).code, 0);
});

test('what is no spreadsheet is refused', () => {
    const broken = path.join(files, 'broken.xlsx');
    writeFileSync(broken, 'PK\x03\x04 nada');
    assert.match(run(['instrument', 'check', broken]).err, /no es una planilla \.xlsx, o llegó dañado/);
    assert.equal(run(['instrument', 'check', path.join(files, 'no_such.csv')]).code, 1);
});

test('a published key keeps its content for ever', () => {
    const file = csv('d.csv', placeholder(10));
    assert.match(import_as('reading_2019', file).out, /Publicado: reading_2019, versión 1/);
    assert.match(import_as('reading_2019', file).out, /Ya estaba publicado: reading_2019/);
    const other = import_as('reading_2019', csv('e.csv', placeholder(11)));
    assert.equal(other.code, 1);
    assert.match(other.err, /una versión publicada no cambia/);
    // Nor is a built-in one replaced.
    assert.equal(import_as('diagnostic_ref_2026', file).code, 1);
});

test('a key that no assessment could hold is wrong usage', () => {
    const file = csv('f.csv', placeholder());
    for (const key of ['', 'Con Espacios', 'ñandú', 'k'.repeat(61)]) assert.equal(import_as(key, file).code, 2, key);
    assert.equal(run(['instrument', 'import', file, '--key', 'k', '--data', data]).code, 2);
});

test('a server takes answers to what was published, and to what was there before', async () => {
    assert.equal(import_as('reading_2026', csv('g.csv', placeholder(5))).code, 0);
    const exported = (kind) => JSON.parse(run(['export', kind, '--format', 'json', '--data', data]).out);
    const write = (kind, value) => {
        const file = path.join(files, `${kind}.json`);
        writeFileSync(file, JSON.stringify([value]));
        return run(['import', kind, file, '--data', data]);
    };
    const [{ organization, enrollment }] = exported('cycle');
    assert.equal(write('cycle', { organization, enrollment, number: 9 }).code, 0);
    const cycle = exported('cycle').find((one) => one.number === 9).id;
    const assessment = (instrument) => write('assessment', { organization, cycle, type: 'diagnostic', instrument });
    assert.match(assessment('reading_1999').err, /No se conoce el instrumento/);
    const known = assessment('reading_2026');
    assert.equal(known.code, 0, known.err);
    const made = exported('assessment').find((one) => one.instrument === 'reading_2026').id;
    const answer = (element) => write('answer', { organization, assessment: made, element, level: 2 });
    assert.equal(answer('100').code, 0);
    assert.match(answer('101').err, /van del 1 al 100/);
});

test('a device answers with it after its next exchange', async () => {
    const device_program = process.env.MINGA_DEVICE ?? path.join(path.dirname(program), 'minga-device');
    let server = await Server.start(data);
    const device = (...args) => {
        const done = spawnSync(device_program,
            ['--store', path.join(files, 'device.db'), '--server', `http://127.0.0.1:${server.port}`, ...args],
            { encoding: 'utf8', timeout: 60_000, env: { ...process.env, MINGA_PASSWORD: demo_password } });
        return { code: done.status, out: done.stdout, err: done.stderr };
    };
    const exchange = () => assert.equal(device('sync').code, 0);
    assert.equal(device('login', 'secretaria.puertovaras').code, 0);
    exchange();
    await server.stop();
    assert.equal(import_as('reading_2027', csv('h.csv', placeholder(5))).code, 0);

    const cycle = device('list', 'cycle').out.trim().split('\n').map((line) => JSON.parse(line)).at(-1).id;
    const begin = () => device('new', 'assessment', `cycle=${cycle}`, 'type=diagnostic', 'instrument=reading_2027');
    assert.match(begin().err, /No se conoce el instrumento/);
    server = await Server.start(data);
    try {
        exchange();
        const begun = begin();
        assert.equal(begun.code, 0, begun.err);
        exchange();
        assert.equal(device('inbox').out.trim(), '');
    } finally {
        await server.stop();
    }
    const exported = JSON.parse(run(['export', 'assessment', '--format', 'json', '--data', data]).out);
    assert.ok(exported.some((one) => one.instrument === 'reading_2027'));
});
