// SPDX-License-Identifier: Apache-2.0
parlor.friends.on('changed', () => {
  for (const { name, members } of parlor.friends.groups) console.log(`${name}: ${members.length}`);
});
parlor.friends.on('online', (id) => console.log(`${parlor.friends.info(id, 1)} is there`));
await parlor.friends.control(8, 100, { text: 'a command of the application' });
