// SPDX-License-Identifier: Apache-2.0
parlor.on('buffer', ({ from, data }) => console.log(from, typeof data === 'string' ? data : data.length));
parlor.on('serverData', ({ channel, data }) => console.log(channel, data));
await parlor.sendBuffer('to everybody else in the room');
await parlor.sendBuffer(new Uint8Array([1, 2, 3]), { to: 8 });
const id = Number(await parlor.query(1, 'bob'));       // USERIDBYNAME
console.log(id > 0 ? `bob is ${id}` : 'no bob');
