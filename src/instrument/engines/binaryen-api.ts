/** A node of Binaryen's IR, a function, a C string: all are addresses in its memory; 0 is none. */
export type Ref = number;

/** A module as the package's JavaScript layer gives it. */
export interface BinaryenModule {
  readonly ptr: Ref;
  setFeatures(features: number): void;
  optimize(): void;
  runPasses(passes: readonly string[]): void;
  runPassesOnFunction(name: string, passes: readonly string[]): void;
  emitBinary(): Uint8Array;
  dispose(): void;
}

/**
 * The part of binaryen.js that is used: its C functions on plain addresses, since objects for each node take far
 * longer. The package's types leave the functions that begin with an underscore out.
 */
export interface Binaryen {
  readonly Features: Readonly<Record<string, number>>;
  readonly i64: number;
  readonly none: number;
  readonly SubInt64: number;
  readonly LtSInt64: number;
  readBinary(bytes: Uint8Array): BinaryenModule;
  setOptimizeLevel(level: number): void;
  setShrinkLevel(level: number): void;
  setDebugInfo(on: boolean): void;
  _malloc(bytes: number): Ref;
  _free(address: Ref): void;
  __i32_store(address: Ref, value: number): void;
  _BinaryenSizeofLiteral(): number;
  _BinaryenLiteralInt32(literal: Ref, value: number): void;
  _BinaryenLiteralInt64(literal: Ref, value: bigint): void;
  _BinaryenConst(module: Ref, literal: Ref): Ref;
  _BinaryenBinary(module: Ref, operator: number, left: Ref, right: Ref): Ref;
  _BinaryenGlobalGet(module: Ref, name: Ref, type: number): Ref;
  _BinaryenGlobalSet(module: Ref, name: Ref, value: Ref): Ref;
  _BinaryenIf(module: Ref, condition: Ref, ifTrue: Ref, ifFalse: Ref): Ref;
  _BinaryenBlock(module: Ref, name: Ref, children: Ref, count: number, type: number): Ref;
  _BinaryenUnreachable(module: Ref): Ref;
  _BinaryenGetNumFunctions(module: Ref): number;
  _BinaryenGetFunctionByIndex(module: Ref, index: number): Ref;
  _BinaryenFunctionGetName(fn: Ref): Ref;
  _BinaryenFunctionGetBody(fn: Ref): Ref;
  _BinaryenFunctionSetBody(fn: Ref, body: Ref): void;
  _BinaryenGetNumGlobals(module: Ref): number;
  _BinaryenGetGlobalByIndex(module: Ref, index: number): Ref;
  _BinaryenGlobalGetName(global: Ref): Ref;
  _BinaryenExpressionGetId(node: Ref): number;
  _BinaryenCallGetTarget(call: Ref): Ref;
  _BinaryenCallGetOperandAt(call: Ref, index: number): Ref;
}

/** Calls a C function by the name that the table of node kinds gives it. */
export type RawCall = (...values: number[]) => number;

/** Looks up one of Binaryen's C functions, without its prefix. Throws an Error for one that this version lacks. */
export function rawFunction(binaryen: Binaryen, name: string): RawCall {
  const found: unknown = Reflect.get(binaryen, `_Binaryen${name}`);
  if (typeof found !== "function") throw new Error(`binaryen.js has no ${name}`);
  return found as RawCall;
}
