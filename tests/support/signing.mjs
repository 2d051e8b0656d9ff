// SPDX-License-Identifier: Apache-2.0
// An application as docs/sign-in.md describes it, made of node:crypto alone: what it signs is checked by a server that shares no code with it.
import {constants, createHash, createHmac, generateKeyPairSync, privateEncrypt, randomBytes, sign} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export const APP = 'fbe957d1-c25a-4992-9e75-d993294a5d56';

export const nowSeconds = () => Math.floor(Date.now() / 1000);

const url = (value) => Buffer.from(value).toString('base64url');

export class Application {
  /** Keys of every kind; the public ones are in files of its own folder. */
  constructor(id = APP) {
    this.id = id;
    this.dir = mkdtempSync(join(tmpdir(), 'parlor-app-'));
    this.keys = {
      'rsa-md5': generateKeyPairSync('rsa', {modulusLength: 1024}), ed25519: generateKeyPairSync('ed25519'),
      es256: generateKeyPairSync('ec', {namedCurve: 'P-256'}),
    };
    this.secret = randomBytes(32);
    for (const [kind, {publicKey}] of Object.entries(this.keys)) {
      writeFileSync(join(this.dir, `${kind}.pub`), publicKey.export({type: 'spki', format: 'pem'}));
    }
    writeFileSync(join(this.dir, 'hs256.pub'), `${this.secret.toString('base64')}\n`);
  }

  /** Its section of parlor.ini. */
  section(more = '') {
    const key = (kind) => `key = ${kind} ${kind} ${join(this.dir, `${kind}.pub`)}\n`;
    return `[application ${this.id}]\n${['rsa-md5', 'ed25519', 'es256', 'hs256'].map(key).join('')}${more}\n`;
  }

  #signature(kind, text) {
    const {privateKey} = this.keys[kind];
    if (kind === 'ed25519') return `ed25519:${sign(null, Buffer.from(text), privateKey).toString('base64')}`;
    if (kind === 'es256') return `es256:${sign('sha256', Buffer.from(text), {key: privateKey, dsaEncoding: 'ieee-p1363'}).toString('base64')}`;
    const md5 = createHash('md5').update(text).digest('hex');
    return privateEncrypt({key: privateKey, padding: constants.RSA_PKCS1_PADDING}, Buffer.from(md5)).toString('base64');
  }

  /** Fields of login_signed. */
  claim(kind, {user = -1, stringId = 'ann', stamp = nowSeconds()} = {}) {
    const text = `{"id":${user}, "strid":"${stringId}", "appid":"${this.id.toUpperCase()}", "timestamp":${stamp}}`;
    return {name: '', user, string_id: stringId, app: this.id, stamp, signature: this.#signature(kind, text)};
  }

  /** A token; `header` and `claims` are added to the usual ones. */
  token(kind, claims = {}, header = {}) {
    const head = url(JSON.stringify({alg: kind.toUpperCase(), typ: 'JWT', kid: kind, ...header}));
    const text = `${head}.${url(JSON.stringify({app: this.id, sub: 'ann', exp: nowSeconds() + 600, ...claims}))}`;
    const signature = kind === 'hs256' ? createHmac('sha256', this.secret).update(text).digest()
      : sign('sha256', Buffer.from(text), {key: this.keys[kind].privateKey, dsaEncoding: 'ieee-p1363'});
    return `${text}.${signature.toString('base64url')}`;
  }

  forget() { rmSync(this.dir, {recursive: true, force: true}); }
}
