/** A function or module of Binaryen, a C string: all are addresses in its memory. */
export type Ref = number;

/** A module as the package's JavaScript layer gives it. */
export interface BinaryenModule {
  readonly ptr: Ref;
  setFeatures(features: number): void;
  optimize(): void;
  emitBinary(): Uint8Array;
  dispose(): void;
}

/** The part of binaryen.js that is used. The package's types leave its C functions, which begin with an underscore, out. */
export interface Binaryen {
  readonly Features: Readonly<Record<string, number>>;
  readBinary(bytes: Uint8Array): BinaryenModule;
  setOptimizeLevel(level: number): void;
  setShrinkLevel(level: number): void;
  setDebugInfo(on: boolean): void;
  _malloc(bytes: number): Ref;
  _free(address: Ref): void;
  __i32_store(address: Ref, value: number): void;
  _BinaryenGetFunctionByIndex(module: Ref, index: number): Ref;
  _BinaryenFunctionRunPasses(fn: Ref, module: Ref, passes: Ref, count: number): void;
}

/** Binaryen, and the features that it may use in a module. */
export interface BinaryenUse {
  readonly binaryen: Binaryen;
  readonly features: number;
}
