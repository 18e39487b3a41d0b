import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childCpuMs } from "./child.ts";
import { pairedRounds } from "./paired.ts";
import { printTable } from "./table.ts";

const ROUNDS = 7;

/** One cold call of `run` on hello, as a whole process, against the native program and Node itself. */
export async function runBench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sandglass-bench-"));
  try {
    const source = join(folder, "hello.go");
    const native = join(folder, "hello");
    const wasm = join(folder, "hello.wasm");
    writeFileSync(source, 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n');
    execFileSync("go", ["build", "-o", native, source]);
    const sandglass = `'${process.execPath}' dist/cli/main.js`;
    execFileSync("sh", ["-c", `${sandglass} build '${source}' -o '${wasm}' --quiet`]);
    const safe = join(folder, "safe.wasm");
    execFileSync("sh", ["-c", `${sandglass} harden '${wasm}' -o '${safe}' --engine stream --quiet`]);
    const rows = await pairedRounds(
      [
        { name: "native hello", measure: () => childCpuMs(`'${native}'`) },
        { name: "node -e 0", measure: () => childCpuMs(`'${process.execPath}' -e 0`) },
        { name: "run safe.wasm (hardened before)", measure: () => childCpuMs(`${sandglass} run '${safe}'`) },
        { name: "run hello.wasm (harden and run)", measure: () => childCpuMs(`${sandglass} run '${wasm}'`) },
        {
          name: "run hello.go (check, cached build, harden, run)",
          measure: () => childCpuMs(`${sandglass} run '${source}'`),
        },
      ],
      ROUNDS,
    );
    printTable(
      "run of hello, cold process",
      ["what", "CPU ms", "ratio to native"],
      rows.map((row) => [row.name, row.medianMs, row.ratio]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
