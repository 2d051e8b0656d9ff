// SPDX-License-Identifier: Apache-2.0
const { counter } = parlor;
counter.on('place', ({ before }) => console.log(`${before} before us`));
counter.on('served', ({ agent }) => console.log(`${agent} serves us`));     // and calls: see Calls
await counter.register({ role: 'client', name: 'Ann' });
const [office] = await counter.areas();
const area = await counter.enter(office.id);
console.log(`${area.waiting} wait in ${area.name}`);
for (const { id, name, length } of counter.queues) console.log(`queue ${id}, ${name}: ${length}`);
