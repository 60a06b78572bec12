// The verbs of minga-server: what they do, what they refuse, and how they say so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { Server, run, signed_in, temporary_folder } from './support.mjs';

const data = temporary_folder();
const files = temporary_folder();
const root = process.env.MINGA_SOURCE_ROOT;
let server;

before(async () => { server = await Server.start(data, ['--demo']); });

/** Changes a stopped store behind the server's back. */
function tamper(folder, sql) {
    const program = 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as db: db.executescript(sys.argv[2])';
    const done = spawnSync('python3', ['-c', program, path.join(folder, 'minga.db'), sql], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
}

/** A copy of the running server's data in a folder of its own. */
function copy_of_data() {
    const folder = temporary_folder();
    const file = path.join(folder, 'respaldo.db');
    assert.equal(run(['backup', file, '--data', data]).code, 0);
    assert.equal(run(['restore', file, '--data', folder]).code, 0);
    return folder;
}

test('every verb explains itself in Spanish', () => {
    const verbs = [[], ['serve'], ['user'], ['user', 'add'], ['user', 'list'], ['user', 'disable'], ['user', 'role'],
        ['import'], ['export'], ['verify'], ['backup'], ['restore'], ['collect'], ['instrument'], ['instrument', 'publish'],
        ['instrument', 'check'], ['instrument', 'import'],
        ['bundle'], ['bundle', 'import'], ['device'], ['device', 'list'], ['device', 'revoke']];

    for (const verb of verbs) {
        const { code, out } = run([...verb, '--help']);
        assert.equal(code, 0, verb.join(' '));
        assert.match(out, /Uso:/);
        assert.match(out, /Muestra esta ayuda/);
        assert.doesNotMatch(out, /Usage|Options:|REQUIRED|TEXT\b|Subcommands/, verb.join(' '));
    }
});

test('wrong usage ends with 2, in Spanish', () => {
    const wrong = [[], ['volar'], ['serve'], ['serve', '--data'], ['serve', '--data', data, '--port', 'ocho'],
        ['serve', '--data', data, '--port', '70000'], ['user', 'add', '--data', data], ['export', '--data', data],
        ['export', 'plan', '--data', data, '--format', 'pdf'], ['verify', '--data', data, 'sobra'],
        ['backup', '--data', data]];

    for (const args of wrong) {
        const { code, out, err } = run(args);
        assert.equal(code, 2, `${args.join(' ')}: ${out}${err}`);
        assert.match(err, /Más detalles con --help/);
        assert.doesNotMatch(err, /required|expected|Could not|not in|following/i, err);
    }
});

test('a folder without data is refused', () => {
    for (const args of [['verify'], ['collect'], ['user', 'list'], ['export', 'plan'], ['backup', path.join(files, 'x.db')]]) {
        const { code, err } = run([...args, '--data', path.join(files, 'nada')]);
        assert.equal(code, 1);
        assert.match(err, /No hay datos de Minga/);
    }
});

test('a person is added, given roles, listed and disabled while the server runs', async () => {
    const add = (login, extra = {}) => run(['user', 'add', login, '--data', data, '--name', 'Elena Ñancupil',
        '--role', extra.role ?? 'technical_counterpart', '--organization', extra.organization ?? '10109'],
    { input: `${extra.password ?? 'una clave larga'}\n` });

    assert.equal(add('elena').code, 0);
    assert.equal(add('elena').code, 1);
    assert.equal(add('otra', { password: 'corta' }).code, 1);
    assert.equal(add('otra', { organization: '99999' }).code, 1);
    assert.match(add('otra', { role: 'emperador' }).err, /Los roles son: mayor, /);
    assert.equal(add('con espacio').code, 2);

    const session = await server.login('elena', 'una clave larga');
    assert.equal(session.me.name, 'Elena Ñancupil');
    const role = ['user', 'role', 'elena', '--data', data, '--role', 'staff', '--organization', '13117'];
    assert.equal(run(role).code, 0);
    assert.equal((await server.login('elena', 'una clave larga')).me.scopes.length, 2);
    assert.equal(run([...role, '--remove']).code, 0);
    assert.match(run(['user', 'list', '--data', data]).out, /elena\tElena Ñancupil\tactivo\tContraparte técnica, Municipalidad de Puerto Varas/);
    assert.equal(run(['user', 'disable', 'elena', '--data', data]).code, 0);
    assert.equal(run(['user', 'disable', 'elena', '--data', data, '--enable']).code, 0);
    assert.equal(run(['user', 'disable', 'nadie', '--data', data]).code, 1);
});

test('a person is told that somebody else of the municipality has their name, while both may sign in', async () => {
    const tells = async () => (await server.login('encargado.calama')).me.shares_name;
    const { name } = (await server.login('encargado.calama')).me;
    assert.equal(await tells(), undefined);
    const add = (login, organization) => run(['user', 'add', login, '--data', data, '--name', ` ${name.toUpperCase()}`,
        '--role', 'staff', '--organization', organization], { input: 'una clave larga\n' });

    assert.equal(add('tocayo.lejano', '13117').code, 0);
    assert.equal(await tells(), undefined);
    assert.equal(add('tocayo', '02201').code, 0);
    assert.equal(await tells(), true);
    assert.equal((await server.login('tocayo', 'una clave larga')).me.shares_name, true);
    assert.equal(run(['user', 'disable', 'tocayo', '--data', data]).code, 0);
    assert.equal(await tells(), undefined);
});

test('what is exported can be imported, and an import is all or nothing', async () => {
    const exported = run(['export', 'follow_up', '--data', data, '--organization', '10109']);
    assert.equal(exported.code, 0);
    const file = path.join(files, 'seguimientos.csv');
    writeFileSync(file, exported.out.replace('Acortar la encuesta', 'Reducir la encuesta'));

    const imported = run(['import', 'follow_up', file, '--data', data]);

    assert.equal(imported.code, 0, imported.err);
    assert.match(imported.out, /Nuevos o cambiados: 1\./);
    const device = await signed_in(server, 'comite.puertovaras');
    assert.equal(device.all('follow_up', (r) => r.f.recommendations?.startsWith('Reducir')).length, 1);

    const json = JSON.parse(run(['export', 'follow_up', '--data', data, '--organization', '10109', '--format', 'json']).out);
    assert.ok(json.length >= 5 && json[0].id && json[0].organization);
    const bad = path.join(files, 'malo.json');
    writeFileSync(bad, JSON.stringify([{ ...json[0], observations: 'cambia' }, { ...json[1], programmed: -1 }]));
    const refused = run(['import', 'follow_up', bad, '--data', data]);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /Registro 2 del archivo/);
    assert.doesNotMatch(run(['export', 'follow_up', '--data', data]).out, /cambia/);
    assert.equal(run(['import', 'nada', file, '--data', data]).code, 1);
    assert.equal(run(['import', 'conflict', file, '--data', data]).code, 1);
});

test('a backup of the running server restores elsewhere, with a new epoch, and verifies', async () => {
    const folder = copy_of_data();

    assert.equal(run(['verify', '--data', folder]).code, 0);
    const restored = await Server.start(folder);
    const here = await signed_in(server, 'subdere');
    const there = await signed_in(restored, 'subdere');
    await restored.stop();
    assert.notEqual(there.epoch, here.epoch);
    assert.equal(there.records.size, here.records.size);
});

test('restore refuses a running server, a file that is no store and a damaged one', () => {
    const backup = path.join(files, 'bueno.db');
    assert.equal(run(['backup', backup, '--data', data]).code, 0);
    assert.equal(run(['backup', backup, '--data', data]).code, 1);
    const text = path.join(files, 'texto.db');
    writeFileSync(text, 'esto no es un respaldo');
    const half = path.join(files, 'mitad.db');
    writeFileSync(half, readFileSync(backup).subarray(0, 40_000));

    const busy = run(['restore', backup, '--data', data]);

    assert.equal(busy.code, 1);
    assert.match(busy.err, /Deténgalo primero/);
    for (const file of [text, half, path.join(files, 'falta.db')]) {
        assert.equal(run(['restore', file, '--data', temporary_folder()]).code, 1, file);
    }
});

test('verify finds what was changed behind the server, and names the link', () => {
    const crimes = [
        ["UPDATE record SET body = replace(body, 'Pedro', 'Pablo') WHERE kind = 'action_line'", /Primer eslabón roto: \d+\. El registro .* no dice/],
        ["UPDATE audit SET entry = replace(entry, '\"n\":7,', '\"n\":8,') WHERE number = 7", /Primer eslabón roto: 7\. /],
        ['DELETE FROM audit WHERE number = 9', /Primer eslabón roto: 9\. Falta/],
        ["UPDATE op SET payload = replace(payload, 'Municipalidad', 'Ilustre') WHERE n = 12", /Primer eslabón roto: 12\. El contenido/],
        ["UPDATE op SET verdict = replace(verdict, 'applied', 'refused') WHERE n = 13", /Primer eslabón roto: 13\. El resultado/],
        ['DELETE FROM op WHERE n = 14', /Primer eslabón roto: 14\. /],
        ["DELETE FROM record WHERE kind = 'plan'", /Primer eslabón roto: \d+\. Falta el registro/],
        ["UPDATE record SET deleted = 1 WHERE kind = 'plan'", /Primer eslabón roto: \d+\. El registro/],
        ["INSERT INTO record SELECT randomblob(16), kind, organization, parent, created_seq, rev, seq, deleted, body, stamps, deleted_at FROM record LIMIT 1", /Fuera de la cadena: /],
        ["INSERT INTO op (device, n, hash, user, author, received_at, payload, verdict) SELECT randomblob(16), n, hash, user, author, received_at, payload, verdict FROM op LIMIT 1", /Fuera de la cadena: Hay 1 cambios sin eslabón/],
    ];
    const folder = copy_of_data();
    const pristine = readFileSync(path.join(folder, 'minga.db'));

    for (const [sql, expected] of crimes) {
        writeFileSync(path.join(folder, 'minga.db'), pristine);
        tamper(folder, sql);
        const { code, err } = run(['verify', '--data', folder]);
        assert.equal(code, 1, sql);
        assert.match(err, expected, sql);
    }
});

test('an instrument is published once per version, and only if it is whole', () => {
    const instrument = JSON.parse(readFileSync(path.join(root, 'assets/programs/municipal/diagnostic.json'), 'utf8'));
    const publish = (name, value) => {
        const file = path.join(files, name);
        writeFileSync(file, JSON.stringify(value));
        return run(['instrument', 'publish', file, '--data', data]);
    };
    const official = { ...instrument, key: 'diagnostic_official', version: '2027.1' };

    assert.equal(publish('a.json', official).code, 0);
    assert.equal(publish('a.json', official).code, 0);
    assert.match(publish('b.json', { ...official, name: 'Otro' }).err, /una versión publicada no cambia/);
    assert.equal(publish('c.json', { ...official, version: '2027.2', sections: official.sections.slice(1) }).code, 1);
    assert.equal(publish('d.json', { hola: 1 }).code, 1);
});
