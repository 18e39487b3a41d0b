import { ToolError } from "../errors.ts";
import type { ImportRule, Policy, PolicyOrigin } from "../policy/policy.ts";
import { type FunctionType, type Import, type ModuleShape, ValueType } from "../wasm/module.ts";
import { type Capability, capabilities } from "./capabilities.ts";
import type { HostFunctionType } from "./host-functions.ts";
import { typeOfFunction } from "./limits/deferred-start.ts";
import { hostedSignatures } from "./limits/hosted-exports.ts";
import { wasiSignatures } from "./wasi/signatures.ts";

export const WASI_MODULE = "wasi_snapshot_preview1";
export const HOSTED_MODULE = "sandglass";

/** An import that keeps a module from being instantiated. */
export interface Refusal {
  /** `module.name`. */
  readonly import: string;
  /** One clause: what is wrong with it. */
  readonly reason: string;
  /** Go calls that need it; undefined for imports that are not of WASI. */
  readonly goApi: string | undefined;
  /** The line of the policy that decided; undefined when no line did. */
  readonly origin: PolicyOrigin | undefined;
  /** Key under [imports.wasi_snapshot_preview1] that would allow it; undefined when nothing can. */
  readonly policyKey: string | undefined;
}

/** Functions of the caller's, and the names of capabilities that the guest gets of them. */
export interface HostLinks {
  readonly functions: readonly HostFunctionType[];
  readonly granted: readonly string[];
}

const NO_HOST_FUNCTIONS: HostLinks = { functions: [], granted: [] };

/**
 * Everything that keeps the module from being linked under the policy, each import once, in the order of the module;
 * empty when it may run. Throws ToolError `runtime/...` for a module that is no WASI command at all.
 */
export function checkLinks(
  module: ModuleShape,
  policy: Policy,
  host: HostLinks = NO_HOST_FUNCTIONS,
): readonly Refusal[] {
  requireCommand(module);
  const refusals = new Map<string, Refusal>();
  for (const one of module.imports) {
    const refusal = refusalOf(one, module, { policy, host });
    if (refusal !== undefined && !refusals.has(refusal.import)) refusals.set(refusal.import, refusal);
  }
  return [...refusals.values()];
}

function requireCommand(module: ModuleShape): void {
  if (module.imports.some((one) => one.module === "gojs" || one.module === "go"))
    throw new ToolError("runtime/browser-module", "this module was built for browsers (GOOS=js)", {
      hint: "build it with --target wasip1 (GOOS=wasip1 GOARCH=wasm)",
    });
  const memory = module.exports.find((one) => one.name === "memory");
  if (memory?.kind !== "memory")
    throw new ToolError("runtime/no-memory", "the module exports no memory, so no WASI call could work", {
      hint: "run a command built for WASI preview 1 (GOOS=wasip1 GOARCH=wasm); a command exports memory and _start",
    });
  const own = module.memories[0];
  if (module.memories.length + module.importedCounts.memory > 1 || own?.is64 === true || own?.shared === true)
    throw new ToolError(
      "runtime/unusual-memory",
      "the module has more than one memory, or a 64-bit or shared one",
      {
        hint: "WASI preview 1 works on one plain 32-bit memory",
      },
    );
  const start = module.exports.find((one) => one.name === "_start");
  const type = start?.kind === "function" ? typeOfFunction(module, start.index) : undefined;
  if (type === undefined || type.parameters.length + type.results.length > 0)
    throw new ToolError("runtime/no-start", "the module exports no function _start () -> ()", {
      hint: "it is a library, not a command; in Go, build package main without -buildmode=c-shared",
    });
}

function refusalOf(
  one: Import,
  module: ModuleShape,
  { policy, host }: { readonly policy: Policy; readonly host: HostLinks },
): Refusal | undefined {
  const refuse = (reason: string, more: Partial<Refusal> = {}): Refusal => ({
    import: `${one.module}.${one.name}`,
    reason,
    goApi: undefined,
    origin: undefined,
    policyKey: undefined,
    ...more,
  });
  const known =
    one.module === WASI_MODULE ? wasiSignatures : one.module === HOSTED_MODULE ? hostedSignatures : undefined;
  const given = host.functions.find(({ module: from, name }) => from === one.module && name === one.name);
  const signature = known?.get(one.name) ?? given;
  if (signature === undefined) return refuse("no such import is known");
  if (one.type.kind !== "function") return refuse(`it is imported as a ${one.type.kind}, it is a function`);
  const type = module.types[one.type.typeIndex];
  if (type === undefined || !matches(type, signature))
    return refuse(`it is imported with the wrong signature; the right one is ${written(signature)}`);
  if (given !== undefined && !host.granted.includes(given.capability))
    return refuse(`the capability ${JSON.stringify(given.capability)} of the host is not granted`);
  const capability = one.module === WASI_MODULE ? capabilities.get(one.name) : undefined;
  if (capability === undefined) return undefined;
  return refusalByPolicy(capability, policy, (reason, more) =>
    refuse(reason, { goApi: capability.goApi, ...more }),
  );
}

function refusalByPolicy(
  capability: Capability,
  policy: Policy,
  refuse: (reason: string, more: Partial<Refusal>) => Refusal,
): Refusal | undefined {
  const key = capability.policyKey;
  if (capability.kind === "socket") {
    if (policy.file === undefined && policy.preset === "default") return undefined;
    const by = policy.file === undefined ? `the preset ${policy.preset}` : "a policy file";
    return refuse(`sockets are never linked under ${by}`, {});
  }
  if (capability.kind !== "granted") return undefined;
  const rule = ruleFor(capability, policy);
  if (rule.rule !== "deny") return undefined;
  const origin = policy.origins.get(`imports.${WASI_MODULE}.${key}`);
  const reason =
    origin === undefined ? `the preset ${policy.preset} does not allow it` : "the policy denies it";
  return refuse(reason, { origin, policyKey: key });
}

/** The rule that holds for an import: named in the policy, else allowed when every Go program has it, else the default. */
export function ruleFor(capability: Capability, policy: Policy): ImportRule {
  return (
    policy.imports.get(capability.import) ??
    policy.imports.get(capability.policyKey) ?? { rule: capability.base ? "allow" : policy.otherImports }
  );
}

type Signature = Pick<HostFunctionType, "params" | "results">;

const { i32, i64, f32, f64 } = ValueType;
const TYPE_BYTES = { i32, i64, f32, f64 } as const;

function matches(type: FunctionType, { params, results }: Signature): boolean {
  const same = (bytes: readonly number[], names: Signature["params"]): boolean =>
    bytes.length === names.length && names.every((name, i) => bytes[i] === TYPE_BYTES[name]);
  return same(type.parameters, params) && same(type.results, results);
}

function written({ params, results }: Signature): string {
  return `(${params.join(", ")}) -> (${results.join(", ")})`;
}

/** The refusal in one line: symbol, reason, Go calls, line of the policy. */
export function describeRefusal({ import: name, reason, goApi, origin }: Refusal): string {
  const go = goApi === undefined ? "" : ` (Go: ${goApi})`;
  const at = origin === undefined ? "" : `, ${origin.file}:${origin.line}:${origin.column}`;
  return `${name}${go}: ${reason}${at}`;
}

/** What would let the module run, in one clause; undefined when no policy can. */
export function remedyFor(refusals: readonly Refusal[], policy: Policy): string | undefined {
  const keys = new Set(refusals.map((one) => one.policyKey));
  if (keys.has(undefined)) return undefined;
  const lines = [...keys].map((key) => `${key} = true`).join(", ");
  const edit = `write ${lines} under [imports.${WASI_MODULE}] in ${policy.file ?? "sandglass.toml"}`;
  return policy.file === undefined && policy.preset !== "default" ? `use --preset default, or ${edit}` : edit;
}
