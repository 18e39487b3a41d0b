import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const WASM_OPT = fileURLToPath(new URL("../../node_modules/binaryen/bin/wasm-opt", import.meta.url));
/** What Node 20 runs without flags. */
const FEATURES = [
  "--mvp-features",
  ...["mutable-globals", "bulk-memory", "sign-ext", "nontrapping-float-to-int"].map(
    (one) => `--enable-${one}`,
  ),
  ...["multivalue", "reference-types", "simd"].map((one) => `--enable-${one}`),
];

/**
 * Makes a module of random bytes that a seed gives, by Binaryen's translate-to-fuzz: the same for the same seed and version
 * of binaryen. NaNs are taken out, since their bits may differ between engines.
 */
export async function translateToFuzz(seed: number): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "sandglass-fuzz-"));
  try {
    const [bytes, target] = [join(folder, "bytes"), join(folder, "module.wasm")];
    writeFileSync(bytes, randomBytes(seed));
    const line = [WASM_OPT, "-ttf", bytes, "-o", target, "--denan", "-q", ...FEATURES];
    await promisify(execFile)(process.execPath, line, { timeout: 120_000 });
    return readFileSync(target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Between 500 and 8,691 bytes of xorshift32 (Marsaglia 2003). */
function randomBytes(seed: number): Uint8Array {
  let state = Math.imul(seed + 1, 0x9e37_79b1) || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return Uint8Array.from({ length: 500 + (next() & 8191) }, () => next() >>> 24);
}
