import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { nodeCompressors } from "../../../src/platform/node/compress.ts";

const text = new TextEncoder().encode("the same sentence again and again. ".repeat(2000));

describe("node's compressors", () => {
  test("give streams that decompress to what was given", async () => {
    const { gzip, brotli } = nodeCompressors();
    expect(new Uint8Array(gunzipSync(await gzip(text)))).toEqual(text);
    expect(new Uint8Array(brotliDecompressSync(await brotli(text)))).toEqual(text);
  });

  test("give the same bytes every time", async () => {
    const [first, second] = [nodeCompressors(), nodeCompressors()];
    expect(await first.gzip(text)).toEqual(await second.gzip(text));
    expect(await first.brotli(text)).toEqual(await second.brotli(text));
  });

  test("give no more bytes at quality 11 than at 9", async () => {
    const release = await nodeCompressors({ brotliQuality: 11 }).brotli(text);
    const usual = await nodeCompressors({ brotliQuality: 9 }).brotli(text);
    expect(release.length).toBeLessThanOrEqual(usual.length);
  });

  test("compress nothing to a valid stream", async () => {
    const { gzip, brotli } = nodeCompressors();
    expect(gunzipSync(await gzip(new Uint8Array()))).toHaveLength(0);
    expect(brotliDecompressSync(await brotli(new Uint8Array()))).toHaveLength(0);
  });
});
