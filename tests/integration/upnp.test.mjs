// SPDX-License-Identifier: Apache-2.0
// Port mapping by UPnP, against a gateway of the test's own: what parlord asks of it, what clients are told, what is left at the end.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {test} from 'node:test';
import {Client} from '../support/client.mjs';
import {withServer} from './support.mjs';

const SERVICE = 'urn:schemas-upnp-org:service:WANIPConnection:1';

const description = `<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><device><deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType>
<deviceList><device><deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType>
<deviceList><device><deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1</deviceType>
<serviceList><service><serviceType>${SERVICE}</serviceType><controlURL>/control</controlURL><eventSubURL>/events</eventSubURL><SCPDURL>/scpd.xml</SCPDURL></service></serviceList>
</device></deviceList></device></deviceList></device></root>`;

const envelope = (body) => `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;

/** A gateway on a loopback port: `mappings` holds "UDP 8910" -> {internal, client, lease}; `external` may be changed. */
async function gateway(external) {
  const self = {external, mappings: new Map(), asked: []};
  const argument = (body, name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  const actions = {
    GetStatusInfo: () => '<NewConnectionStatus>Connected</NewConnectionStatus><NewLastConnectionError>ERROR_NONE</NewLastConnectionError><NewUptime>77</NewUptime>',
    GetExternalIPAddress: () => `<NewExternalIPAddress>${self.external}</NewExternalIPAddress>`,
    AddPortMapping: (body) => {
      self.mappings.set(`${argument(body, 'NewProtocol')} ${argument(body, 'NewExternalPort')}`, {
        internal: argument(body, 'NewInternalPort'), client: argument(body, 'NewInternalClient'), lease: argument(body, 'NewLeaseDuration'),
      });
      return '';
    },
    DeletePortMapping: (body) => {
      self.mappings.delete(`${argument(body, 'NewProtocol')} ${argument(body, 'NewExternalPort')}`);
      return '';
    },
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.url === '/root.xml') return response.end(description);
    const action = /#(\w+)"$/.exec(request.headers.soapaction ?? '')?.[1];
    self.asked.push(action);
    if (!actions[action]) return response.writeHead(500).end(envelope('<s:Fault><detail><UPnPError><errorCode>401</errorCode></UPnPError></detail></s:Fault>'));
    response.write(envelope(`<u:${action}Response xmlns:u="${SERVICE}">${actions[action](body)}</u:${action}Response>`)); // chunked
    response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.url = `http://127.0.0.1:${server.address().port}/root.xml`;
  self.close = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  return self;
}

async function withGateway(external, run) {
  const router = await gateway(external);
  try { await run(router); } finally { await router.close(); }
}

const offer = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=mid:0', 'a=sendonly',
  'a=rtcp-mux', 'a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuvwx', `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`, 'a=setup:actpass',
  'a=rtpmap:111 opus/48000/2', 'a=ssrc:1234 cname:x', 'a=msid:- a', ''].join('\r\n');

/** The candidates that a client is told: "udp 127.0.0.1 8910". */
async function candidates(server, room) {
  const ann = await Client.login(server.wsUrl, 'ann');
  await ann.ask('enter', {room});
  const {sdp} = await ann.ask('pub_offer', {sdp: offer, tracks: [{mid: '0', kind: 'audio', stream: 0}]});
  await ann.close();
  return [...sdp.matchAll(/a=candidate:\S+ 1 (\w+) \d+ (\S+) (\d+) typ host/g)].map(([, transport, address, port]) => `${transport.toLowerCase()} ${address} ${port}`).sort();
}

const upnp = (router, more = '') => ({config: `[upnp]\nenabled = yes\nurl = ${router.url}\n${more}`, env: {PARLOR_SERVER_WORKERS: '2'}});

test('the media ports of all workers are mapped, clients are told the external address, nothing is left behind', () => withGateway('203.0.113.7', async (router) => {
  await withServer(upnp(router, 'signalling = yes\nlease_seconds = 1200\n'), async (server) => {
    const mapped = () => [...server.log.matchAll(/event=upnp\.mapped port=(\d+) protocol=(\w+) external="?203\.0\.113\.7:(\d+)/g)];
    await server.waitFor(() => mapped().length === 5, 'to map five ports');
    const ports = [...new Set(mapped().filter(([, , protocol]) => protocol === 'udp').map(([, port]) => port))];
    assert.equal(ports.length, 2);
    const expected = [...ports.flatMap((port) => [`UDP ${port}`, `TCP ${port}`]), `TCP ${server.port}`];
    assert.deepEqual([...router.mappings.keys()].sort(), expected.sort());
    for (const [name, mapping] of router.mappings) assert.deepEqual(mapping, {internal: name.split(' ')[1], client: '127.0.0.1', lease: '1200'});
    for (const room of [1, 2]) {
      const told = await candidates(server, room);
      const [, , port] = told[0].split(' ');
      assert.ok(ports.includes(port), told);
      assert.deepEqual(told, ['tcp 127.0.0.1 ', 'tcp 203.0.113.7 ', 'udp 127.0.0.1 ', 'udp 203.0.113.7 '].map((start) => start + port));
    }
  });
  assert.deepEqual([...router.mappings.keys()], [], 'mappings are left after the end');
}));

test('a router that is behind NAT itself is told in the log and not to clients', () => withGateway('100.64.9.9', (router) => withServer(upnp(router), async (server) => {
  await server.waitForLog(/event=upnp\.failed external="?100\.64\.9\.9.*why="the router itself is behind NAT" cure=/);
  assert.equal(router.mappings.size, 0);
  assert.ok((await candidates(server, 1)).every((candidate) => candidate.includes(' 127.0.0.1 ')));
})));

test('switched off, which it is at first, nobody is asked', () => withGateway('203.0.113.7', (router) => withServer({config: `[upnp]\nurl = ${router.url}\n`}, async (server) => {
  assert.ok((await candidates(server, 1)).every((candidate) => candidate.includes(' 127.0.0.1 ')));
  assert.deepEqual(router.asked, []);
})));
