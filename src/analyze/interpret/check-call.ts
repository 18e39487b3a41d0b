import { type NodeId, onlyChild, operatorOf } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { argumentsOf, runCallee } from "./callee.ts";
import { commonType } from "./check-operator.ts";
import { constantAs, defaultType, wholeOperand } from "./convert-constant.ts";
import { compared } from "./exact.ts";
import * as T from "./go-type.ts";
import { type Context, notModelled, type Operand } from "./program.ts";
import { typeAt } from "./resolve-type.ts";

/** Type of what a call or conversion gives, and its value when it is constant. */
export function resultOfCall(context: Context, node: NodeId): Operand {
  const callee = runCallee(context, node);
  const values = argumentsOf(context, node);
  switch (callee.kind) {
    case "conversion":
      return converted(context, callee.type, values);
    case "builtin":
      return builtinResult(context, callee.name, values);
    default: {
      const { results, kind } = T.under(callee.type);
      if (kind !== "function") return notModelled("a call");
      return { type: results!.length === 1 ? results![0]! : T.tupleOf(results!) };
    }
  }
}

function converted(context: Context, type: T.RunType, values: readonly NodeId[]): Operand {
  if (values.length !== 1) return notModelled("a conversion");
  const { constant } = context.check(values[0]!);
  const { kind } = T.under(type);
  const isPlain = kind === "int" || kind === "float" || kind === "string" || kind === "bool";
  return constant !== undefined && isPlain ? { type, constant: constantAs(constant, type) } : { type };
}

function builtinResult(context: Context, name: string, values: readonly NodeId[]): Operand {
  const first = values[0];
  switch (name) {
    case "len":
    case "cap": {
      const { constant, type } = context.check(first!);
      if (typeof constant === "string") return { ...wholeOperand(BigInt(constant.length)), type: T.INT };
      const array = type.kind === "pointer" ? T.under(type.element!) : T.under(type);
      const isPlain = !mentionsCall(context, first!);
      if (array.kind === "array" && isPlain) return { ...wholeOperand(BigInt(array.length!)), type: T.INT };
      return { type: T.INT };
    }
    case "copy":
      return { type: T.INT };
    case "append":
      return { type: context.check(first!).type };
    case "make":
      return { type: typeAt(context, first!) };
    case "new": {
      const operand = context.check(first!);
      return { type: T.pointerTo(defaultType(operand.type)) };
    }
    case "min":
    case "max":
      return extreme(context, name, values);
    case "recover":
      return { type: T.ANY };
    case "panic":
    case "print":
    case "println":
    case "delete":
    case "clear":
    case "close":
      return { type: T.VOID };
    default:
      return notModelled(name);
  }
}

function mentionsCall({ file }: Context, value: NodeId): boolean {
  const { tree } = file.source;
  for (let node = value; node < tree.after[value]!; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.CallExpression || kind === Kind.TypeConversionExpression) return true;
    if (kind === Kind.UnaryExpression && operatorOf(tree, node) === "<-") return true;
  }
  return false;
}

function extreme(context: Context, name: string, values: readonly NodeId[]): Operand {
  const operands = values.map((value) => context.check(value));
  return operands.reduce((best, next) => {
    const type = commonType(best, next);
    const { constant: a } = best;
    const { constant: b } = next;
    if (typeof a !== "object" || typeof b !== "object") return { type };
    return { type, constant: compared(a, b) < 0 === (name === "min") ? a : b };
  });
}

/** The expression that an argument `x...` spreads, else the argument itself. */
export function plainArgument(context: Context, argument: NodeId): NodeId {
  const { tree } = context.file.source;
  return tree.kind[argument] === Kind.VariadicArgument ? onlyChild(tree, argument) : argument;
}
