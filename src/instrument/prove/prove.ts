import { decodeBody, Instructions } from "../../wasm/body.ts";
import { SectionId, type WasmModule } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import { readModule } from "../../wasm/reader.ts";
import { assertValid } from "../../wasm/validate.ts";
import { AbiExport, StopCode } from "../abi.ts";
import { type Manifest, readManifest } from "../manifest.ts";
import type { ProofObjection, ProofReport } from "../report.ts";
import { type CallGraph, runsOn, uncheckedRecursion } from "./call-graph.ts";
import { type FunctionProof, proveFunction } from "./function-proof.ts";
import { type KnownFunctions, knownFunctions } from "./known-functions.ts";
import { abiGlobal, checkAbi, initialValues } from "./module-checks.ts";

/** More is not listed. */
const MOST_OBJECTIONS = 20;
/** A second or two of work: what runs on for longer cannot be called stopped. */
const MOST_INSTRUCTIONS = 2 ** 31;

/** 4 GiB, all that 32-bit addresses reach. */
const MAX_PAGES = 65_536;

/** What the proof leaves open, in words. */
const NOT_PROVED = [
  "that fuel is counted as in the module that it was made from, or that it does the same (verify it against that)",
  "how deep calls may nest (engines have a limit of their own)",
  "what the host does for it: its imports are the host's, and so is what the host writes into exported globals",
];

/**
 * Proves of an artifact alone, without what it was made from, that it stops by itself: whatever it is called with, it uses
 * fuel for ever only if it runs for ever, and compares it with a floor again and again. Nothing that it says of itself is
 * believed. Throws ToolError `wasm/…` for a module that is malformed or invalid.
 */
export function proveArtifact(
  artifact: Uint8Array,
  host: { sha256(bytes: Uint8Array): string },
): ProofReport {
  const module = readModule(artifact);
  assertValid(artifact);
  const manifest = readManifest(artifact);
  const known = knownFunctions(module, manifest);
  const { objections, runsOnInstructions } = judge(module, known, manifest);
  const { fuel, memoryLimitPages } = initialValues(module);
  return {
    schemaVersion: 1,
    verdict: objections.length === 0 ? "stops" : "unproved",
    artifact: { bytes: artifact.length, sha256: host.sha256(artifact) },
    limits: {
      fuel: fuel.toString(),
      memoryPages: memoryLimitPages,
      maximumPages: module.memories[0]?.maximum,
    },
    runsOnInstructions,
    objections: objections.slice(0, MOST_OBJECTIONS),
    notProved: NOT_PROVED,
  };
}

function judge(
  module: WasmModule,
  known: KnownFunctions,
  manifest: Manifest | undefined,
): { readonly objections: readonly ProofObjection[]; readonly runsOnInstructions: number } {
  const objections = [...checkAbi(module, known), ...checkManifest(module, manifest)];
  const fuelGlobal = abiGlobal(module, AbiExport.fuel);
  if (fuelGlobal === undefined) return { objections, runsOnInstructions: 0 };
  const read = new CodeReader(module, known, fuelGlobal).run();
  objections.push(...read.objections);
  if (objections.length > 0) return { objections, runsOnInstructions: 0 };
  const recursive = uncheckedRecursion(read.graph);
  if (recursive !== undefined) {
    const functionIndex = module.importedCounts.function + recursive;
    objections.push({
      what: "it can call itself again and again without a check",
      functionIndex,
      offset: module.code[recursive]!.start,
    });
    return { objections, runsOnInstructions: 0 };
  }
  const runsOnInstructions = runsOn(read.graph);
  if (runsOnInstructions > MOST_INSTRUCTIONS)
    objections.push({
      what: `up to ${runsOnInstructions} instructions may run between two checks`,
      offset: 8,
    });
  return { objections, runsOnInstructions };
}

/** What the manifest claims must be what the module has. */
function checkManifest(module: WasmModule, manifest: Manifest | undefined): readonly ProofObjection[] {
  const object = (what: string): readonly ProofObjection[] => [
    { what, offset: module.sections.find(({ id }) => id === SectionId.custom)?.offset ?? 8 },
  ];
  if (manifest === undefined) return object("it has no manifest");
  const { fuel, memoryLimitPages } = initialValues(module);
  if (manifest.limits?.fuel !== fuel.toString())
    return object("the manifest tells of another amount of fuel");
  if (manifest.limits.memoryPages !== memoryLimitPages)
    return object("the manifest tells of another limit of memory");
  const [memory] = module.memories;
  const isBounded = memory === undefined || (memory.maximum ?? MAX_PAGES) <= (memoryLimitPages ?? 0);
  return isBounded ? [] : object("the memory may grow beyond the limit that the manifest tells of");
}

/** Reads all function bodies, one after the other. */
class CodeReader {
  private readonly module: WasmModule;
  private readonly known: KnownFunctions;
  private readonly fuelGlobal: number;
  private readonly guarded: ReadonlyMap<number, string>;
  private readonly stopGlobal: number | undefined;
  private readonly objections: ProofObjection[] = [];
  /** Functions that a reference in code may lead to. */
  private readonly referenced = new Set<number>();

  constructor(module: WasmModule, known: KnownFunctions, fuelGlobal: number) {
    this.module = module;
    this.known = known;
    this.fuelGlobal = fuelGlobal;
    this.stopGlobal = abiGlobal(module, AbiExport.stop);
    const guarded = new Map<number, string>();
    for (const name of [AbiExport.memoryLimitPages, AbiExport.memoryDenied]) {
      const index = abiGlobal(module, name);
      if (index !== undefined) guarded.set(index, name);
    }
    if (known.tableDelta !== undefined) guarded.set(known.tableDelta, "the delta of a table");
    this.guarded = guarded;
  }

  run(): { readonly objections: readonly ProofObjection[]; readonly graph: CallGraph } {
    const { module } = this;
    const imported = module.importedCounts.function;
    const body = new Instructions();
    const proofs: FunctionProof[] = [];
    const lengths: number[] = [];
    for (const [position, range] of module.code.entries()) {
      decodeBody(module.bytes, range, body);
      lengths.push(body.count);
      const index = imported + position;
      const isOurs = this.known.added.has(index) || index === this.known.rebuild;
      proofs.push(isOurs ? { objections: [], calls: [] } : this.prove(index, body));
    }
    const targets = this.targets();
    const graph = {
      proofs,
      lengths,
      importedFunctions: imported,
      targetsOf: (type: number) => targets.get(this.typeKey(type)) ?? [],
    };
    return { objections: this.objections, graph };
  }

  private prove(functionIndex: number, body: Instructions): FunctionProof {
    const { module, known, fuelGlobal } = this;
    this.scan(functionIndex, body);
    const bodyBytes = body.offset[body.count]! - body.offset[0]!;
    // Charges that are taken ahead come to no more than a few for each byte of code.
    const context = {
      bytes: module.bytes,
      fuelGlobal,
      added: known.added,
      lowestFloor: -1000 - 8 * bodyBytes,
    };
    const proof = proveFunction(context, body);
    for (const { what, instruction } of proof.objections)
      this.object(what, functionIndex, body.offset[instruction]!);
    return proof;
  }

  private object(what: string, functionIndex: number, offset: number): void {
    if (this.objections.length < MOST_OBJECTIONS) this.objections.push({ what, functionIndex, offset });
  }

  /** What may not stand in a function of the guest, wherever control leads. */
  private scan(functionIndex: number, { count, opcode, immediate, offset }: Instructions): void {
    for (let i = 0; i < count; i++) {
      const operand = immediate[i]! >>> 0;
      if (opcode[i] === Op.refFunc) {
        this.referenced.add(operand);
        if (this.known.added.has(operand))
          this.object("it refers to a function of the counters", functionIndex, offset[i]!);
      }
      const isCall = opcode[i] === Op.call || opcode[i] === Op.returnCall;
      const isOurs =
        this.known.rebuild === operand || (opcode[i] === Op.returnCall && this.known.added.has(operand));
      if (isCall && isOurs)
        this.object("it calls a function of the counters in a way of its own", functionIndex, offset[i]!);
      if (opcode[i] !== Op.globalSet) continue;
      const name = this.guarded.get(operand);
      if (name !== undefined) this.object(`it writes to ${name}`, functionIndex, offset[i]!);
      if (operand !== this.stopGlobal) continue;
      const isReason = opcode[i - 1] === Op.i32Const && STOP_CODES.has(immediate[i - 1]!);
      if (!isReason || opcode[i + 1] !== Op.unreachable)
        this.object("it gives a reason for stopping and goes on", functionIndex, offset[i]!);
    }
  }

  /** Positions of the functions that an indirect call may reach, by type. */
  private targets(): ReadonlyMap<string, readonly number[]> {
    const { module, referenced } = this;
    const imported = module.importedCounts.function;
    for (const { functions } of module.elements)
      for (const index of functions) if (index !== undefined) referenced.add(index);
    // The host may put exported functions into a table that it can reach.
    for (const { kind, index } of module.exports) if (kind === "function") referenced.add(index);
    const targets = new Map<string, number[]>();
    for (const index of referenced) {
      if (index < imported) continue;
      const key = this.typeKey(module.functions[index - imported]!);
      const list = targets.get(key);
      if (list === undefined) targets.set(key, [index - imported]);
      else list.push(index - imported);
    }
    return targets;
  }

  private typeKey(type: number): string {
    const { parameters, results } = this.module.types[type]!;
    return `${parameters.join()}:${results.join()}`;
  }
}

const STOP_CODES: ReadonlySet<number> = new Set(
  Object.values(StopCode).filter((code) => code !== StopCode.none),
);
