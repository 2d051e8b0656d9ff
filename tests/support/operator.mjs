// SPDX-License-Identifier: Apache-2.0
// The operator's interface, as programs use it: single requests, the feed by long poll and as a stream.
import {request} from 'node:http';
import {join} from 'node:path';

/** The socket of a server that startParlord() has started. */
export const socketOf = (server) => ({socketPath: join(server.dir, 'admin.sock')});

/** One request; at is {socketPath} or {host, port}. */
export async function ask(at, path, options) {
  const {status, json} = await askText(at, path, options);
  return {status, json};
}

/** The same, with the text of the answer and its type. */
export function askText(at, path, {method = 'GET', headers = {}, body = ''} = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const out = request({...at, path, method, headers: {'content-length': Buffer.byteLength(text), ...headers}}, (answer) => {
      let got = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => { got += chunk; });
      answer.on('end', () => resolve({status: answer.statusCode, json: got.startsWith('{') ? JSON.parse(got) : null, text: got, type: answer.headers['content-type']}));
      answer.on('error', reject);
    });
    out.on('error', reject);
    out.end(text);
  });
}

export const post = (at, path, body = '') => ask(at, path, {method: 'POST', body});

/** All events behind `after`, by as many polls as it takes; waits for none. */
export async function eventsAfter(at, after) {
  const all = [];
  for (let next = after; ;) {
    const {status, json} = await ask(at, `/v1/events?after=${next}&limit=1000&wait=0`);
    if (status !== 200) throw new Error(`events: ${status} ${json?.error}`);
    if (json.events.length === 0) return all;
    all.push(...json.events);
    next = json.next;
  }
}

/**
 * The feed as a stream: {events, comments, problem, ended, close()}, filled as it comes.
 * onEvent hears each one.
 */
export function stream(at, {after, last, onEvent = () => {}} = {}) {
  const self = {events: [], comments: 0, problem: null, status: 0};
  self.ended = new Promise((resolve) => {
    const path = after === undefined ? '/v1/events' : `/v1/events?after=${after}`;
    const headers = {accept: 'text/event-stream', ...(last === undefined ? {} : {'last-event-id': String(last)})};
    const out = request({...at, path, headers}, (answer) => {
      let rest = '';
      self.status = answer.statusCode;
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        const pieces = (rest + chunk).split('\n\n');
        rest = pieces.pop();
        for (const piece of pieces) read(self, piece, onEvent);
      });
      answer.on('close', resolve);
      answer.on('error', resolve);
      self.pause = () => answer.pause();
    });
    out.on('error', resolve);
    out.end();
    self.close = () => out.destroy();
  });
  return self;
}

function read(self, piece, onEvent) {
  if (piece.startsWith(':')) {
    self.comments++;
    return;
  }
  const fields = Object.fromEntries(piece.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
  if (fields.event) {
    self.problem = {event: fields.event, ...JSON.parse(fields.data)};
    return;
  }
  const event = JSON.parse(fields.data);
  if (String(event.number) !== fields.id) throw new Error(`id ${fields.id} of ${fields.data}`);
  self.events.push(event);
  onEvent(event);
}
