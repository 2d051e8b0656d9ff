// SPDX-License-Identifier: Apache-2.0
import { Parlor, ParlorError } from 'parlor-web';

const parlor = new Parlor();                           // the server that the page comes from
parlor.on('state', (state) => console.log(state));     // connecting, connected, reconnecting, closed
parlor.on('lost', (error, { again }) => console.log(error.texts().text, again ? '- coming back' : '- over'));
try {
  await parlor.connect();
  const self = await parlor.login('ann');
  console.log(`signed in: ${self.name}, number ${self.id}`);
} catch (error) {
  if (error instanceof ParlorError) console.log(error.code, error.texts().cause, error.texts().cure);
}
