// SPDX-License-Identifier: Apache-2.0
// A business server that does harm, as a process of its own: node rogue.mjs MODE, with PARLOR_SERVER (ws://...) and PARLOR_SECRET.
//   good     answers at once
//   slow     answers after ten seconds
//   crash    ends when it is asked; whoever started it starts it again
//   flood    asks for everybody's names as fast as its socket takes it, and reads no answer but by and by
//   garbage  sends what is no message until it is cut, and comes again
import WebSocket from 'ws';

const [mode] = process.argv.slice(2);
const NONSENSE = ['rubbish', '[]', '{"t":5}', '{"t":"bs_login","ticket":"x"}', '\u0000', '{"t":"bs_send","id":-1}', '{'.repeat(10000)];
const SLOW_MS = 10000;

function answer(socket, question) {
  const login = question.t === 'ask_login';
  if (socket.readyState === WebSocket.OPEN)
    socket.send(JSON.stringify({t: login ? 'bs_login' : 'bs_allow', ticket: question.ticket, code: 0}));
}

/** Never more than a little waits in this process: what it cannot get rid of it does not make. */
function flood(socket) {
  let id = 2;
  const more = () => {
    for (let i = 0; i < 500 && socket.bufferedAmount < 1 << 20; i++) socket.send(JSON.stringify({t: 'bs_users', id: id++, room: -1}));
    if (socket.readyState === WebSocket.OPEN) setImmediate(more);
  };
  more();
}

function garbage(socket) {
  for (let i = 0; i < 40; i++) socket.send(i === 39 ? Buffer.from([1, 2, 3]) : NONSENSE[i % NONSENSE.length]);
}

function attach() {
  const socket = new WebSocket(`${process.env.PARLOR_SERVER}/business`, 'parlor.v1');
  socket.on('open', () => socket.send(JSON.stringify({t: 'attach', id: 1, role: 'business', secret: process.env.PARLOR_SECRET, name: mode, sdk: 'bench', takes: ['login', 'text'], users: true})));
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.t === 'attached') {
      process.stdout.write('attached\n');
      if (mode === 'flood') flood(socket);
      if (mode === 'garbage') garbage(socket);
    }
    if (!message.t.startsWith('ask_') || mode === 'garbage') return;
    if (mode === 'crash') process.kill(process.pid, 'SIGKILL');
    else if (mode === 'slow') setTimeout(answer, SLOW_MS, socket, message);
    else answer(socket, message);
  });
  socket.on('error', () => { /* it closes */ });
  socket.on('close', () => { if (mode === 'garbage') setTimeout(attach, 10); else process.exit(0); });
}

attach();
