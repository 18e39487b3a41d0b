import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../../source/tree.ts";
import { Field, Kind } from "../../../source/tree-kinds.ts";
import { isHeldElsewhere } from "../declare-variable.ts";
import { emitAs, emitPlain } from "../emit-convert.ts";
import { emitPlace } from "../emit-place.ts";
import { initialise } from "../emit-variable.ts";
import {
  declareVariable,
  type Emitter,
  emit,
  jump,
  type Label,
  newLabel,
  place,
  scoped,
} from "../emitter.ts";
import * as T from "../go-type.ts";
import { notModelled } from "../program.ts";
import { emitList } from "../statement-list.ts";
import { newTrack } from "../track.ts";
import type { Value } from "../value.ts";
import { type Case, select } from "./channels.ts";
import { channelOf, elementOf, pushReceived, type ReceiveCase, receiveIn, refused } from "./emit-channel.ts";

/** A case with its code. */
interface Branch {
  readonly clause: NodeId;
  readonly label: Label;
  /** undefined for a send. */
  readonly receive: ReceiveCase | undefined;
  /** Type of what is sent or received. */
  readonly element: T.RunType;
}

/** A select statement, in a scope of its own. */
export function emitSelect(e: Emitter, node: NodeId, name: string): void {
  const { tree } = e.file.source;
  const clauses = childrenOf(tree, node);
  const fallback = clauses.find((clause) => tree.kind[clause] === Kind.DefaultCase);
  const end = newLabel();
  const branches = clauses
    .filter((clause) => tree.kind[clause] === Kind.CommunicationCase)
    .map((clause) => emitOperands(e, clause));
  const otherwise = newLabel();
  const operands = branches.map(({ receive }) => (receive === undefined ? 2 : 1));
  const count = operands.reduce((sum, own) => sum + own, 0);
  const options = { at: { file: e.file, node }, hasDefault: fallback !== undefined };
  emit(e, (m, f) => {
    const values = count === 0 ? [] : f.stack.splice(f.stack.length - count);
    const { goroutines } = m;
    if (goroutines === undefined) return void m.unknown("a channel");
    select(goroutines, casesOf(branches, values), options, (outcome) => {
      const branch = branches[outcome.choice];
      f.pc = (branch?.label ?? otherwise).pc;
      refused(m, f, outcome);
      if (branch?.receive === undefined) return;
      const { names } = branch.receive;
      if (names.length > 0) pushReceived(m, f, branch.element, outcome.received, names.length > 1);
    });
  });
  e.targets.push({ name, breakTo: end, continueTo: undefined });
  for (const branch of branches) {
    place(e, branch.label);
    scoped(e, () => emitBranch(e, branch));
    jump(e, end);
  }
  place(e, otherwise);
  if (fallback !== undefined) scoped(e, () => emitList(e, fallback));
  e.targets.pop();
  place(e, end);
}

/** Pushes the channel of a case, and what is sent. */
function emitOperands(e: Emitter, clause: NodeId): Branch {
  const { tree } = e.file.source;
  const communication = childIn(tree, clause, Field.Communication);
  if (tree.kind[communication] === Kind.SendStatement) {
    const channel = childIn(tree, communication, Field.Channel);
    const element = elementOf(emitPlain(e, channel));
    emitAs(e, childIn(tree, communication, Field.Value), element);
    return { clause, label: newLabel(), receive: undefined, element };
  }
  const receive = receiveIn(e, communication);
  const element = elementOf(emitPlain(e, childIn(tree, receive.node, Field.Operand)));
  return { clause, label: newLabel(), receive, element };
}

function casesOf(branches: readonly Branch[], values: readonly Value[]): Case[] {
  let next = 0;
  return branches.map(({ receive }): Case => {
    const channel = channelOf(values[next++]!);
    if (receive !== undefined) return { kind: "receive", channel, value: undefined };
    return { kind: "send", channel, value: values[next++]! };
  });
}

/** Takes what was received off the stack, then the body. */
function emitBranch(e: Emitter, { clause, receive, element }: Branch): void {
  const { tree } = e.file.source;
  const names = receive?.names ?? [];
  for (const [at, name] of [...names.entries()].reverse()) {
    const type = at === 0 ? element : T.BOOL;
    const symbol = e.program.index.symbols[e.file.symbolOf[name]!];
    if (textOf(tree, name) === "_") emit(e, (_, f) => void f.stack.pop());
    else if (symbol !== undefined && symbol.node === name) {
      initialise(
        e,
        declareVariable(e, symbol, type, isHeldElsewhere(e, symbol, type), newTrack(symbol.name)),
      );
    } else emitAssigned(e, name, type);
  }
  if (childIn(tree, clause, Field.Communication) === NO_NODE) notModelled("a case");
  emitList(e, clause);
}

function emitAssigned(e: Emitter, name: NodeId, type: T.RunType): void {
  const target = emitPlace(e, name);
  if (T.isInterface(target.type) && !T.isInterface(type)) notModelled("a case");
  emit(e, (m, f) => {
    const operands = target.operands === 0 ? [] : f.stack.splice(f.stack.length - target.operands);
    target.store(m, f, operands, f.stack.pop()!);
  });
}
