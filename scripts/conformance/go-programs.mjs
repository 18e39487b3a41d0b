import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, goBuild, goRoot } from "./go-tests.mjs";
import { chosenHosts, LIMIT_MS } from "./hosts.mjs";
import { inParallel, output } from "./spawn.mjs";

/** Folders of GOROOT/test whose programs run by themselves. */
const FOLDERS = [".", "chan", "ken", "interface", "typeparam", "fixedbugs", "abi"];

const QUICK_FOLDERS = new Set(["chan", "interface", "ken"]);

/** Programs that no host of wasip1 can pass, and why. Build constraints of their own leave out wasip1 in all of them; a file that is named is built in spite of that. */
const IMPOSSIBLE = {
  "they start the go command": `linkmain_run linkobj linkx_run nosplit fixedbugs/bug369 fixedbugs/issue10607
    fixedbugs/issue11771 fixedbugs/issue14636 fixedbugs/issue16037_run fixedbugs/issue19658 fixedbugs/issue21317
    fixedbugs/issue21576 fixedbugs/issue22660 fixedbugs/issue22662b fixedbugs/issue33555 fixedbugs/issue52127
    fixedbugs/issue54542 fixedbugs/issue9355 fixedbugs/issue9862_run`,
  "their build constraints leave out wasm": "convert5 nilptr_aix",
  "syscall.Kill of wasip1 exits": "sigchld",
  "a loop without calls keeps Go's only thread": "fixedbugs/issue19182",
};
const impossible = new Set(
  Object.values(IMPOSSIBLE).flatMap((names) => names.split(/\s+/).map((name) => `${name}.go`)),
);

export const goPrograms = { name: "go-programs", what: "the `// run` programs of GOROOT/test", run };

async function run({ environment, only, hosts: hostNames, isQuick }) {
  const hosts = chosenHosts(hostNames, environment);
  const tests = join(await goRoot(environment), "test");
  const folders = FOLDERS.filter((folder) => !isQuick || QUICK_FOLDERS.has(folder));
  const programs = folders
    .flatMap((folder) => programsOf(tests, folder))
    .filter(({ file }) => file.includes(only));
  const results = await inParallel(programs, (program) =>
    testProgram(program, { hosts, tests, environment }),
  );
  const built = results.filter((result) => result !== undefined);
  const failures = hosts
    .filter(({ isOurs }) => isOurs)
    .flatMap(({ name }) => {
      const failed = built
        .map(({ file }) => file)
        .filter((file, at) => !built[at][name] && !impossible.has(file));
      return failed.length > 0 ? [`${name}: ${failed.join(", ")}`] : [];
    });
  const rows = [...folders, ""].map((folder) => {
    const inFolder = built.filter((result) => folder === "" || result.folder === folder);
    const counts = hosts.map(
      ({ name }) => `${inFolder.filter((result) => result[name]).length}/${inFolder.length}`,
    );
    return [folder || "programs passed", ...counts];
  });
  return { columns: ["folder", ...hosts.map(({ name }) => name)], rows, failures };
}

/**
 * Programs whose first line is `// run`, with the compiler flags, the further files and the arguments that follow there.
 * Words are quoted as in a shell (GOROOT/src/cmd/internal/testdir, `splitQuoted`).
 */
function programsOf(tests, folder) {
  return readdirSync(join(tests, folder))
    .filter((name) => name.endsWith(".go") && statSync(join(tests, folder, name)).isFile())
    .flatMap((name) => {
      const recipe = /^\/\/ run( .*)?$/m.exec(
        readFileSync(join(tests, folder, name), "utf8").split("\n\n")[0],
      );
      const words = wordsOf(recipe?.[1] ?? "");
      const experiment = words[0] === "-goexperiment" ? words.splice(0, 2)[1] : "";
      const firstOwn = words.findIndex((word) => !word.startsWith("-"));
      const flags = firstOwn === -1 ? words : words.slice(0, firstOwn);
      const own = words.slice(flags.length);
      const sources = [name, ...own.filter((word) => word.endsWith(".go"))];
      const file = folder === "." ? name : `${folder}/${name}`;
      const program = { file, folder, experiment, flags, sources };
      return recipe ? [{ ...program, words: own.filter((word) => !word.endsWith(".go")) }] : [];
    });
}

function wordsOf(text) {
  return (text.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? []).map((word) => word.replace(/["']/g, ""));
}

/** undefined for a program that does not build for wasip1. */
async function testProgram(program, { hosts, tests, environment }) {
  const { file, folder, experiment, flags, sources, words } = program;
  const wasm = join(cacheFolder, `${file.replaceAll("/", "-")}.wasm`);
  if (!existsSync(wasm)) {
    const broken = await goBuild(
      ["build", ...flags, "-o", wasm, ...sources.map((name) => join(tests, folder, name))],
      {
        cwd: tests,
        environment: { ...environment, GOEXPERIMENT: experiment },
      },
    );
    if (broken !== undefined) return undefined;
  }
  const golden = join(tests, file.replace(/\.go$/, ".out"));
  const expected = existsSync(golden) ? readFileSync(golden, "utf8") : "";
  const result = { file, folder };
  for (const host of hosts) {
    const context = { cwd: tests, path: environment.PATH, cache: cacheFolder };
    const { status, text } = await output(...host.command(wasm, words, context), {
      cwd: tests,
      environment: { ...environment, PWD: tests },
      timeoutMs: LIMIT_MS,
    });
    result[host.name] = status === 0 && text === expected;
    if (!result[host.name]) console.error(`${file} ${host.name}: ${status}\n${text.slice(0, 400)}`);
  }
  return result;
}
