/** Certificates for 127.0.0.1 and their authorities: node can make keys, but no certificates (RFC 5280 §4.1). */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const OCTETS = 0x04;
const BITS = 0x03;

/** The names of the algorithm and of the fields, in DER. */
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const ALTERNATIVE_NAMES = Buffer.from('0603551d11', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');

const LOOPBACK = Buffer.from('87047f000001', 'hex');
const TRUE = Buffer.from('0101ff', 'hex');
const VERSION_3 = Buffer.from('020102', 'hex');
const SERIAL_NUMBER = Buffer.from('020101', 'hex');

/** A certificate that is its own authority. */
export function createLoopbackCertificate(): Certificate {
  return createAuthority('127.0.0.1').own;
}

/** Who signs certificates, and with what. */
export interface Authority {
  readonly own: Certificate;
  /** A certificate for 127.0.0.1, signed by this authority. */
  readonly issue: () => Certificate;
}

/** An authority of its own. `commonName` tells it from others. */
export function createAuthority(commonName: string): Authority {
  const keys = newKeys();
  const name = nameOf(commonName);
  const signer = { name, key: keys.privateKey };
  return {
    own: certificate(keys, name, signer),
    issue: () => certificate(newKeys(), nameOf(`127.0.0.1 by ${commonName}`), signer),
  };
}

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function nameOf(commonName: string): Buffer {
  return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
}

function certificate(
  { privateKey, publicKey }: Keys,
  name: Buffer,
  signer: { readonly name: Buffer; readonly key: KeyObject },
): Certificate {
  const isAuthority = signer.name === name;
  const extensions = der(
    SEQUENCE,
    der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTETS, der(SEQUENCE, LOOPBACK))),
    ...(isAuthority ? [der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(OCTETS, der(SEQUENCE, TRUE)))] : []),
  );
  const content = der(
    SEQUENCE,
    der(0xa0, VERSION_3),
    SERIAL_NUMBER,
    der(SEQUENCE, ECDSA_WITH_SHA256),
    signer.name,
    der(SEQUENCE, time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', content, signer.key);
  const bytes = der(
    SEQUENCE,
    content,
    der(SEQUENCE, ECDSA_WITH_SHA256),
    der(BITS, Buffer.concat([Buffer.from([0]), signature])),
  );
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

function time(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

/** Tag, length and content (X.690 §8.1). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}
