import { afterEach, expect, test } from "vitest";
import { nodeGuestThreads } from "../../src/platform/node/guest-thread.ts";
import { createPool, type GuestPool } from "../../src/runtime/pool.ts";
import { prepareOnce } from "../../src/runtime/prepare.ts";
import { goGuest, testPolicy } from "./run-guest.ts";

let pool: GuestPool | undefined;
afterEach(() => pool?.close());

test("a Go program is prepared anew at its 20th run, with its data segments joined, and runs as before", async () => {
  const wasm = goGuest("exit-three");
  const prepare = prepareOnce();
  const prepared = Array.from({ length: 40 }, () => prepare(wasm, 1 << 26));
  expect([new Set(prepared.slice(0, 19)).size, new Set(prepared.slice(19)).size]).toEqual([1, 1]);
  const [first, last] = [prepared[0]!, prepared.at(-1)!];
  expect(await last.compiled()).not.toBe(await first.compiled());
  expect([first.builtByGo(), last.builtByGo()]).toEqual([true, true]);

  pool = createPool(nodeGuestThreads(), { size: 1 });
  for (let round = 0; round < 25; round++) {
    const { outcome } = await pool.run({
      wasm,
      args: ["guest"],
      policy: testPolicy(),
      hostEnvironment: {},
      stdin: undefined,
      onStdout: () => undefined,
      onStderr: () => undefined,
    });
    expect(outcome).toMatchObject({ outcome: "exited", exitCode: 3 });
  }
});
