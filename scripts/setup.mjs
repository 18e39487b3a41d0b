import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command with our standard streams; returns its exit status. */
export function runCommand(command, commandArguments, environment = process.env) {
  const { status, error } = spawnSync(command, commandArguments, {
    cwd: root,
    stdio: "inherit",
    env: environment,
    shell: process.platform === "win32" && !command.includes("node"),
  });
  if (error) console.error(`cannot start ${command}: ${error.message}`);
  return status ?? 1;
}

/** Runs Node on a file of the project. */
export const runNode = (...nodeArguments) => runCommand(process.execPath, nodeArguments);

/** Everything `npm run demo` and `npm test` need before they can do their work: Node version, dependencies, dist. */
export function setUp() {
  requireNode();
  installDependencies();
  buildDist();
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Sandglass needs Node 20.19 or later; this is ${process.versions.node}`);
}

/**
 * npm writes node_modules/.package-lock.json last, so its age tells whether an installation is complete and current.
 * `npm install`, not `npm ci`: a lock written where the registry lacks packages for other platforms has no entries for
 * them, which `npm ci` refuses; locked versions are kept either way.
 */
function installDependencies() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const current =
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
  if (current) return;
  console.error("installing dependencies…");
  const status = runCommand(process.platform === "win32" ? "npm.cmd" : "npm", [
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ]);
  if (status !== 0) fail("npm install failed; is the npm registry reachable?");
}

export function buildDist() {
  if (runNode(join("scripts", "build.mjs")) !== 0) fail("the build failed");
}

/** Path of a package's executable script. */
export function binaryOf(packageName, binaryName = packageName.split("/").at(-1)) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[binaryName]);
}

/** Finds or fetches Go exactly as the product does, and returns an environment with it first on PATH. */
export async function environmentWithGo() {
  const load = (path) => import(pathToFileURL(join(root, "dist", "src", path)).href);
  const [{ resolveToolchain }, { nodeBuildHost }] = await Promise.all([
    load("build/toolchain.js"),
    load("platform/node/build-host.js"),
  ]);
  const toolchain = await resolveToolchain({}, nodeBuildHost({ progress: console.error }));
  return { ...process.env, PATH: `${dirname(toolchain.path)}${delimiter}${process.env["PATH"] ?? ""}` };
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
