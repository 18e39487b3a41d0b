import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { analyze } from "../src/analyze/analyze.ts";
import { nodePlatform } from "../src/platform/node.ts";
import type { CheckReport } from "../src/source/finding.ts";
import type { GoPackage } from "../src/source/input.ts";
import { loadPackages } from "../src/source/load-packages.ts";
import { printTable } from "./table.ts";

/** Popular modules of many kinds, at fixed versions so that the table of one day can be compared with that of another. */
const MODULES = [
  "github.com/spf13/cobra@v1.8.1",
  "github.com/gin-gonic/gin@v1.10.0",
  "github.com/sirupsen/logrus@v1.9.3",
  "github.com/stretchr/testify@v1.9.0",
  "github.com/gorilla/mux@v1.8.1",
  "github.com/tidwall/gjson@v1.17.1",
  "github.com/yuin/goldmark@v1.7.4",
  "github.com/hashicorp/raft@v1.7.0",
  "github.com/dgraph-io/badger/v4@v4.2.0",
  "github.com/nats-io/nats.go@v1.36.0",
  "google.golang.org/grpc@v1.65.0",
  "gopkg.in/yaml.v3@v3.0.1",
  "go.uber.org/zap@v1.27.0",
  "golang.org/x/text@v0.16.0",
];

type Row = readonly (string | number)[];

/**
 * What the analysis finds where nothing should be proved wrong: the standard library, Go's own runnable tests, and popular
 * modules from the proxy. Every error is printed with its line, for a person to judge.
 */
export async function checkModulesBench(): Promise<void> {
  const goRoot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const rows: Row[] = [];
  const errors: string[] = [];
  const add = async (name: string, base: string, packages: readonly GoPackage[]): Promise<void> => {
    const report = await reportOn(packages);
    rows.push(rowOf(name, report));
    for (const one of report.findings.filter(({ severity }) => severity === "error"))
      errors.push(`${name}: ${relative(base, one.file)}:${one.line} ${one.rule}: ${one.message}`);
  };
  const source = join(goRoot, "src");
  await add("standard library", source, await packagesBelow(source));
  await add("$GOROOT/test, // run", join(goRoot, "test"), runnableTests(join(goRoot, "test")));
  const cache = mkdtempSync(join(tmpdir(), "sandglass-modules-"));
  try {
    for (const module of MODULES) {
      const folder = downloaded(module, cache);
      if (folder === undefined) rows.push([module, "could not be downloaded: skipped", "", "", "", "", ""]);
      else await add(module, folder, await packagesBelow(folder));
    }
  } finally {
    execFileSync("go", ["clean", "-modcache"], { env: { ...process.env, GOMODCACHE: cache, GOFLAGS: "" } });
    rmSync(cache, { recursive: true, force: true });
  }
  const header = ["what", "files", "functions", "loops", "errors", "warnings", "infos"];
  printTable("check of code that is known to be good", header, rows);
  console.log(["", `${errors.length} errors`, ...errors].join("\n"));
}

async function reportOn(packages: readonly GoPackage[]): Promise<CheckReport> {
  const platform = nodePlatform();
  const parser = await platform.loadParser();
  const { sha256 } = platform;
  return analyze(packages, { parser, honourSuppressions: true, toolVersion: "bench", sha256 });
}

function rowOf(name: string, { files, functions, loops, findings }: CheckReport): Row {
  const count = (severity: string): string =>
    String(findings.filter((one) => one.severity === severity).length);
  const counts = ["error", "warning", "info"].map(count);
  return [name, String(files), String(functions), String(loops), ...counts];
}

function packagesBelow(folder: string): Promise<readonly GoPackage[]> {
  return loadPackages([`${folder}/...`], nodePlatform().source);
}

/** Each is a program of its own that ends, by definition. */
function runnableTests(root: string): readonly GoPackage[] {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((one) => one.endsWith(".go"));
  return names.sort().flatMap((name) => {
    const path = join(root, name);
    const text = readFileSync(path, "utf8");
    return /^\/\/ run\b/.test(text) ? [{ name: path, files: [{ path, text }] }] : [];
  });
}

/** Folder of the module's source, fetched through the proxy into a cache of our own; undefined without network. */
function downloaded(module: string, cache: string): string | undefined {
  try {
    const answer = execFileSync("go", ["mod", "download", "-json", module], {
      cwd: cache,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, GOMODCACHE: cache, GOFLAGS: "", GOWORK: "off" },
    });
    return (JSON.parse(answer) as { readonly Dir?: string }).Dir;
  } catch {
    return undefined;
  }
}
