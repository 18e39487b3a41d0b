import { table } from "./conformance/print-table.mjs";
import { suites } from "./conformance/suites.mjs";
import { environmentWithGo, setUp } from "./setup.mjs";

/**
 * `npm run test:conformance [-- SUITE …] [--only TEXT] [--hosts NAME,…|all] [--quick] [--list]`: whole suites that are too long for
 * `npm test`, each with a table. A suite is one file beside this one; what fails in ours decides the exit code, its peers do not. `--quick` runs
 * the part that takes less than five minutes.
 */
const words = process.argv.slice(2);
const option = (name) => words[words.indexOf(name) + 1 || words.length];
const only = option("--only") ?? "";
const hosts = option("--hosts")?.split(",");
const named = words.filter((word, index) => !word.startsWith("--") && !words[index - 1]?.startsWith("--"));

if (words.includes("--list")) {
  console.log(
    table(
      ["suite", "what"],
      suites.map(({ name, what }) => [name, what]),
    ),
  );
} else {
  const unknown = named.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) throw new Error(`no suite ${unknown.join(", ")}; --list names them`);
  setUp();
  const environment = await environmentWithGo();
  for (const suite of suites) {
    if (named.length > 0 && !named.includes(suite.name)) continue;
    const { columns, rows, failures } = await suite.run({
      environment,
      only,
      hosts,
      isQuick: words.includes("--quick"),
    });
    console.log(`\n${suite.name}: ${suite.what}\n`);
    console.log(table(columns, rows));
    for (const failure of failures) console.log(`FAILED: ${failure}`);
    if (failures.length > 0) process.exitCode = 1;
  }
}
