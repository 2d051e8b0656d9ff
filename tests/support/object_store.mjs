// SPDX-License-Identifier: Apache-2.0
// A small S3-compatible object store: checks every signature (Signature Version 4, headers and links) and every body's hash, keeps
// objects in memory, knows multipart uploads, and fails as it is told to.
import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {createServer} from 'node:http';

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export class ObjectStore {
  /** @type {Map<string, Buffer>} key: bytes */
  objects = new Map();
  /** Their content types. */
  types = new Map();
  uploads = new Map();
  /** Answers to GET are cut in the middle. */
  halfway = false;
  /** What came: "PUT /bucket/key?..." */
  requests = [];
  /** Asked before every request; what it gives is answered instead: {status, code}, 'cut', or 'hang'. @type {(method: string, url: URL) => any} */
  fault = () => null;
  /** Seconds by which this clock is ahead. */
  ahead = 0;

  constructor({bucket = 'recordings', region = 'us-east-1', id = 'parlor', secret = 'a secret/of+it'} = {}) {
    Object.assign(this, {bucket, region, id, secret});
    this.server = createServer((request, response) => { this.#take(request, response); });
  }

  static async start(options) {
    const store = new ObjectStore(options);
    await new Promise((resolve) => { store.server.listen(0, '127.0.0.1', resolve); });
    store.url = `http://127.0.0.1:${store.server.address().port}`;
    return store;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => { this.server.close(resolve); });
  }

  #key(date) { return hmac(hmac(hmac(hmac(`AWS4${this.secret}`, date), this.region), 's3'), 'aws4_request'); }

  /** The signature that a request should have. */
  #sign({method, url, headers}, names, stamp, payload, without = []) {
    const query = [...url.searchParams].filter(([name]) => !without.includes(name)).map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join('&');
    const canonical = [method, url.pathname, query, ...names.map((name) => `${name}:${headers[name].trim()}`), '', names.join(';'), payload].join('\n');
    const scope = `${stamp.slice(0, 8)}/${this.region}/s3/aws4_request`;
    return hmac(this.#key(stamp.slice(0, 8)), ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')).toString('hex');
  }

  #same(a, b) { return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b)); }

  /** A code of refusal, or null. */
  #check(request, url, body) {
    const now = Date.now() / 1000 + this.ahead;
    const age = (stamp) => now - Date.parse(stamp.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')) / 1000;
    const part = {method: request.method, url, headers: request.headers};
    const linked = url.searchParams.get('X-Amz-Signature');
    if (linked) {
      const stamp = url.searchParams.get('X-Amz-Date');
      if (age(stamp) > Number(url.searchParams.get('X-Amz-Expires'))) return 'AccessDenied';
      const names = url.searchParams.get('X-Amz-SignedHeaders').split(';');
      return this.#same(linked, this.#sign(part, names, stamp, 'UNSIGNED-PAYLOAD', ['X-Amz-Signature'])) ? null : 'SignatureDoesNotMatch';
    }
    const given = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
    if (!given) return 'AccessDenied';
    const [, id, , region, names, signature] = given;
    if (id !== this.id) return 'InvalidAccessKeyId';
    if (region !== this.region) return 'AuthorizationHeaderMalformed';
    const payload = request.headers['x-amz-content-sha256'];
    if (!names.split(';').includes('host') || !names.split(';').includes('x-amz-content-sha256')) return 'AccessDenied';
    if (!this.#same(signature, this.#sign(part, names.split(';'), request.headers['x-amz-date'], payload))) return 'SignatureDoesNotMatch';
    if (Math.abs(age(request.headers['x-amz-date'])) > 900) return 'RequestTimeTooSkewed';
    return payload === sha256(body) ? null : 'XAmzContentSHA256Mismatch';
  }

  async #take(request, response) {
    const url = new URL(request.url, this.url);
    this.requests.push(`${request.method} ${request.url}`);
    const fault = this.fault(request.method, url);
    if (fault === 'cut') { request.once('data', () => request.socket.destroy()); if (request.method !== 'PUT') request.socket.destroy(); return; }
    if (fault === 'hang') return;
    const parts = [];
    try { for await (const part of request) parts.push(part); } catch { return; }
    const body = Buffer.concat(parts);
    const refuse = (status, code) => { response.writeHead(status, {'content-type': 'application/xml'}).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`); };
    if (fault) { refuse(fault.status, fault.code); return; }
    const code = this.#check(request, url, body);
    if (code) { refuse(403, code); return; }
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
    if (bucket !== this.bucket) { refuse(404, 'NoSuchBucket'); return; }
    if (request.headers['content-type'] && ['PUT', 'POST'].includes(request.method) && !url.searchParams.has('uploadId')) this.types.set(rest.join('/'), request.headers['content-type']);
    this.#do(request.method, rest.join('/'), url.searchParams, body, response, refuse, request.headers.range);
  }

  /** An object, or the part of it that is asked for; where `halfway` says so the line is cut in the middle. */
  #give(key, range, response) {
    const all = this.objects.get(key), asked = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
    let first = 0, last = all.length - 1;
    if (asked && asked[1]) { first = Number(asked[1]); last = asked[2] ? Math.min(Number(asked[2]), last) : last; } else if (asked) first = Math.max(0, all.length - Number(asked[2]));
    if (asked && first > last) { response.writeHead(416, {'content-range': `bytes */${all.length}`}).end('<Error><Code>InvalidRange</Code></Error>'); return; }
    const part = all.subarray(first, last + 1), head = {'content-length': part.length, 'content-type': this.types.get(key) ?? 'binary/octet-stream', etag: `"${sha256(all).slice(0, 32)}"`};
    response.writeHead(asked ? 206 : 200, asked ? {...head, 'content-range': `bytes ${first}-${last}/${all.length}`} : head);
    if (this.halfway) { response.write(part.subarray(0, part.length >> 1), () => response.destroy()); return; }
    response.end(part);
  }

  #do(method, key, query, body, response, refuse, range) {
    const upload = this.uploads.get(query.get('uploadId'));
    if (query.has('uploadId') && !upload) { refuse(404, 'NoSuchUpload'); return; }
    if (method === 'POST' && query.has('uploads')) {
      const id = `up/${this.uploads.size + 1}==`;
      this.uploads.set(id, {key, parts: new Map()});
      response.end(`<InitiateMultipartUploadResult><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    } else if (method === 'PUT' && upload) {
      upload.parts.set(Number(query.get('partNumber')), body);
      response.writeHead(200, {etag: `"${sha256(body).slice(0, 32)}"`}).end();
    } else if (method === 'POST' && upload) {
      const listed = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"([0-9a-f]+)"<\/ETag>/g)];
      const parts = listed.map(([, number]) => upload.parts.get(Number(number)));
      if (listed.length === 0 || listed.some(([, , tag], i) => !parts[i] || sha256(parts[i]).slice(0, 32) !== tag)) { refuse(400, 'InvalidPart'); return; }
      this.objects.set(key, Buffer.concat(parts));
      this.uploads.delete(query.get('uploadId'));
      response.end('<CompleteMultipartUploadResult/>');
    } else if (method === 'PUT') {
      this.objects.set(key, body);
      response.writeHead(200, {etag: '"x"'}).end();
    } else if (method === 'DELETE') {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else if (!this.objects.has(key)) {
      if (method === 'HEAD') response.writeHead(404).end(); else refuse(404, 'NoSuchKey');
    } else {
      if (method === 'GET') { this.#give(key, range, response); return; }
      response.writeHead(200, {'content-length': this.objects.get(key).length, 'content-type': this.types.get(key) ?? 'binary/octet-stream'}).end();
    }
  }
}
