import { childIn, childrenOf, NO_NODE } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import { specOfConstant } from "../flow/const-specs.ts";
import type { PackageIndex } from "../flow/package-index.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import { operandAt } from "./check.ts";
import type { Code } from "./code.ts";
import { constantAs } from "./convert-constant.ts";
import { type Context, NO_TYPES, NotModelled, notModelled, type Operand, type Program } from "./program.ts";
import { typeAt } from "./resolve-type.ts";
import { lazyCode } from "./translate.ts";
import { Box } from "./value.ts";

/** A program of which nothing is translated yet. */
export function newProgram(index: PackageIndex): Program {
  const program: Program = {
    index,
    named: new Map(),
    globals: new Map(),
    globalBox: new Box([], undefined),
    globalTracks: [],
    codes: new Map(),
    constants: new ConstantMap((id) => constantOf(program, index.symbols[id]!)),
    constantAt: (file, node, types, iota) => {
      const context: Context = {
        program,
        file,
        types,
        fn: undefined,
        iota,
        memo: new Map(),
        variableOf: (symbol) => program.globals.get(symbol.id),
        check: (inner) => operandAt(context, inner),
      };
      return context.check(node);
    },
    codeOf(fn, types) {
      const key = `${fn.id}[${[...types.values()].map(({ id }) => id).join()}]`;
      let code = program.codes.get(key);
      if (code === undefined) {
        if (program.codes.size > MAX_CODES || key.length > MAX_KEY) return notModelled("too many instances");
        code = lazyCode(program, fn, types);
        program.codes.set(key, code as Code);
      }
      return code;
    },
  };
  return program;
}

/** A program that instantiates without end is not followed. */
const MAX_CODES = 5_000;
const MAX_KEY = 2_000;

/** Constants by symbol, each worked out when it is first asked for. */
class ConstantMap extends Map<number, Operand | undefined> {
  private readonly work: (id: number) => Operand | undefined;
  constructor(work: (id: number) => Operand | undefined) {
    super();
    this.work = work;
  }
  override get(id: number): Operand | undefined {
    if (this.has(id)) return super.get(id);
    this.set(id, undefined);
    const operand = this.work(id);
    this.set(id, operand);
    return operand;
  }
}

function constantOf(program: Program, symbol: GoSymbol): Operand | undefined {
  const { file } = symbol;
  const spec = specOfConstant(symbol);
  if (file === undefined || spec === NO_NODE) return undefined;
  const { tree } = file.source;
  const list = childIn(tree, spec, Field.Value);
  const value = list === NO_NODE ? undefined : childrenOf(tree, list)[symbol.position];
  if (value === undefined) return undefined;
  try {
    const operand = program.constantAt(file, value, NO_TYPES, symbol.iota);
    const typeNode = childIn(tree, spec, Field.Type);
    if (operand.constant === undefined || typeNode === NO_NODE)
      return operand.constant === undefined ? undefined : operand;
    const type = typeAt({ program, file, types: NO_TYPES }, typeNode);
    return { type, constant: constantAs(operand.constant, type) };
  } catch (error) {
    if (error instanceof NotModelled) return undefined;
    throw error;
  }
}
