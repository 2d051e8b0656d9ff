// SPDX-License-Identifier: Apache-2.0
const { privateChat } = parlor;
privateChat.on('requested', (id) => { void privateChat.accept(id); });
privateChat.on('ended', (id, error) => console.log(`${id} has ended it`, error?.code ?? 0));
privateChat.mode = 'private';                          // sees and hears partners alone
await privateChat.request(8);                          // resolves when the other one has said yes
console.log(privateChat.partners);
