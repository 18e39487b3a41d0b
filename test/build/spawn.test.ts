import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Command, CommandResult } from "../../src/build/host.ts";
import { runCommand } from "../../src/platform/node/build-spawn.ts";
import { folderBytes, groupResidentBytes } from "../../src/platform/node/build-watch.ts";
import { temporaryFolder } from "./programs.ts";

/** Runs a shell script under limits. */
function shell(script: string, more: Partial<Command> = {}): Promise<CommandResult> {
  return runCommand({
    program: "/bin/sh",
    args: ["-c", script],
    folder: "/",
    environment: { PATH: "/usr/bin:/bin" },
    limits: { timeLimitMs: 20_000, outputLimitBytes: 10_000 },
    ...more,
  });
}

const limits = (more: Partial<Command["limits"]>): Pick<Command, "limits"> => ({
  limits: { timeLimitMs: 20_000, outputLimitBytes: 10_000, ...more },
});

/** A script with a grandchild that would outlive it; its id goes to a file. */
const WITH_GRANDCHILD = (file: string): string => `sleep 300 & echo $! > ${file}; wait`;

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return !readFileSync(`/proc/${id}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

async function waitUntil(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200 && !condition(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return condition();
}

describe("a command", () => {
  test("gets exactly its environment, its folder and no input", async () => {
    const folder = temporaryFolder();
    const { stdout, exitCode, ended } = await shell(
      'env | grep -v "^\\(PWD\\|_\\|SHLVL\\|OLDPWD\\)="; pwd; cat',
      { folder },
    );
    expect({ stdout, exitCode, ended }).toEqual({
      stdout: `PATH=/usr/bin:/bin\n${folder}\n`,
      exitCode: 0,
      ended: "exited",
    });
  });

  test("keeps stdout, stderr and the exit code apart, and its arguments as they are", async () => {
    const args = ["-c", 'printf "%s|" "$@"; echo oops >&2; exit 3', "sh", "a b", "$HOME", "'", '"', "*"];
    const result = await shell("", { args });
    expect(result).toEqual({ ended: "exited", exitCode: 3, stdout: `a b|$HOME|'|"|*|`, stderr: "oops\n" });
  });

  test("that floods its output does not fill memory, nor hang", async () => {
    const { stdout, exitCode } = await shell("head -c 5000000 /dev/zero | tr '\\0' x; exit 7");
    expect([stdout.length, exitCode]).toEqual([10_000, 7]);
  });

  test("that cannot be started says so", async () => {
    expect((await shell("", { program: "/nonexistent/go" })).exitCode).toBe(127);
    await expect(shell("", { folder: "/nonexistent-folder-of-a-test" })).rejects.toThrow("ENOENT");
  });

  test("stands back behind other programs", async () => {
    const { stdout } = await shell("nice");
    expect(Number(stdout)).toBeGreaterThanOrEqual(10);
  });
});

describe("a command is killed with all that it started", () => {
  test("when its time is up", async () => {
    const file = join(temporaryFolder(), "id");
    const { ended, exitCode } = await shell(WITH_GRANDCHILD(file), limits({ timeLimitMs: 300 }));
    expect({ ended, exitCode }).toEqual({ ended: "timed-out", exitCode: 137 });
    const id = Number(readFileSync(file, "utf8"));
    expect(await waitUntil(() => !isAlive(id))).toBe(true);
  });

  test("when it is called off, also before it began", async () => {
    const file = join(temporaryFolder(), "id");
    const controller = new AbortController();
    const working = shell(WITH_GRANDCHILD(file), { signal: controller.signal });
    await waitUntil(() => existsSync(file) && readFileSync(file, "utf8").endsWith("\n"));
    controller.abort();
    expect((await working).ended).toBe("cancelled");
    const id = Number(readFileSync(file, "utf8"));
    expect(await waitUntil(() => !isAlive(id))).toBe(true);
    expect((await shell("true", { signal: controller.signal })).ended).toBe("cancelled");
  });

  test("when the folder it works in holds too much", async () => {
    const folder = temporaryFolder();
    const watchedFolder = { path: folder, limitBytes: 1_000_000 };
    const script = "i=0; while :; do i=$((i+1)); head -c 100000 /dev/zero > f$i; sleep 0.02; done";
    const { ended } = await shell(script, { folder, ...limits({ watchedFolder }) });
    expect(ended).toBe("disk");
    expect(await folderBytes(folder)).toBeGreaterThan(1_000_000);
  });

  test.runIf(process.platform === "linux")("when the group takes too much memory", async () => {
    const hog = `${process.execPath} -e 'const a=[];setInterval(()=>a.push(Buffer.alloc(4e6,1)),5)' & wait`;
    const { ended } = await shell(hog, limits({ residentBytes: 200_000_000 }));
    expect(ended).toBe("memory");
  });
});

describe("the system's own limits", () => {
  test("end a file that is too large", async () => {
    const folder = temporaryFolder();
    const { exitCode } = await shell("head -c 3000000 /dev/zero > big", {
      folder,
      ...limits({ fileBytes: 1_000_000 }),
    });
    expect(exitCode).not.toBe(0);
    expect(await folderBytes(folder)).toBeLessThanOrEqual(1_000_448);
  });

  test.runIf(process.platform === "linux")("hold the address space", async () => {
    const { stdout } = await shell("ulimit -v; ulimit -c", limits({ addressSpaceBytes: 512 * 1024 * 1024 }));
    expect(stdout).toBe("524288\n0\n");
  });
});

describe("the memory of a process group", () => {
  test("is nothing for a group that does not exist", async () => {
    expect(await groupResidentBytes(999_999_999)).toBe(0);
  });
});
