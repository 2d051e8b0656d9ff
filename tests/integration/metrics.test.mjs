// SPDX-License-Identifier: Apache-2.0
// /metrics of a real server: its text, its truth, and who cannot reach it.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {connect} from 'node:net';
import {test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {Client} from '../support/client.mjs';
import {startParlord} from '../support/parlord.mjs';
import {readMetrics, sumOf} from '../support/prometheus.mjs';
import {withServer} from './support.mjs';

const ON = {config: '[metrics]\nlisten = 127.0.0.1:0\n[server]\nworkers = 2\ndrain_seconds = 1\n'};

async function metricsUrl(server) {
  const line = /event=metrics\.listening address="?([^\s"]+)/;
  await server.waitForLog(line);
  return `http://${line.exec(server.log)[1]}`;
}

async function scrape(url) {
  const answer = await fetch(`${url}/metrics`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  return {text, ...readMetrics(text)};
}

/** Scrapes until the fact is on the page. */
async function scrapeUntil(url, fact, what) {
  const end = Date.now() + 15000;
  for (;;) {
    const page = await scrape(url);
    if (fact(page)) return page;
    if (Date.now() > end) assert.fail(`never on the page: ${what}\n${page.text}`);
    await pause(20);
  }
}

const raw = (port, bytes) => new Promise((resolve, reject) => {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  let answer = '';
  socket.on('data', (chunk) => { answer += chunk; });
  socket.on('close', () => resolve(answer));
  socket.on('error', reject);
  socket.setTimeout(20000, () => socket.destroy(new Error(`no end; so far: ${answer}`)));
});

test('the reader of this test is strict', () => {
  const head = '# HELP a_total A.\n# TYPE a_total counter\n';
  assert.equal(sumOf(readMetrics(`${head}a_total{x="1\\"\\\\\\n,"} 3\na_total{x="2"} 4.5\n`), 'a_total'), 7.5);
  const rtt = '# HELP a_seconds A.\n# TYPE a_seconds histogram\n', le = (bound, value) => `a_seconds_bucket{le="${bound}"} ${value}\n`, end = 'a_seconds_sum 2\na_seconds_count 3\n';
  assert.equal(sumOf(readMetrics(`${rtt}${le(0.1, 1)}${le('+Inf', 3)}${end}`), 'a_seconds_count'), 3);
  for (const bad of [`${le(0.1, 1)}${end}`, `${le(0.1, 4)}${le('+Inf', 3)}${end}`, `${le(0.1, 1)}${le('+Inf', 2)}${end}`, `${le(1, 1)}${le(0.5, 1)}${le('+Inf', 3)}${end}`,
    `${le('+Inf', 3)}a_seconds_count 3\n`, `${le('x', 3)}${end}`, `a_seconds 3\n`, `a_seconds_bucket 3\n${end}`]) {
    assert.throws(() => readMetrics(`${rtt}${bad}`), Error, JSON.stringify(bad));
  }
  for (const bad of ['', 'a_total 1\n', head, `${head}a_total 1`, `${head}a_total 1\na_total 2\n`, `${head}a_total -1\n`, `${head}a_total NaN\n`, `${head}a_total{x="1",} 1\n`,
    `${head}a_total{x="1"y="2"} 1\n`, `${head}a_total{x="1",x="2"} 1\n`, `${head}a_total{x="\\t"} 1\n`, `${head}b_total 1\n`, `${head}a_total 1\n\n`, `${head}a_total 1\n${head}a_total 1\n`,
    `${head}a_total 1\r\n`, '# TYPE a gauge\na 1\n', '# HELP a A.\n# TYPE a counter\na 1\n', '# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n', '# HELP a_ms A.\n# TYPE a_ms gauge\na_ms 1\n']) {
    assert.throws(() => readMetrics(bad), Error, JSON.stringify(bad));
  }
});

test('the page is well-formed and complete', (t) => withServer(ON, async (server) => {
  const page = await scrape(await metricsUrl(server));
  const build = [...page.samples.values()].find((s) => s.name === 'parlor_build_info');
  assert.match(build.labels.version, /^\d+\.\d+\.\d+/);
  assert.match(build.labels.srtp, /^(evp|ipsec-mb)$/);
  for (const worker of ['0', '1']) assert.equal(sumOf(page, 'parlor_media_sessions', {worker}), 0);
  assert.ok(sumOf(page, 'process_resident_memory_bytes') > 1e6);
  assert.ok(sumOf(page, 'process_open_fds') > 5);
  assert.ok(Math.abs(sumOf(page, 'process_start_time_seconds') - Date.now() / 1000) < 60);
  const promtool = spawnSync('promtool', ['check', 'metrics'], {input: page.text, encoding: 'utf8'});
  if (promtool.error && !process.env.CI) t.diagnostic('promtool (Debian: prometheus) is not here: the page was read by tests/support/prometheus.mjs alone');
  else assert.equal(`${promtool.status}${promtool.stdout}${promtool.stderr}`, '0', promtool.error && 'promtool is missing: make deps-test installs it');
}));

test('what happens shows; what rises never falls', () => withServer(ON, async (server) => {
  const url = await metricsUrl(server);
  const pages = [await scrape(url)];
  const see = async (fact, what) => pages.push(await scrapeUntil(url, fact, what));
  assert.equal(sumOf(pages[0], 'parlor_core_users'), 0);

  const ann = await Client.login(server.wsUrl, 'ann');
  const bob = await Client.login(server.wsUrl, 'bob');
  await ann.ask('enter', {room: 1});
  await bob.ask('enter', {room: 1});
  await see((p) => sumOf(p, 'parlor_media_sessions') === 2, 'two sessions on the media workers');
  const two = pages.at(-1);
  for (const name of ['links', 'sessions', 'users']) assert.equal(sumOf(two, `parlor_core_${name}`), 2, name);
  assert.equal(sumOf(two, 'parlor_core_rooms'), 1);
  assert.equal(sumOf(two, 'parlor_signal_links'), 2);
  assert.equal(sumOf(two, 'parlor_signal_links_opened_total'), 2);
  assert.equal(sumOf(two, 'parlor_signal_received_messages_total', {kind: 'text'}), 6);

  await ann.ask('text', {to: -1, secret: false, text: 'hello'});
  await bob.next('text_received');
  const said = await scrape(url);
  pages.push(said);
  assert.equal(sumOf(said, 'parlor_signal_received_messages_total', {kind: 'text'}), 7);
  for (const name of ['received_bytes', 'sent_messages', 'sent_bytes']) {
    assert.ok(sumOf(said, `parlor_signal_${name}_total`) > sumOf(two, `parlor_signal_${name}_total`), name);
  }

  // A datagram of a stranger to the first worker.
  const media = /event=media\.start address="?127\.0\.0\.1:(\d+)/.exec(server.log)[1];
  const socket = createSocket('udp4');
  await new Promise((resolve, reject) => socket.send(Buffer.alloc(30, 0x80), Number(media), '127.0.0.1', (e) => (e ? reject(e) : resolve())));
  socket.close();
  await see((p) => sumOf(p, 'parlor_media_dropped_total', {worker: '0', reason: 'stranger'}) === 1, 'the stranger');
  assert.equal(sumOf(pages.at(-1), 'parlor_media_received_datagrams_total', {worker: '0'}), 1);
  assert.equal(sumOf(pages.at(-1), 'parlor_media_received_bytes_total', {worker: '0'}), 30);
  assert.equal(sumOf(pages.at(-1), 'parlor_media_dropped_total', {worker: '1'}), 0);

  bob.cut();
  await see((p) => sumOf(p, 'parlor_core_detached_sessions') === 1, 'a detached session');
  await ann.close();
  await see((p) => sumOf(p, 'parlor_core_users') === 1, 'one user left');
  assert.equal(sumOf(pages.at(-1), 'parlor_signal_links_opened_total'), 2);

  for (let i = 1; i < pages.length; i++) {
    assert.deepEqual([...pages[i].samples.keys()], [...pages[0].samples.keys()]);
    for (const [key, {counter, value}] of pages[i].samples) {
      if (counter) assert.ok(value >= pages[i - 1].samples.get(key).value, `${key} fell at ${i}`);
    }
  }
}));

test('nothing but /metrics is there, and no link', () => withServer(ON, async (server) => {
  const url = await metricsUrl(server);
  for (const path of ['/', '/metrics/', '/healthz', '/readyz', '/parlor', '/demos/room/', '/sdk/anychatsdk.js']) {
    assert.equal((await fetch(`${url}${path}`, {redirect: 'manual'})).status, 404, path);
  }
  assert.equal((await fetch(`${url}/metrics`, {method: 'POST'})).status, 405);
  for (const path of ['/', '/parlor']) await assert.rejects(Client.open(`${url.replace('http', 'ws')}${path}`), /404/);
  await assert.rejects(Client.open(`${url.replace('http', 'ws')}/metrics`), /200/);
}));

test('the public port never serves it', async () => {
  await withServer(ON, async (server) => {
    assert.notEqual(await metricsUrl(server), server.url);
    assert.equal((await fetch(`${server.url}/metrics`)).status, 404);
    assert.match(await raw(server.port, 'GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 404 /);
  });
  await withServer({}, async (server) => {
    assert.equal((await fetch(`${server.url}/metrics`)).status, 404);
    assert.doesNotMatch(server.log, /metrics\.listening/);
  });
});

test('a port that is taken refuses the start, in words', () => withServer(ON, async (server) => {
  const taken = new URL(await metricsUrl(server)).host;
  await assert.rejects(startParlord({config: `[metrics]\nlisten = ${taken}\n`}),
    new RegExp(`event=metrics\\.failed_to_start address="?${taken.replaceAll('.', '\\.')}"? why="address in use"`));
}));
