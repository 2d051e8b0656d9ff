// SPDX-License-Identifier: Apache-2.0
parlor.on('call', (incoming) => {
  console.log(`${incoming.user} calls: ${incoming.text}`);
  if (parlor.currentCall === incoming) void incoming.accept().then((number) => parlor.enter(number));
});
const call = parlor.call(8, { text: 'have you a minute?' });
call.on('ringing', () => console.log('it rings'));
call.on('ended', (error) => console.log(error ? error.texts().text : 'hung up'));
await parlor.enter(await call.started);
console.log(call.state);
