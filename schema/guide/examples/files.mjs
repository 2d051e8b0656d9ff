// SPDX-License-Identifier: Apache-2.0
parlor.files.on('incoming', (transfer) => { if (transfer.size > 1e9) transfer.cancel(); });
parlor.files.on('received', ({ name, url, release }) => { console.log(name, url); setTimeout(release, 60000); });
const transfer = parlor.files.send(8, new Blob(['what a page has to say']), { name: 'notes.txt' });
transfer.on('progress', ({ progress, bitrate }) => console.log(`${Math.round(progress * 100)} %, ${bitrate} bit/s`));
await transfer.done;                                   // the other one has all of it, and its checksum fits
console.log('sent');
