/** The part of the package, which has no types of its own, that the reader is compared with. */
declare module "@webassemblyjs/wasm-parser" {
  interface Field {
    readonly type: string;
    readonly name?: string;
    readonly module?: string;
  }
  interface Program {
    readonly body: readonly [
      {
        readonly fields: readonly Field[];
        readonly metadata: {
          readonly sections: readonly {
            readonly section: string;
            readonly size: { readonly value: number };
          }[];
        };
      },
    ];
  }
  export function decode(
    bytes: Uint8Array,
    options: { readonly ignoreCodeSection: boolean; readonly ignoreDataSection: boolean },
  ): Program;
}
