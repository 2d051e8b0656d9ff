// SPDX-License-Identifier: Apache-2.0
const lobby = await parlor.enter('lobby');
lobby.on('userEntered', (user) => console.log(`${user.name} came`));
lobby.on('userLeft', (user, code) => console.log(`${user.name} left (${code})`));
lobby.on('text', ({ from, text }) => console.log(`${lobby.user(from)?.name}: ${text}`));
await lobby.say('hello, everybody');
for (const user of lobby.users) await lobby.say(`hello, ${user.name}`, { to: user.id, secret: true });
