import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A private key and the certificate for it. */
export interface Certificate {
  readonly keyPem: string
  readonly certificatePem: string
}

/** A self-signed certificate for a TLS server at these addresses and names, valid for a day (X.509 v3). */
export function selfSignedCertificate(
  addresses: readonly string[],
  names: readonly string[],
): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    // Positive, and never with a leading zero.
    integer(Buffer.concat([Buffer.of(0x5a), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    SUBJECT,
    sequence(time(Date.now() - HOUR_MS), time(Date.now() + 24 * HOUR_MS)),
    SUBJECT,
    spki,
    tagged(0xa3, sequence(...extensions(spki, addresses, names))),
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = sequence(body, ECDSA_WITH_SHA256, bitString(signature))
  return {
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: pem(certificate),
  }
}

const HOUR_MS = 3_600_000

function extensions(
  spki: Buffer,
  addresses: readonly string[],
  names: readonly string[],
): readonly Buffer[] {
  const keyId = createHash('sha1').update(spki).digest()
  return [
    // Not a certificate authority.
    extension('551d13', true, sequence()),
    // digitalSignature
    extension('551d0f', true, tagged(0x03, Buffer.of(7, 0x80))),
    // serverAuth
    extension('551d25', false, sequence(oid('2b06010505070301'))),
    extension('551d0e', false, tagged(0x04, keyId)),
    extension('551d23', false, sequence(tagged(0x80, keyId))),
    extension(
      '551d11',
      false,
      sequence(
        ...addresses.map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number)))),
        ...names.map((name) => tagged(0x82, Buffer.from(name))),
      ),
    ),
  ]
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [tagged(0x01, Buffer.of(0xff))] : []
  return sequence(oid(id), ...flag, tagged(0x04, value))
}

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), length(content.length), content])
}

function length(value: number): Buffer {
  if (value < 0x80) return Buffer.of(value)
  return value < 0x100 ? Buffer.of(0x81, value) : Buffer.of(0x82, value >> 8, value & 0xff)
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes)
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(0), bytes]))
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'))
}

// UTCTime, which serves until 2049.
function time(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)
  return tagged(0x17, Buffer.from(`${digits}Z`))
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
const SUBJECT = sequence(
  tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from('crivet test registry')))),
)
