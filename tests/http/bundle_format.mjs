// Bundles as sync/PROTOCOL.md describes them, on nothing but Node's own cryptography: what a second
// implementation would write.
import {
    createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman,
    randomBytes, sign as signBytes, verify as verifyBytes,
} from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

const banner = Buffer.from('MINGA 1 archivo sellado. Se recibe en Minga, en: Recibir un archivo.\r\n\x1a\n');
const signed_bytes = 200;
export const header_bytes = 264;

export const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const labelled = (purpose, ...parts) => Buffer.concat([Buffer.from(`${purpose}\0`), ...parts]);

const pkcs8 = { ed25519: '302e020100300506032b657004220420', x25519: '302e020100300506032b656e04220420' };
const private_key = (kind, raw) => createPrivateKey({
    key: Buffer.concat([Buffer.from(pkcs8[kind], 'hex'), raw]), format: 'der', type: 'pkcs8',
});
const public_key = (curve, raw) => createPublicKey({
    key: { kty: 'OKP', crv: curve, x: raw.toString('base64url') }, format: 'jwk',
});
const raw_public = (key) => Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x, 'base64url');

/** Keys of a device: any Ed25519 and any X25519 pair. */
export function make_keys() {
    const sign = private_key('ed25519', randomBytes(32));
    const box = private_key('x25519', randomBytes(32));
    const shown = Buffer.concat([raw_public(sign), raw_public(box)]);
    return { sign, box, shown, id: sha256(shown).subarray(0, 16) };
}

export function parse_keys(text) {
    const shown = Buffer.from(text, 'hex');
    return { shown, id: sha256(shown).subarray(0, 16) };
}

export function proof(keys, login) {
    return signBytes(null, labelled('minga device keys 1', keys.shown, Buffer.from(login)), keys.sign).toString('hex');
}

function sealing_key(secret, theirs, ephemeral, receiver_box, sender_sign) {
    const shared = diffieHellman({ privateKey: secret, publicKey: public_key('X25519', theirs) });
    return sha256(labelled('minga bundle 1', shared, ephemeral, receiver_box, sender_sign));
}

function nonce(number, is_last) {
    const bytes = Buffer.alloc(12);
    bytes.writeBigUInt64LE(BigInt(number), 0);
    bytes[8] = is_last ? 1 : 0;
    return bytes;
}

const id_bytes = (text) => Buffer.from(text.replaceAll('-', ''), 'hex');

/** `pieces`: [kind, bytes], packed here. */
export function seal({ kind = 1, device, first = 0, last = 0, at = Date.now(), pieces, keys, receiver, pack = gzipSync }) {
    const ephemeral_secret = private_key('x25519', randomBytes(32));
    const ephemeral = raw_public(ephemeral_secret);
    const sender = keys.shown.subarray(0, 32);
    const numbers = Buffer.alloc(24);
    [first, last, at].forEach((number, index) => numbers.writeBigInt64LE(BigInt(number), index * 8));
    const header = Buffer.concat([banner, Buffer.from([kind, 0, 0, 0, 0, 0, 0, 0]), id_bytes(device),
        receiver.id, sender, ephemeral, numbers]);
    const key = sealing_key(ephemeral_secret, receiver.shown.subarray(32), ephemeral, receiver.shown.subarray(32), sender);
    const parts = [header, signBytes(null, labelled('minga bundle header 1', header), keys.sign)];
    let context = sha256(...parts);
    const all = pieces.length ? pieces : [null];
    all.forEach((piece, number) => {
        const is_last = number === all.length - 1;
        const plain = piece ? Buffer.concat([Buffer.from([piece[0], 1]), pack(piece[1])]) : Buffer.alloc(0);
        const cipher = createCipheriv('chacha20-poly1305', key, nonce(number, is_last), { authTagLength: 16 });
        cipher.setAAD(context, { plaintextLength: plain.length });
        const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
        const head = Buffer.alloc(4);
        head.writeUInt32LE((sealed.length + (is_last ? 0x80000000 : 0)) >>> 0);
        context = sha256(context, head, sealed);
        parts.push(head, sealed, signBytes(null, labelled('minga bundle chunk 1', context), keys.sign));
    });
    return Buffer.concat(parts);
}

/** The whole pieces of a file: [kind, bytes], unpacked. */
export function open(file, keys) {
    const header = file.subarray(0, signed_bytes);
    const sender = header.subarray(112, 144);
    const sender_key = public_key('Ed25519', sender);
    const is_signed = (text, at) => verifyBytes(null, text, sender_key, file.subarray(at, at + 64));
    if (!header.subarray(0, 72).equals(banner)) throw new Error('no bundle');
    if (!is_signed(labelled('minga bundle header 1', header), signed_bytes)) throw new Error('header signature');
    if (!header.subarray(96, 112).equals(keys.id)) throw new Error('for another');
    const ephemeral = header.subarray(144, 176);
    const key = sealing_key(keys.box, ephemeral, ephemeral, keys.shown.subarray(32), sender);
    const opened = {
        kind: header[72], device: header.subarray(80, 96).toString('hex'), sender,
        first: Number(header.readBigInt64LE(176)), last: Number(header.readBigInt64LE(184)), pieces: [], is_whole: false,
    };
    let context = sha256(file.subarray(0, header_bytes));
    let at = header_bytes;
    for (let number = 0; !opened.is_whole; number += 1) {
        const head = file.subarray(at, at + 4);
        const length = head.readUInt32LE() & 0x7fffffff;
        const is_last = head[3] >= 0x80;
        const sealed = file.subarray(at + 4, at + 4 + length);
        const next = sha256(context, head, sealed);
        if (!is_signed(labelled('minga bundle chunk 1', next), at + 4 + length)) throw new Error('chunk signature');
        const decipher = createDecipheriv('chacha20-poly1305', key, nonce(number, is_last), { authTagLength: 16 });
        decipher.setAAD(context, { plaintextLength: length - 16 });
        decipher.setAuthTag(sealed.subarray(length - 16));
        const plain = Buffer.concat([decipher.update(sealed.subarray(0, length - 16)), decipher.final()]);
        if (plain.length >= 2) {
            const bytes = plain.subarray(2);
            opened.pieces.push([plain[0], plain[1] === 1 ? gunzipSync(bytes) : bytes]);
        }
        context = next;
        at += 4 + length + 64;
        opened.is_whole = is_last;
    }
    return opened;
}

/** The answers in an opened bundle: each the frames behind the question that it answers. */
export function bodies(opened) {
    const found = [];
    for (const [kind, bytes] of opened.pieces) {
        if (kind === 1) found.push([bytes]);
        if (kind === 2) found.at(-1).push(bytes);
    }
    return found.map((parts) => Buffer.concat(parts));
}
