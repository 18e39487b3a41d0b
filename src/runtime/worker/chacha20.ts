/** "expand 32-byte k" as four little-endian words (RFC 8439, 2.3). */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
const DOUBLE_ROUNDS = 10;

/**
 * The ChaCha20 block function of RFC 8439, section 2.3.
 * Takes a key of 32 bytes, a block counter (u32) and a nonce of 12 bytes; returns 64 bytes.
 */
export function chacha20Block(key: Uint8Array, counter: number, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  const initial = new Uint32Array(16);
  initial.set(CONSTANTS);
  const keyView = new DataView(key.buffer, key.byteOffset, key.byteLength);
  for (let i = 0; i < 8; i++) initial[4 + i] = keyView.getUint32(4 * i, true);
  initial[12] = counter;
  const nonceView = new DataView(nonce.buffer, nonce.byteOffset, nonce.byteLength);
  for (let i = 0; i < 3; i++) initial[13 + i] = nonceView.getUint32(4 * i, true);

  const state = initial.slice();
  for (let round = 0; round < DOUBLE_ROUNDS; round++) {
    for (let i = 0; i < 4; i++) quarterRound(state, i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++)
      quarterRound(state, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const block = new Uint8Array(64);
  const out = new DataView(block.buffer);
  for (let i = 0; i < 16; i++) out.setUint32(4 * i, state[i]! + initial[i]!, true);
  return block;
}

function quarterRound(state: Uint32Array, a: number, b: number, c: number, d: number): void {
  mix(state, a, b, d, 16);
  mix(state, c, d, b, 12);
  mix(state, a, b, d, 8);
  mix(state, c, d, b, 7);
}

/** sum += addend; turned = rotate(turned xor sum). */
function mix(state: Uint32Array, sum: number, addend: number, turned: number, bits: number): void {
  state[sum] = state[sum]! + state[addend]!;
  const word = state[turned]! ^ state[sum]!;
  state[turned] = (word << bits) | (word >>> (32 - bits));
}
