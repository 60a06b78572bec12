#!/usr/bin/env python3
"""Makes the golden stores and frames of one version of the record tables, with the programs of that
version: tests/golden/make_golden.py BUILD_FOLDER tests/golden/v1

What it makes is kept for ever: today's programs must open it (tests/unit/sync/golden_test.cpp).
Run it once, when a new `schema_version` is released; never over an existing folder."""
import gzip
import http.client
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

PASSWORD = 'golden-password'
build, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
if target.exists():
    sys.exit(f'{target} exists: golden files are never made again')
work = pathlib.Path(tempfile.mkdtemp(prefix='minga-golden-'))
data = work / 'data'
environment = {**os.environ, 'MINGA_PASSWORD': PASSWORD}
bodies = []


def run(program, *arguments, may_fail=False):
    done = subprocess.run([str(build / program), *map(str, arguments)], env=environment,
                          capture_output=True, text=True)
    if done.returncode != 0 and not may_fail:
        sys.exit(f'{program} {arguments}: {done.stderr}')
    return done.stdout


class Recorder(http.server.BaseHTTPRequestHandler):
    """Stands between devices and server and keeps the bodies of synchronizations."""
    protocol_version = 'HTTP/1.1'
    upstream = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        forward = http.client.HTTPConnection('127.0.0.1', self.upstream)
        forward.request('POST', self.path, body, {k: v for k, v in self.headers.items()})
        answer = forward.getresponse()
        content = answer.read()
        if self.path == '/api/v1/sync':
            for packed, coding in ((body, self.headers.get('Content-Encoding')),
                                   (content, answer.getheader('Content-Encoding'))):
                bodies.append(gzip.decompress(packed) if coding == 'gzip' else packed)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ('transfer-encoding', 'connection', 'content-length'):
                self.send_header(name, value)
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


port_file = work / 'port'
server = subprocess.Popen([str(build / 'minga-server'), 'serve', '--data', str(data), '--port', '0',
                           '--port-file', str(port_file)], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
try:
    while not port_file.exists():
        time.sleep(0.1)
    Recorder.upstream = int(port_file.read_text())
    recorder = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Recorder)
    threading.Thread(target=recorder.serve_forever, daemon=True).start()
    url = f'http://127.0.0.1:{recorder.server_port}'

    home = '0198c000-0000-7000-8000-000000000001'
    ids = {name: f'0198c000-0000-7000-8000-0000000000{number:02d}'
           for number, name in enumerate(('enrollment', 'cycle', 'plan', 'line', 'activity'), 10)}

    def load(kind, fields):
        path = work / f'{kind}.json'
        path.write_text(json.dumps([{'organization': home, **fields}]))
        run('minga-server', 'import', kind, path, '--data', data)

    load('organization', {'id': home, 'type': 'municipality', 'name': 'Municipalidad de Puerto Varas',
                          'code': '10109', 'region': '10', 'commune': '10109'})
    load('enrollment', {'id': ids['enrollment'], 'program': 'municipal', 'status': 'enrolled'})
    load('cycle', {'id': ids['cycle'], 'enrollment': ids['enrollment'], 'number': 1, 'year': 2026})
    load('plan', {'id': ids['plan'], 'cycle': ids['cycle'], 'version': 1, 'start_month': '2026-01',
                  'end_month': '2026-12'})
    load('action_line', {'id': ids['line'], 'plan': ids['plan'], 'name': 'Gestión de compras',
                         'owner': 'María Soto', 'owner_user': 'maria', 'areas': ['leadership']})
    load('activity', {'id': ids['activity'], 'action_line': ids['line'],
                      'name': 'Levantar el proceso', 'own_kclp': 120})
    for login, name, role in (('luis', 'Luis Mella', 'improvement_committee'),
                              ('maria', 'María Soto', 'line_owner')):
        run('minga-server', 'user', 'add', login, '--data', data, '--name', name, '--role', role,
            '--organization', '10109')

    def device(name, *verb, may_fail=False):
        return run('minga-device', '--store', work / f'{name}.db', '--server', url, *verb,
                   may_fail=may_fail)

    for name in ('luis', 'maria'):
        device(name, 'login', name)
        device(name, 'sync')
    # Merged, in conflict, refused, and unsent.
    device('luis', 'set', ids['activity'], 'name=De Luis', 'owner=Eva Tapia')
    device('maria', 'set', ids['activity'], 'name=De María', 'end_month=2026-06')
    device('luis', 'set', ids['line'], 'end_month=2026-05')
    for name in ('luis', 'maria', 'luis'):
        device(name, 'sync')
    device('maria', 'set', ids['line'], 'name=Compras claras')
    run('minga-server', 'user', 'role', 'maria', '--data', data, '--role', 'staff',
        '--organization', '10109')
    run('minga-server', 'user', 'role', 'maria', '--data', data, '--role', 'line_owner',
        '--organization', '10109', '--remove')
    device('maria', 'sync')
    device('luis', 'new', 'activity', f'action_line={ids["line"]}', 'name=Sin enviar')
    device('luis', 'set', ids['activity'], 'owner=Sin enviar')
finally:
    server.terminate()
    server.wait()

target.mkdir(parents=True)
run('minga-server', 'backup', target / 'server.db', '--data', data)
for name in ('luis', 'maria'):
    (target / f'device_{name}.db').write_bytes((work / f'{name}.db').read_bytes())
for number, body in enumerate(bodies):
    side = 'request' if number % 2 == 0 else 'answer'
    (target / f'frames_{number // 2 + 1:02d}_{side}.txt').write_bytes(body)
print(f'{target}: {len(list(target.iterdir()))} files')
