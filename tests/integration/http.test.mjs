// SPDX-License-Identifier: Apache-2.0
// The front door: pages, health, and what is refused there.
import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {withServer} from './support.mjs';

/** Sends raw bytes, gives everything that comes back until the server closes. */
const raw = (port, bytes) => new Promise((resolve, reject) => {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  let answer = '';
  socket.on('data', (chunk) => { answer += chunk; });
  socket.on('close', () => resolve(answer));
  socket.on('error', reject);
  socket.setTimeout(20000, () => socket.destroy(new Error(`no end; so far: ${answer}`)));
});

const status = (answer) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

test('health, readiness, pages and headers', () => withServer({}, async (server) => {
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
  const home = await fetch(`${server.url}/`, {redirect: 'manual'});
  assert.ok([302, 307, 308].includes(home.status));
  assert.match(home.headers.get('location'), /demos\/room\//);
  const page = await fetch(`${server.url}/demos/room/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type'), /text\/html/);
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
  assert.match(page.headers.get('content-security-policy'), /default-src/);
  assert.match(page.headers.get('permissions-policy'), /camera/);
  const tag = page.headers.get('etag');
  assert.equal((await fetch(`${server.url}/demos/room/`, {headers: {'if-none-match': tag}})).status, 304);
  const sdk = await fetch(`${server.url}/sdk/anychatsdk.js`);
  assert.equal(sdk.status, 200);
  assert.match(sdk.headers.get('content-type'), /javascript/);
}));

test('which scripts a page may run is a setting; the default is files alone', async () => {
  for (const [scripts, said] of [['', "script-src 'self' 'wasm-unsafe-eval';"], ['inline', "script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline';"],
    ['eval', "script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline' 'unsafe-eval';"]])
    await withServer({config: scripts ? `[http]\npage_scripts = ${scripts}\n` : ''}, async (server) => {
      const page = await fetch(`${server.url}/demos/room/`);
      assert.ok(page.headers.get('content-security-policy').includes(said), scripts);
    });
});

test('nothing outside the served folders can be read', () => withServer({}, async (server) => {
  for (const path of ['/demos/../package.json', '/demos/%2e%2e/package.json', '/demos/..%2fpackage.json', '/demos/room/..%5c..%5cpackage.json',
    '//etc/passwd', '/sdk/%00', '/demos/room/%2e%2e/%2e%2e/package.json', '/etc/passwd', '/demos/./../README.md']) {
    const answer = await raw(server.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.ok([400, 403, 404].includes(status(answer)), `${path}: ${answer.slice(0, 40)}`);
  }
}));

test('requests that are none', () => withServer({}, async (server) => {
  const cases = [
    ['POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', [405]],
    ['nonsense\r\n\r\n', [400]],
    ['GET / HTTP/1.1\r\n\r\n', [400]],
    [`GET /${'x'.repeat(20000)} HTTP/1.1\r\nHost: x\r\n\r\n`, [400, 414, 431]],
    [`GET / HTTP/1.1\r\nHost: x\r\n${'X-Filler: y\r\n'.repeat(2000)}\r\n`, [431]],
    ['GET /parlor HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n', [400]],
    ['GET /parlor HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: parlor.v1\r\n\r\n', [426]],
  ];
  for (const [bytes, expected] of cases) {
    const answer = await raw(server.port, bytes);
    assert.ok(expected.includes(status(answer)), `${bytes.slice(0, 50)}: ${answer.slice(0, 60)}`);
  }
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
}));

test('another origin is refused when origins are listed', () => withServer({config: '[http]\norigins = https://good.example\n'}, async (server) => {
  await assert.rejects(Client.open(server.wsUrl, {origin: 'https://evil.example'}), /403/);
  const good = await Client.open(server.wsUrl, {origin: 'https://good.example'});
  await good.close();
}));
