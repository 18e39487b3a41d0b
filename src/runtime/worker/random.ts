import { chacha20Block } from "./chacha20.ts";

/** What crypto.getRandomValues takes at most (W3C WebCryptoAPI, 10.1.1). */
const LARGEST_REQUEST_BYTES = 65_536;
/** Go asks for 8 to 32 bytes at a time; one call of the platform serves many of them. */
const POOL_BYTES = 4_096;

/** Bytes of the platform that nobody has been given yet: of this thread, for all guests that it serves one after the other. */
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

/** Fills the target with cryptographically strong bytes of the platform. */
export function realRandom(target: Uint8Array): void {
  if (target.length > 64) {
    for (let at = 0; at < target.length; at += LARGEST_REQUEST_BYTES)
      crypto.getRandomValues(target.subarray(at, at + LARGEST_REQUEST_BYTES) as Uint8Array<ArrayBuffer>);
    return;
  }
  if (used + target.length > POOL_BYTES) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const end = used + target.length;
  target.set(pool.subarray(used, end));
  pool.fill(0, used, end); // bytes that were handed out must not be found again
  used = end;
}

/**
 * The same bytes for the same seed on every machine: the key stream of ChaCha20 (RFC 8439, 2.4) with the seed as the
 * first 8 bytes of the key, little-endian, the rest of key and nonce 0, the counter from 0. Requests continue the stream.
 */
export function seededRandom(seed: bigint): (target: Uint8Array) => void {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setBigUint64(0, BigInt.asUintN(64, seed), true);
  const nonce = new Uint8Array(12);
  let counter = 0;
  let block = new Uint8Array(0);
  let used = 0;
  return (target) => {
    for (let at = 0; at < target.length; ) {
      if (used === block.length) {
        block = chacha20Block(key, counter++, nonce);
        // The counter has 32 bits; the nonce carries on, so the stream does not repeat after 256 GiB.
        if (counter === 2 ** 32) {
          counter = 0;
          nonce[0] = nonce[0]! + 1;
        }
        used = 0;
      }
      const length = Math.min(target.length - at, block.length - used);
      target.set(block.subarray(used, used + length), at);
      used += length;
      at += length;
    }
  };
}
