import type { NodeId } from "../../source/tree.ts";
import { soleValue } from "./accesses.ts";
import { calleeOfCall } from "./callees.ts";
import { expressionType } from "./expression-types.ts";
import { type Callee, MAX_QUESTION_DEPTH, type TypeOracle } from "./oracle.ts";
import type { PackageIndex } from "./package-index.ts";
import { symbolType } from "./symbol-types.ts";
import type { IndexedFile } from "./symbols.ts";
import { type GoType, UNKNOWN_TYPE } from "./types.ts";
import type { Work } from "./work.ts";

/** Answers questions about types and calls from the source of the package alone; each symbol and call once. */
export function newSyntaxOracle(index: PackageIndex, work: Work): TypeOracle {
  const symbolTypes = new Map<number, GoType>();
  const soleValues = new Map<number, NodeId | undefined>();
  const callees = new Map<IndexedFile, Map<number, Callee>>();
  const oracle: TypeOracle = {
    index,
    typeOf(file, node, depth = 0) {
      work.charge(1);
      return depth > MAX_QUESTION_DEPTH ? UNKNOWN_TYPE : expressionType(oracle, file, node, depth);
    },
    typeOfSymbol(symbol, depth = 0) {
      const known = symbolTypes.get(symbol.id);
      if (known !== undefined) return known;
      if (depth > MAX_QUESTION_DEPTH) return UNKNOWN_TYPE;
      symbolTypes.set(symbol.id, UNKNOWN_TYPE);
      const type = symbolType(oracle, symbol, depth);
      symbolTypes.set(symbol.id, type);
      return type;
    },
    soleValueOf(symbol) {
      if (!soleValues.has(symbol.id)) soleValues.set(symbol.id, soleValue(symbol));
      return soleValues.get(symbol.id);
    },
    calleeOf(file, call, depth = 0) {
      work.charge(1);
      let ofFile = callees.get(file);
      if (ofFile === undefined) {
        ofFile = new Map();
        callees.set(file, ofFile);
      }
      const known = ofFile.get(call);
      if (known !== undefined) return known;
      if (depth > MAX_QUESTION_DEPTH) return { kind: "unknown" };
      const callee = calleeOfCall(oracle, file, call, depth);
      ofFile.set(call, callee);
      return callee;
    },
  };
  return oracle;
}
