import type { Policy } from "../../policy/policy.ts";
import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoImport, IndexedFile } from "../flow/symbols.ts";
import { type Draft, type Rule, type RuleContext, spanOf } from "../rule.ts";
import { FORBIDDEN_APIS, type ForbiddenApi, matchesMember, matchesPath } from "./forbidden-apis.ts";
import { reportLinknames } from "./linknames.ts";

type Report = (finding: Draft) => void;

/** Packages and functions that the sandbox does not grant, by import path whatever the local name. */
export const forbiddenImport: Rule = {
  id: "forbidden-import",
  hazard: "forbidden-api",
  severity: "error",
  cwe: ["CWE-749"],
  help: "do without it, or run the program outside of a sandbox after reading it",
  docs: {
    what: "A use of a package that the policy denies, or of a function that cannot work in a WebAssembly sandbox.",
    why: "There are no processes, no network, no cgo and no plugins on wasip1; such calls fail at run time, and show what the source wants to do. What the policy denies is an error; what merely cannot work is a warning. Packages are recognised by their import path, never by the name that the file gives them.",
    bad: 'import run "os/exec"\n\nfunc main() {\n\trun.Command("id").Run()\n}',
    good: 'import "os"\n\nfunc main() {\n\tos.Stdout.WriteString("done in the program itself")\n}',
  },
  check(context, report) {
    for (const file of context.facts.index.files) {
      for (const one of file.imports) checkImport(context, file, one, report);
      reportLinknames(file, report);
    }
  },
};

function checkImport(context: RuleContext, file: IndexedFile, one: GoImport, report: Report): void {
  const denied = denialOf(context, one.path);
  if (denied !== undefined) {
    reportUses(file, one, usesOf(file, one), report, {
      severity: "error",
      message: (name) => `${name} is not allowed: ${denied}`,
    });
    return;
  }
  for (const api of FORBIDDEN_APIS) {
    if (api.path !== one.path) continue;
    const calls = methodCalls(context, file, api);
    const isCalled = (type: string): boolean => calls.some(({ name }) => name.startsWith(`${type}.`));
    const mentions = usesOf(file, one).filter(({ name }) => isForbidden(api, name) && !isCalled(name));
    const uses = [...mentions, ...calls].sort((a, b) => startOfUse(file, a) - startOfUse(file, b));
    if (uses.length === 0 && api.members !== undefined && one.localName !== ".") continue;
    const { severity } = api;
    const message = (name: string): string =>
      api.works === true
        ? `${name} is not safe: ${api.effect}`
        : `${name} cannot work: on wasip1 ${api.effect}`;
    reportUses(file, one, uses, report, {
      severity: uses.length === 0 && one.localName === "." ? "info" : severity,
      message,
    });
  }
}

function isForbidden(api: ForbiddenApi, name: string): boolean {
  return api.members === undefined || api.members.some((pattern) => matchesMember(pattern, name));
}

/** Why the policy denies a path; undefined when it does not. */
function denialOf(context: RuleContext, path: string): string | undefined {
  const policy: Policy | undefined = context.policy;
  if (policy?.deniedGoImports.some((pattern) => matchesPath(pattern, path)) === true) {
    return `the policy denies ${path}`;
  }
  const allowed = policy?.allowedGoImports;
  if (allowed === undefined || context.isOwnPackage(path)) return undefined;
  const isAllowed = allowed.some((pattern) => matchesPath(pattern, path));
  return isAllowed ? undefined : `the policy allows only ${allowed.join(", ") || "no packages"}`;
}

/** Calls of forbidden methods in a file, as far as the types are known from the source: `client.Do(request)`. */
function methodCalls(
  { facts: { index, oracle } }: RuleContext,
  file: IndexedFile,
  { path, methods }: ForbiddenApi,
): Use[] {
  if (methods === undefined) return [];
  return index.functions
    .filter((fn) => fn.file === file)
    .flatMap((fn) => fn.calls)
    .flatMap((node) => {
      const callee = oracle.calleeOf(file, node);
      if (callee.kind !== "library" || callee.path !== path) return [];
      const [type = "", method] = callee.name.split(".");
      const isReported = method !== undefined && methods[type]?.some((one) => matchesMember(one, method));
      return isReported === true ? [{ node, name: callee.name }] : [];
    });
}

function startOfUse({ source }: IndexedFile, { node }: Use): number {
  return source.tree.start[node]!;
}

interface Use {
  /** Selector, qualified type, or call. */
  readonly node: NodeId;
  readonly name: string;
}

/** Mentions `pkg.Name` of an import, in source order. */
function usesOf(file: IndexedFile, one: GoImport): Use[] {
  const { tree } = file.source;
  if (one.localName === ".") return namesNotDeclared(file);
  return (one.symbol?.uses ?? []).flatMap((use) => {
    const node = tree.parent[use]!;
    const kind = tree.kind[node];
    if (kind !== Kind.SelectorExpression && kind !== Kind.QualifiedType) return [];
    const field = childIn(tree, node, kind === Kind.SelectorExpression ? Field.Field : Field.Name);
    const name = field === NO_NODE ? childrenOf(tree, node)[1] : field;
    return name === undefined ? [] : [{ node, name: textOf(tree, name) }];
  });
}

/** Exported names that the package does not declare: with a dot import they may come from there. */
function namesNotDeclared({ source: { tree }, symbolOf }: IndexedFile): Use[] {
  const found: Use[] = [];
  for (let node = 1; node < tree.size; node++) {
    if (tree.kind[node] !== Kind.Identifier && tree.kind[node] !== Kind.TypeIdentifier) continue;
    const name = textOf(tree, node);
    if (symbolOf[node] === -1 && /^\p{Lu}/u.test(name)) found.push({ node, name });
  }
  return found;
}

interface Words {
  readonly severity: Draft["severity"];
  readonly message: (name: string) => string;
}

/** One finding for each line that uses the package, or one at the import when nothing does. */
function reportUses(
  file: IndexedFile,
  one: GoImport,
  uses: readonly Use[],
  report: Report,
  words: Words,
): void {
  const witness = words.severity === "error" ? "the import path is in the source" : undefined;
  const importedAt = spanOf(file.source, one.node);
  const { severity } = words;
  if (uses.length === 0) {
    report({ at: importedAt, severity, message: words.message(one.path), witness });
    return;
  }
  let lastLineEnd = -1;
  for (const use of uses) {
    const at = spanOf(file.source, use.node);
    if (at.start <= lastLineEnd) continue;
    const newline = file.source.text.indexOf("\n", at.start);
    lastLineEnd = newline < 0 ? file.source.text.length : newline;
    report({
      at,
      severity,
      message: words.message(`${one.path}.${use.name}`),
      witness,
      related: [{ at: importedAt, message: "imported here" }],
    });
  }
}
