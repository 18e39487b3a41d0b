import { goPackages } from "./go-packages.mjs";
import { goPrograms } from "./go-programs.mjs";
import { agreement, fuel } from "./vitest-suites.mjs";

/** Each: name, what, and run({ environment, only, hosts, isQuick }) → { columns, rows, failures }. */
export const suites = [goPackages, goPrograms, fuel, agreement];
