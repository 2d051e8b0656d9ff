// SPDX-License-Identifier: Apache-2.0
// A file of 2 GiB through parlord, with the SDK's own modules at both ends in one Node process: time, and the memory of the server
// and of the two ends before, during and after. `make bench-transfer`, or BYTES=... PARLORD=... node bench/transfer/main.mjs
import {readFileSync} from 'node:fs';
import {EndlessFile, FileUser, checkingStores, until} from '../../tests/support/file_user.mjs';
import {startParlord} from '../../tests/support/parlord.mjs';

const BYTES = Number(process.env.BYTES ?? 2 * 1024 ** 3 - 1);
const mib = (bytes) => `${(bytes / 1048576).toFixed(1)} MiB`;
const rssOf = (pid) => 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

const server = await startParlord();
const ann = await FileUser.login(server.wsUrl, 'ann'), bob = await FileUser.login(server.wsUrl, 'bob', {stores: checkingStores});
const before = rssOf(server.child.pid), own = process.memoryUsage.rss();
let most = before, mostOwn = own;
const began = performance.now();
const task = ann.transfers.offer(bob.self.id, new EndlessFile(BYTES));
const watch = setInterval(() => {
  most = Math.max(most, rssOf(server.child.pid));
  mostOwn = Math.max(mostOwn, process.memoryUsage.rss());
}, 100);
await until(() => task.over, 'the end', 900000);
clearInterval(watch);
const seconds = (performance.now() - began) / 1000;
console.log(`${task.status === 3 ? 'whole' : `FAILED ${JSON.stringify(task)}`}: ${mib(BYTES)} in ${seconds.toFixed(1)} s, ${(BYTES / seconds / 1e6).toFixed(0)} MB/s`);
console.log(`server: ${mib(before)} before, at most ${mib(most)}, ${mib(rssOf(server.child.pid))} after`);
console.log(`both ends (one Node process): ${mib(own)} before, at most ${mib(mostOwn)}`);
ann.close();
bob.close();
await server.stop();
process.exit(task.status === 3 ? 0 : 1);
