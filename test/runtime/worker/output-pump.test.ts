import { describe, expect, test } from "vitest";
import { sharedBuffers } from "../../../src/runtime/worker/control.ts";
import { startOutputPump } from "../../../src/runtime/worker/output-pump.ts";
import { outputWriter } from "../../../src/runtime/worker/output-ring.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function pump(onBytes: (name: string, bytes: Uint8Array) => void | Promise<void>) {
  const shared = sharedBuffers();
  const failures: unknown[] = [];
  const output = startOutputPump(
    shared,
    { stdout: (bytes) => onBytes("out", bytes), stderr: (bytes) => onBytes("err", bytes) },
    (error) => failures.push(error),
  );
  return {
    output,
    failures,
    writer: outputWriter(new Int32Array(shared.control), new Uint8Array(shared.output)),
  };
}

describe("the output pump", () => {
  test("hands over all that waits when it is woken, in order", async () => {
    const got: string[] = [];
    const { output, writer } = pump(
      (name, bytes) => void got.push(`${name}:${new TextDecoder().decode(bytes)}`),
    );
    for (const [stream, value] of [
      [1, "a"],
      [2, "b"],
      [1, "c"],
    ] as const)
      writer.put(stream, text(value));
    output.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(got).toEqual(["out:a", "err:b", "out:c"]);
    output.stop();
  });

  test("finds by itself what nobody announced", async () => {
    const { promise, resolve } = deferred();
    const { output, writer } = pump(resolve);
    writer.put(1, text("quiet"));
    await promise;
    output.stop();
  });

  test("writes one thing at a time, and takes no more while a sink is busy", async () => {
    let busy = 0;
    let most = 0;
    const { output, writer } = pump(async () => {
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setTimeout(resolve, 1));
      busy -= 1;
    });
    for (let i = 0; i < 20; i++) {
      writer.put(i % 2 === 0 ? 1 : 2, text("x"));
      output.wake();
    }
    await output.finish();
    expect(most).toBe(1);
    expect(output.bytes()).toEqual({ stdout: 10, stderr: 10 });
  });

  test("tells of a sink that fails, at once and at the end", async () => {
    const { output, failures, writer } = pump(() => Promise.reject(new Error("disk full")));
    writer.put(1, text("x"));
    output.wake();
    await expect(output.finish()).rejects.toThrow("disk full");
    expect(failures).toHaveLength(1);
  });
});

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
