// SPDX-License-Identifier: Apache-2.0
// A file of 2 GiB from one Chromium to another through parlord, as pages do it (BRAC_TransFile of an <input type=file>): time, and the
// memory of the server and of both browsers. `make bench-transfer`; BYTES=... for another size. The file is sparse, but all of it is read.
import {mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {cpus, release, tmpdir} from 'node:os';
import {join as pathOf} from 'node:path';
import {parseArgs} from 'node:util';
import {startChromium} from '../../tests/support/browsers.mjs';
import {startServer} from '../../tests/browser/support.mjs';

const {values: options} = parseArgs({options: {out: {type: 'string'}}});
const BYTES = Number(process.env.BYTES ?? 2 * 1024 ** 3 - 1);
const mib = (bytes) => `${Math.round(bytes / 1048576)}`;

/** Proportional memory of a process and all below it, in bytes: what is shared counts once. */
function memoryOf(root) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try { parents.set(Number(pid), Number(/\) . (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1])); } catch { /* gone */ }
  }
  const below = (pid) => { for (let at = pid; at; at = parents.get(at) ?? 0) if (at === root) return true; return false; };
  let sum = 0;
  for (const pid of [...parents.keys()].filter(below)) {
    try { sum += 1024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]); } catch { /* gone */ }
  }
  return sum;
}

/** The browser's first process: the one of our children that was not there before. */
const children = () => new Set(readdirSync('/proc').filter((pid) => {
  try { return /^\d+$/.test(pid) && Number(/\) . (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]) === process.pid; } catch { return false; }
}));
/** What pages store goes to disk, as at users': without a profile Chromium would hold it in memory. */
async function browserWithPid(name) {
  const before = children();
  const browser = await startChromium([], {profile: pathOf(dir, name)});
  return {browser, pid: Number([...children()].find((pid) => !before.has(pid)))};
}

async function enter({browser}, name) {
  const user = await browser.page(name);
  await user.goto(`${server.url}/demos/events.html`);
  await user.evaluate((name) => {
    window.received = [];
    window.OnAnyChatTransFile = (from, file, path, length) => { received.push({file, length, url: BRAC_GetSDKOptionStringEx(11003, path, 0)}); };
    BRAC_InitSDK('0');
    BRAC_Connect(location.hostname, Number(location.port));
    BRAC_Login(name, 'x', 0);
  }, name);
  await user.waitFor(() => named('LoginSystem').length > 0, undefined, {what: 'LoginSystem'});
  user.id = await user.evaluate(() => BRAC_QueryUserStateInt(-1, BRAC_USERSTATE_SELFUSERID));
  return user;
}

const dir = mkdtempSync(pathOf(tmpdir(), 'parlor-transfer-'));
const path = pathOf(dir, 'large.bin');
writeFileSync(path, '');
truncateSync(path, BYTES);
const server = await startServer();
const sender = await browserWithPid('sender'), receiver = await browserWithPid('receiver');
const parts = {server: server.child.pid, sender: sender.pid, receiver: receiver.pid};
let failed = true;
try {
  const ann = await enter(sender, 'ann'), bob = await enter(receiver, 'bob');
  await ann.evaluate(() => { document.body.append(Object.assign(document.createElement('input'), {type: 'file', id: 'choice'})); });
  await (await ann.page.$('#choice')).setInputFiles(path);
  const look = () => Object.fromEntries(Object.entries(parts).map(([name, pid]) => [name, memoryOf(pid)]));
  const before = look(), most = {...before};
  const began = performance.now();
  const task = await ann.evaluate((id) => BRAC_TransFile(id, document.querySelector('#choice').value, 0, 0, 0), bob.id);
  let last = -1;
  for (;;) {
    const [progress, status] = await ann.evaluate((task) => [BRAC_QueryTransTaskInfo(-1, task, BRAC_TRANSTASK_PROGRESS), BRAC_QueryTransTaskInfo(-1, task, BRAC_TRANSTASK_STATUS)], task);
    for (const [name, bytes] of Object.entries(look())) most[name] = Math.max(most[name], bytes);
    if (Math.floor(progress / 10) !== last) { last = Math.floor(progress / 10); console.log(`${Math.floor(progress)} % after ${((performance.now() - began) / 1000).toFixed(0)} s`); }
    if (status === 3) break;
    if (status > 3 || task < 0) throw new Error(`the transfer ended with status ${status}, task ${task}`);
    await new Promise((resolve) => { setTimeout(resolve, 500); });
  }
  const seconds = (performance.now() - began) / 1000;
  const got = await bob.waitFor(() => received[0], undefined, {what: 'the file', timeoutMs: 60000});
  // All of it is there, and every byte is a zero, as in the file: read in pieces, for no page holds 2 GiB.
  const whole = await bob.evaluate(async (url) => {
    const blob = await (await fetch(url)).blob();
    for (let at = 0; at < blob.size; at += 16 << 20) {
      const piece = new Uint32Array(await blob.slice(at, Math.min(at + (16 << 20), blob.size - blob.size % 4)).arrayBuffer());
      if (piece.some((word) => word !== 0)) return -1;
    }
    return blob.size;
  }, got.url);
  if (whole !== BYTES || got.length !== BYTES) throw new Error(`received ${whole} of ${BYTES} bytes`);
  const text = `# A large file from page to page

Made by \`make bench-transfer\`: BRAC_TransFile of a file of ${BYTES} bytes, chosen in an input of one Chromium, received by another, through the server;
every byte is compared. Memory is the proportional set size of all processes of each, in MiB. The receiver's page writes to the origin's private files.
${cpus()[0].model}, ${cpus().length} processors for all three, Linux ${release()}, ${new Date().toISOString().slice(0, 10)}.

${seconds.toFixed(0)} s, ${(BYTES / seconds / 1e6).toFixed(0)} MB/s

| | before | at most |
|---|---|---|
${Object.keys(parts).map((name) => `| ${name} | ${mib(before[name])} | ${mib(most[name])} |`).join('\n')}
`;
  console.log(text);
  if (options.out) writeFileSync(options.out, text);
  failed = false;
} finally {
  await sender.browser.close();
  await receiver.browser.close();
  await server.stop();
  rmSync(dir, {recursive: true, force: true});
}
process.exit(failed ? 1 : 0);
