import { ToolError } from "../../errors.ts";
import type { Policy } from "../policy.ts";
import { booleanOf, choiceOf, textsOf } from "../read-value.ts";
import type { SchemaKey } from "./key.ts";

/** What source may be, before it is built. */
export const SOURCE_KEYS: readonly SchemaKey[] = [
  {
    key: "go.imports",
    type: "list of import paths",
    default: undefined,
    example: '["fmt", "strings", "math/..."]',
    docs: "The only packages that source may import, besides its own. Without it everything may be that is not forbidden.",
    apply: (policy, value, source) => ({ ...policy, allowedGoImports: textsOf(value, source) }),
  },
  {
    key: "go.deny",
    type: "list of import paths",
    default: "[]",
    example: '["os/exec", "plugin"]',
    docs: "Packages that the rule forbidden-import reports beyond its own list.",
    apply: (policy, value, source) => ({ ...policy, deniedGoImports: textsOf(value, source) }),
  },
  {
    key: "go.modules",
    type: "list of module paths",
    default: "[]",
    example: '["golang.org/x/text"]',
    docs: "Modules besides the standard library that a build may use, from the vendor folder or the module cache. Nothing is fetched.",
    apply: (policy, value, source) => ({ ...policy, modules: textsOf(value, source) }),
  },
  {
    key: "rules.*",
    type: '"error", "warning", "info" or "off"',
    default: undefined,
    example: '"off"',
    docs: 'Severity of a rule of the analysis by its name, as in endless-loop. false is the same as "off".',
    apply: (policy, value, source, name) => {
      const isOff = value.type === "boolean" && !value.value;
      const severity = isOff ? "off" : choiceOf(value, ["error", "warning", "info", "off"], source);
      return { ...policy, rules: new Map([...policy.rules, [ruleName(name, source), severity] as const]) };
    },
  },
  {
    key: "suppressions.honour",
    type: "true or false",
    default: "false",
    docs: "Whether run and preflight honour //sandglass:ignore comments. check does; who wrote the source is not trusted elsewhere.",
    apply: (policy, value, source): Policy => ({ ...policy, honourSuppressions: booleanOf(value, source) }),
  },
];

function ruleName(name: string, { place }: Parameters<SchemaKey["apply"]>[2]): string {
  if (/^[a-z]+(-[a-z]+)*$/.test(name)) return name;
  throw new ToolError("policy/unknown-key", `'${name}' cannot be the name of a rule`, {
    hint: "rules are named like endless-loop; sandglass explain lists them",
    ...(place === undefined ? {} : { place }),
  });
}
