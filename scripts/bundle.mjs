import { readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { rolldown } from "rolldown";

/**
 * Node takes about 0.4 ms for each file of a module graph, whatever its size, so what starts as a process or a thread is
 * put into few files: the command line and what `npm run docs` writes, with what only some commands need in files of their own, and the entry of a guest's
 * thread. What the library exports stays as the compiler wrote it. Names are kept, so that stack traces can be read.
 */
export async function bundle(dist) {
  const guest = join(dist, "src", "platform", "node");
  const entry = join(guest, "guest-entry.js");
  const thread = await rolldown({ input: { "guest-entry": entry }, ...SETTINGS });
  const main = join(dist, "cli", "main.js");
  const core = staticImports([main, join(dist, "cli", "commands", "run.js")]);
  // Its top-level await would hold up whoever imports the file that it is in.
  core.delete(main);
  const docs = join(dist, "cli", "docs.js");
  const commandLine = await rolldown({ input: { main, docs }, ...SETTINGS });
  const parts = { codeSplitting: { groups: [{ name: "core", test: (id) => core.has(id) }] } };
  const cli = join(dist, "bundle");
  await commandLine.write({ dir: cli, chunkFileNames: "[name]-[hash].js", ...parts });
  // The thread's entry is looked for beside whoever starts it.
  for (const dir of [cli, guest]) await thread.write({ dir, chunkFileNames: "guest-entry-[name].js" });
  rmSync(`${entry}.map`, { force: true });
  return cli;
}

/** Packages are loaded as they are installed, but for what the bundler itself puts into code, which is none. */
const SETTINGS = {
  platform: "node",
  external: (id) => !/^(?:[./]|[A-Za-z]:|@oxc-project\/runtime)/.test(id),
};

/** The files that these load before they can do anything: what every `run` needs. */
function staticImports(entries) {
  const found = new Set();
  const pending = [...entries];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) [^;"]*?\bfrom "(\.[^"]+)"/gm);
    for (const [, path] of imports) pending.push(resolve(dirname(file), path));
  }
  return found;
}
