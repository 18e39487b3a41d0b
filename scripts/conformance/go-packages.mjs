import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, goBuild, goRoot } from "./go-tests.mjs";
import { chosenHosts, LIMIT_MS } from "./hosts.mjs";
import { inParallel, output } from "./spawn.mjs";

/** Packages of the standard library that say most about a host: files, time, memory, the runtime itself. */
const PACKAGES =
  `bufio bytes container/heap container/list context crypto/rand crypto/sha256 embed encoding/base64
  encoding/binary encoding/hex encoding/json errors flag fmt hash/crc32 hash/fnv internal/poll io io/fs io/ioutil iter
  log maps math math/big math/rand net os os/exec os/signal path path/filepath reflect regexp runtime runtime/debug
  slices sort strconv strings sync sync/atomic syscall testing testing/fstest text/scanner text/template time
  unicode/utf8 unique`.split(/\s+/);

const QUICK = new Set(["bytes", "context", "io", "io/fs", "os", "path/filepath", "sync", "time"]);

export const goPackages = {
  name: "go-packages",
  what: `the tests of ${PACKAGES.length} standard packages`,
  run,
};

async function run({ environment, only, hosts: hostNames, isQuick }) {
  const hosts = chosenHosts(hostNames, environment);
  const root = await goRoot(environment);
  const packages = PACKAGES.filter((name) => name.includes(only) && (!isQuick || QUICK.has(name)));
  const results = await inParallel(packages, (name) => testPackage(name, { hosts, root, environment }));
  const failures = hosts
    .filter(({ isOurs }) => isOurs)
    .flatMap(({ name }) => {
      const failed = packages.filter((_, index) => results[index][name].status !== 0);
      return failed.length > 0 ? [`${name}: ${failed.join(", ")}`] : [];
    });
  const rows = packages.map((name, index) => [name, ...hosts.map((host) => cell(results[index][host.name]))]);
  const passed = hosts.map(({ name }) => results.filter((result) => result[name].status === 0).length);
  rows.push(["packages passed", ...passed.map((count) => `${count}/${packages.length}`)]);
  return { columns: ["package", ...hosts.map(({ name }) => name)], rows, failures };
}

async function testPackage(name, { hosts, root, environment }) {
  const cwd = join(root, "src", name);
  const wasm = join(cacheFolder, `${name.replaceAll("/", "-")}.test.wasm`);
  const broken = existsSync(wasm)
    ? undefined
    : await goBuild(["test", "-c", "-o", wasm, name], { cwd, environment });
  const results = {};
  for (const host of hosts) {
    const context = { cwd, path: environment.PATH, cache: cacheFolder };
    const words = ["-test.short", "-test.v", "-test.timeout=100s"];
    const { status, text } =
      broken === undefined
        ? await output(...host.command(wasm, words, context), {
            cwd,
            environment: { ...environment, PWD: cwd },
            timeoutMs: LIMIT_MS,
          })
        : { status: "no build", text: broken };
    const count = (verdict) => text.match(new RegExp(`^ *--- ${verdict}: .*`, "gm")) ?? [];
    results[host.name] = { status, passed: count("PASS").length, failed: count("FAIL") };
    console.error(`${name} ${host.name}: ${cell(results[host.name])}`);
    if (host.isOurs && status !== 0) console.error(detail(text));
  }
  return results;
}

function cell({ status, passed, failed }) {
  return status === 0 ? `${passed}` : `${passed} (${failed.length} failed, ${status})`;
}

/** The tests that failed, or the last words. */
function detail(text) {
  const failed = text.match(/^ *--- FAIL: .*(\n {4,}.*)*/gm) ?? [];
  return (failed.length > 0 ? failed : text.split("\n").slice(-12)).join("\n").slice(0, 6_000);
}
