// SPDX-License-Identifier: Apache-2.0
// The load generator against a real server: also the one test in which media goes through all of parlord without a browser.
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {load} from '../support/load.mjs';
import {withServer} from './support.mjs';

test('one publisher, three subscribers: everybody joins and gets authentic media', () => withServer({}, async (server) => {
  const {code, errors, result} = await load('--server', server.wsUrl, '--subscribers', '3', '--seconds', '3', '--server-pid', String(server.child.pid));
  const told = `${errors}\n${JSON.stringify(result)}`;
  assert.equal(code, 0, told);
  assert.equal(result.joins.wanted, 4, told);
  assert.equal(result.joins.joined, 4, told);
  assert.equal(result.joins.link_to_media_us.count, 3, told);
  assert.equal(result.media.auth_failures, 0, told);
  assert.equal(result.media.unknown, 0, told);
  assert.ok(result.media.key_frames_sent >= 1, told);
  assert.ok(result.media.sent > 300, told); // 50 of sound and some 120 of pictures a second, on however slow a machine
  assert.ok(result.media.received > 0.9 * result.media.due, told);
  assert.ok(result.delay_us.count > 0 && result.delay_us.min > 0, told);
  assert.ok(result.delay_us.min <= result.delay_us.p50 && result.delay_us.p50 <= result.delay_us.max, told);
  assert.ok(result.server.cpu_us > 0 && result.server.rss_kib > 0, told);
  await server.waitFor(() => (server.log.match(/event=session\.end/g) ?? []).length === 4, 'to see all leave');
}));

test('a room in which everybody sends: each receives all others, sound only', () => withServer({}, async (server) => {
  const {code, errors, result} = await load('--server', server.wsUrl, '--publishers', '3', '--subscribers', '0', '--mesh', '--video', 'off', '--seconds', '1');
  const told = `${errors}\n${JSON.stringify(result)}`;
  assert.equal(code, 0, told);
  assert.equal(result.joins.joined, 3, told);
  assert.equal(result.media.due, 2 * result.media.sent, told);
  assert.ok(result.media.received > 0.9 * result.media.due, told);
  assert.equal(result.media.auth_failures, 0, told);
}));

test('who is refused is counted, with the reason', () => withServer({config: '[rooms]\nmax_users = 2\n'}, async (server) => {
  const {code, result} = await load('--server', server.wsUrl, '--subscribers', '3', '--seconds', '1', '--join-rate', '4');
  assert.equal(code, 1);
  assert.equal(result.joins.joined, 2);
  assert.equal(result.joins.failed, 2);
  assert.deepEqual(result.joins.failures.map(({count}) => count), [2]);
  assert.match(result.joins.failures[0].reason, /error \d+/);
}));

const rooms = `
[run]
seconds = 6
joining = 8
[rooms lecture]
subscribers = 4
audio = off
down = delay=30ms jitter=5ms loss=1%
impaired = 50
[rooms meeting]
rooms = 2
publishers = 3
subscribers = 0
mesh = yes
video = 300
leave = 2
away = 1
unpublish = 2
silent = 1
restart = 2
`;

test('rooms from a file: people come and go, change their network, sit behind a bad one', () => withServer({}, async (server) => {
  const dir = mkdtempSync(join(tmpdir(), 'parlor-load-'));
  writeFileSync(join(dir, 'rooms.ini'), rooms);
  const {code, errors, result} = await load('--server', server.wsUrl, '--rooms-file', join(dir, 'rooms.ini'));
  rmSync(dir, {recursive: true, force: true});
  const told = `${errors}\n${JSON.stringify(result)}`;
  assert.equal(code, 0, told);
  assert.deepEqual(result.shapes.map(({name, rooms: n, publishers, subscribers}) => [name, n, publishers, subscribers]),
    [['lecture', 1, 1, 4], ['meeting', 2, 3, 0]], told);
  assert.equal(result.joins.joined, 11, told);
  assert.equal(result.joins.lost_later, 0, told);
  assert.equal(result.media.due, null, told); // nobody can say, when watchers come and go
  assert.ok(result.media.received > 0, told);
  assert.equal(result.media.auth_failures, 0, told);
  // Each happens every one or two seconds to each of six.
  assert.ok(result.churn.left > 0 && result.churn.returned > 0, told);
  assert.ok(result.churn.unpublished > 0 && result.churn.restarted > 0, told);
  assert.ok(result.churn.restart_to_media_us.count > 0, told);
  assert.ok(result.delay_us.min < 30000 && result.least_delay_of_peers_us.max >= 30000, told); // some are impaired, some are not
}));

test('over TLS: a certificate that nobody vouches for is refused, unless any will do', () => withServer({config: '[tls]\nself_signed = yes\n'}, async (server) => {
  assert.match(server.wsUrl, /^wss:/);
  const refused = await load('--server', server.wsUrl, '--subscribers', '1', '--seconds', '1');
  assert.equal(refused.code, 1);
  assert.equal(refused.result.joins.failed, 2);
  assert.match(refused.result.joins.failures[0].reason, /self.signed/);
  const {code, errors, result} = await load('--server', server.wsUrl, '--subscribers', '1', '--seconds', '1', '--insecure');
  const told = `${errors}\n${JSON.stringify(result)}`;
  assert.equal(code, 0, told);
  assert.equal(result.joins.joined, 2, told);
  assert.ok(result.media.received > 0, told);
}));

test('no server, and mistakes on the command line', async () => {
  const nobody = createServer().listen(0, '127.0.0.1');
  await once(nobody, 'listening');
  const {port} = nobody.address();
  nobody.close();
  await once(nobody, 'close');
  const alone = await load('--server', `ws://127.0.0.1:${port}/parlor`, '--seconds', '1');
  assert.equal(alone.code, 1);
  assert.equal(alone.result.joins.failed, 4);
  assert.match(alone.result.joins.failures[0].reason, /refused/i);
  for (const args of [['--subscribers', 'many'], ['--server', 'http://127.0.0.1/'], ['--no-such-option'], ['--rooms-file', '/no/such/file'], ['--up', 'loss=all']]) {
    const {code, errors, result} = await load(...args);
    assert.equal(code, 2);
    assert.equal(result, null);
    assert.match(errors, new RegExp(`^parlor-load: .*${args[0] === '--rooms-file' ? args[1] : args[0]}`));
  }
});
