// SPDX-License-Identifier: Apache-2.0
// Start, mistakes in the configuration, certificates, drain.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {connect} from 'node:tls';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {startParlord} from '../support/parlord.mjs';
import {resume, withServer} from './support.mjs';

const program = process.env.PARLORD ?? 'build/src/server/parlord';
const run = (...args) => spawnSync(program, args, {encoding: 'utf8', timeout: 20000});

function withFile(text, use) {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-config-'));
  try {
    const path = join(dir, 'parlor.ini');
    writeFileSync(path, text);
    return use(path);
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
}

test('--version and --help', () => {
  const version = run('--version');
  assert.equal(version.status, 0);
  assert.match(version.stdout, /\d+\.\d+\.\d+/);
  const help = run('--help');
  assert.equal(help.status, 0);
  for (const option of ['--config', '--listen', '--media', '--advertise', '--data', '--log-level', '--check-config']) assert.ok(help.stdout.includes(option), option);
});

test('a mistake in the configuration stops the start with file, line, key and what is allowed', () => {
  const cases = [
    ['[server]\nlisten = nowhere\n', /parlor\.ini:2\b.*listen/],
    ['[server]\n\nlisenn = 1\n', /parlor\.ini:3\b.*lisenn/],
    ['[nonsense]\nkey = 1\n', /parlor\.ini:2\b.*nonsense/],
    ['[signal]\nmessages_per_second = many\n', /parlor\.ini:2\b.*messages_per_second/],
    ['[login]\nguests = perhaps\n', /parlor\.ini:2\b.*guests.*(yes|no)/s],
  ];
  for (const [text, expected] of cases) {
    withFile(text, (path) => {
      const result = run('--config', path, '--check-config');
      assert.notEqual(result.status, 0, text);
      assert.match(result.stderr, expected);
    });
  }
  withFile('[rooms]\nmax_users = 12\n', (path) => assert.equal(run('--config', path, '--check-config').status, 0));
  assert.notEqual(run('--no-such-option').status, 0);
  assert.notEqual(run('--config', '/no/such/file.ini', '--check-config').status, 0);
});

test('a port that is taken is named', () => withServer({}, (server) => {
  const second = run('--listen', `127.0.0.1:${server.port}`, '--media', '127.0.0.1:0', '--data', server.dir);
  assert.notEqual(second.status, 0);
  assert.match(second.stderr, new RegExp(`${server.port}`));
}));

test('SIGTERM drains: no new sessions, clients are told, the end comes in time', async () => {
  const server = await startParlord({config: '[server]\ndrain_seconds = 2\n'});
  const ann = await Client.login(server.wsUrl, 'ann');
  await ann.ask('enter', {room: 1});
  server.kill('SIGTERM');
  const draining = await ann.next('draining');
  assert.ok(draining.deadline_ms > 0 && draining.deadline_ms <= 2000);
  assert.equal((await fetch(`${server.url}/readyz`)).status, 503);
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  const late = await Client.open(server.wsUrl);
  assert.equal(await late.refused('hello', {sdk: 'test'}), 110, 'no new session');
  ann.cut();
  await server.waitForLog(/event=session\.lost/);
  const again = await resume(server, ann);
  assert.equal(again.resumed.t, 'resumed', 'a lost link may come back');
  await again.ask('text', {to: -1, secret: false, text: 'until the end'});
  const closing = await again.next('closing');
  assert.equal(closing.code, 212);
  assert.equal(closing.reconnect, true);
  await again.closed();
  const exit = await server.ended;
  assert.deepEqual(exit, {code: 0, signal: null});
  await server.stop();
});

test('SIGTERM without sessions ends at once', async () => {
  const server = await startParlord({config: '[server]\ndrain_seconds = 60\n'});
  server.kill('SIGTERM');
  assert.deepEqual(await server.ended, {code: 0, signal: null});
  await server.stop();
});

const peerFingerprint = (port) => new Promise((resolve, reject) => {
  const socket = connect({port, host: '127.0.0.1', rejectUnauthorized: false}, () => {
    resolve(socket.getPeerCertificate().fingerprint256);
    socket.end();
  });
  socket.on('error', reject);
});

function makeCertificate(dir, name) {
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', `/CN=${name}`, '-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')], {encoding: 'utf8'});
  assert.equal(made.status, 0, made.stderr);
}

test('HTTPS with a certificate, and another one after SIGHUP; a broken one changes nothing', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-tls-'));
  makeCertificate(dir, 'first.example');
  const server = await startParlord({config: `[tls]\ncertificate = ${dir}/cert.pem\nkey = ${dir}/key.pem\n`});
  assert.match(server.url, /^https:/);
  const first = await peerFingerprint(server.port);
  makeCertificate(dir, 'second.example');
  server.kill('SIGHUP');
  await server.waitForLog(/event=tls\.reload/);
  const second = await peerFingerprint(server.port);
  assert.notEqual(second, first);
  writeFileSync(join(dir, 'cert.pem'), 'broken');
  const lines = server.log.split('\n').length;
  server.kill('SIGHUP');
  await server.waitFor(() => /level=(error|warn).*tls/.test(server.log.split('\n').slice(lines - 1).join('\n')), 'to complain of the certificate');
  assert.equal(await peerFingerprint(server.port), second);
  const client = await Client.login(server.wsUrl, 'ann', {rejectUnauthorized: false});
  await client.close();
  await server.stop();
  rmSync(dir, {recursive: true, force: true});
});

test('a self-signed certificate on request, kept for the next start', async () => {
  const server = await startParlord({config: '[tls]\nself_signed = yes\n'});
  assert.match(server.url, /^https:/);
  assert.ok(await peerFingerprint(server.port));
  await server.stop();
});

test('the log has no secrets and no bodies', () => withServer({config: '[login]\nserver_password = topsecret\n'}, async (server) => {
  const ann = await Client.login(server.wsUrl, 'ann', {password: 'pa55word', hello: {password: 'topsecret'}});
  await ann.ask('enter', {room: 1, password: 'r00mpass'});
  await ann.ask('text', {to: -1, secret: false, text: 'a private word'});
  await ann.refused('enter', {room: 1, password: 'r00mpass'});
  const token = ann.welcome.token;
  await ann.close();
  await server.waitForLog(/event=session\.(lost|end)/);
  for (const secret of ['topsecret', 'pa55word', 'r00mpass', 'a private word', token]) assert.ok(!server.log.includes(secret), secret);
  for (const line of server.log.trim().split('\n')) assert.match(line, /\bevent=[a-z_.]+/, line);
}));
