import { compareGoVersions, parseGoVersion } from "./go-version.ts";
import type { ProgramModule } from "./modules.ts";

/** Where module number `index` lies, seen from the program's folder. */
export function moduleFolder(index: number): string {
  return `../modules/${index}`;
}

/** The go.mod of the program: its own path and language, and for each module the folder where it was put. Nothing else. */
export function programGoMod(
  modulePath: string,
  goVersion: string,
  modules: readonly ProgramModule[],
): string {
  const requires = modules.map(({ path, version }) => `require ${path} ${version}\n`);
  const replaces = modules.map(
    ({ path, version }, index) => `replace ${path} ${version} => ${moduleFolder(index)}\n`,
  );
  const language = newest([goVersion, ...modules.map((module) => module.goVersion)]);
  return `module ${modulePath}\n\ngo ${language}\n\n${requires.join("")}${replaces.join("")}`;
}

/** The go.mod of one module: its requirements are dropped, since the program's go.mod already lists all that may be used. */
export function dependencyGoMod({ path, goVersion }: ProgramModule): string {
  return `module ${path}\n\ngo ${goVersion}\n`;
}

/** cmd/go refuses a module that asks for a newer language than the main module does. */
function newest(versions: readonly string[]): string {
  return versions.reduce((best, version) => {
    const [a, b] = [parseGoVersion(best), parseGoVersion(version)];
    return a !== undefined && b !== undefined && compareGoVersions(b, a) > 0 ? version : best;
  });
}
