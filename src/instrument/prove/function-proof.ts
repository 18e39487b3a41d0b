import type { Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";
import { Counter, FUEL_CELL, STACK_CELL } from "./counter.ts";
import { cheapestWays, hasCycle, reached, type Way } from "./cycles.ts";
import { EXIT, endsNode, type Flow, readFlow } from "./flow.ts";
import { type CallSite, type ProofContext, Stepper } from "./step.ts";

/** What was found out about one function. */
export interface FunctionProof {
  /** What keeps it from being proved, with the instruction; empty when nothing does. */
  readonly objections: readonly { readonly what: string; readonly instruction: number }[];
  /** Every call of a function that is not ours; `isUnchecked` where one may be reached from the entry without a check. */
  readonly calls: readonly (CallSite & { readonly isUnchecked: boolean })[];
}

/** Block type of a block without values. */
const VOID = -64;

/** A stretch of code that control enters at its beginning only. */
interface Node {
  readonly start: number;
  /** Joined over all ways that lead here; undefined until one does. */
  counter: Counter | undefined;
}

interface Edge {
  /** A node, or EXIT. */
  readonly to: number;
  readonly isChecked: boolean;
  /** Where the counter is when control gets there, and by how much it fell in the node. */
  readonly counter: Counter;
  readonly spent: number;
}

/** What a way takes along that is on top of the operand stack. */
type Carried = "nothing" | "what stays there" | "the result";

/** What following a node's code came to. */
interface Outcome {
  readonly stepper: Stepper;
  readonly edges: readonly Edge[];
}

/**
 * Proves of a function that it can only run for ever when fuel runs out: where the counter is kept is followed along
 * all ways through it; each way round must make it fall and pass a comparison with a floor; and until a call or the end it
 * never rises above what it was at the entry.
 */
export function proveFunction(context: ProofContext, body: Instructions): FunctionProof {
  const flow = readFlow(context.bytes, body);
  if (flow.hasExceptions)
    return { objections: [{ what: "exceptions are not followed", instruction: 0 }], calls: [] };
  return new Prover(context, body, flow).run();
}

class Prover {
  private readonly context: ProofContext;
  private readonly body: Instructions;
  private readonly flow: Flow;
  private readonly nodes: Node[] = [];
  /** Node by its first instruction; -1 where none begins. */
  private readonly nodeAt: Int32Array;
  /** Copies of the first node of a dispatching loop, one for each place that it is sent to; by that and the node. */
  private readonly copies = new Map<string, number>();
  private readonly choosing: ReadonlySet<number>;
  private readonly objections: { what: string; instruction: number }[] = [];

  constructor(context: ProofContext, body: Instructions, flow: Flow) {
    this.context = context;
    this.body = body;
    this.flow = flow;
    this.nodeAt = new Int32Array(body.count + 1).fill(-1);
    this.choosing = new Set([...flow.dispatches.values()].flatMap((locals) => [...locals]));
    for (let i = 0; i < body.count; i++) {
      if (i > 0 && !endsNode(body.opcode[i - 1]!)) continue;
      this.nodeAt[i] = this.nodes.length;
      this.nodes.push({ start: i, counter: undefined });
    }
  }

  run(): FunctionProof {
    this.follow();
    const outcomes = this.nodes.map((node) => (node.counter === undefined ? undefined : this.outcome(node)));
    for (const outcome of outcomes) {
      if (outcome?.stepper.objection !== undefined) this.objections.push(outcome.stepper.objection);
    }
    if (this.objections.length > 0) return { objections: this.objections, calls: [] };
    const ways = this.ways(outcomes);
    const unchecked = ways.map((list) => list.filter(({ isChecked }) => !isChecked).map(({ to }) => to));
    const loop = hasCycle(unchecked);
    if (loop !== undefined) this.object("a loop can go round without a check", loop);
    const cheapest = cheapestWays(ways);
    if (typeof cheapest === "string") this.objections.push({ what: cheapest, instruction: 0 });
    else this.judge(outcomes, cheapest);
    const uncheckedNodes = reached(unchecked);
    const calls = outcomes.flatMap((outcome, node) =>
      (outcome?.stepper.calls ?? []).map((call) => ({
        ...call,
        isUnchecked: uncheckedNodes[node] === 1 && !call.isChecked,
      })),
    );
    return { objections: this.objections, calls };
  }

  private object(what: string, node: number): void {
    this.objections.push({ what, instruction: this.nodes[node]!.start });
  }

  /** Finds where the counter is kept at each node, until nothing changes: what is known only shrinks. */
  private follow(): void {
    this.nodes[0]!.counter = new Counter();
    const pending = [0];
    const isPending: number[] = [];
    while (pending.length > 0) {
      const index = pending.pop()!;
      isPending[index] = 0;
      const { edges } = this.outcome(this.nodes[index]!);
      for (const { to, counter } of edges) {
        if (to === EXIT) continue;
        const target = this.nodes[to]!;
        const isNew = target.counter === undefined;
        target.counter ??= counter.copy();
        if (!isNew && !target.counter.meet(counter)) continue;
        if (isPending[to] === 1) continue;
        isPending[to] = 1;
        pending.push(to);
      }
    }
  }

  private outcome({ start, counter }: Node): Outcome {
    const stepper = new Stepper(this.context, this.body, counter!.copy(), this.choosing);
    if (counter!.cells.size === 0 && !this.onlyTraps(start))
      stepper.object("where ways meet, the counter is kept in different places", start);
    for (let i = start; ; i++) {
      const opcode = this.body.opcode[i]!;
      if (!endsNode(opcode)) stepper.step(i);
      else return { stepper, edges: this.leave(stepper, i, opcode) };
    }
  }

  /** Whether a node traps without calling anything before: an optimiser does not keep the counter for that. */
  private onlyTraps(start: number): boolean {
    for (let i = start; ; i++) {
      const opcode = this.body.opcode[i]!;
      if (opcode >= Op.call && opcode <= Op.returnCallIndirect) return false;
      if (endsNode(opcode)) return opcode === Op.unreachable;
    }
  }

  /** Where control goes behind the last instruction of a node. */
  private leave(stepper: Stepper, i: number, opcode: number): readonly Edge[] {
    const { flow, body } = this;
    switch (opcode) {
      case Op.unreachable:
        return [];
      case Op.return:
        return [this.edge(stepper, i, EXIT, "nothing")];
      case Op.returnCall:
      case Op.returnCallIndirect:
        stepper.callSite(i, opcode, body.immediate[i]! >>> 0);
        return [this.edge(stepper, i, EXIT, "nothing")];
      case Op.br:
        return [this.branch(stepper, i, flow.targetOpening[i]!)];
      case Op.brTable:
        return this.table(stepper, i);
      case Op.if:
      case Op.brIf:
        return this.choice(stepper, i, opcode);
      case Op.else:
        return [this.edge(stepper, i, flow.otherwise[i]!, this.resultOf(flow.openingOf[i]!))];
      case Op.end:
        return [
          this.edge(stepper, i, i + 1 === body.count ? EXIT : i + 1, this.resultOf(flow.openingOf[i]!)),
        ];
      default:
        return [this.edge(stepper, i, i + 1, "what stays there")];
    }
  }

  private choice(stepper: Stepper, i: number, opcode: number): readonly Edge[] {
    const condition = stepper.pop();
    const [whenTrue, whenFalse] =
      opcode === Op.if
        ? [
            this.edge(stepper, i, i + 1, "what stays there"),
            this.edge(stepper, i, this.flow.otherwise[i]!, "what stays there"),
          ]
        : [
            this.branch(stepper, i, this.flow.targetOpening[i]!),
            this.edge(stepper, i, i + 1, "what stays there"),
          ];
    if (condition?.kind === "constant") return [condition.value === 0 ? whenFalse : whenTrue];
    if (condition?.kind !== "isEmpty") return [whenTrue, whenFalse];
    return condition.whenTrue
      ? [whenTrue, { ...whenFalse, isChecked: true }]
      : [{ ...whenTrue, isChecked: true }, whenFalse];
  }

  private table(stepper: Stepper, i: number): readonly Edge[] {
    const openings = this.flow.tables.get(i)!;
    const index = stepper.pop();
    const chosen =
      index?.kind === "constant"
        ? [openings[Math.min(index.value >>> 0, openings.length - 1)]!]
        : [...new Set(openings)];
    return chosen.map((opening) => this.branch(stepper, i, opening));
  }

  private branch(stepper: Stepper, i: number, opening: number): Edge {
    const isLoop = this.body.opcode[opening] === Op.loop;
    const carried =
      isLoop || opening < 0 || this.resultOf(opening) !== "the result" ? "nothing" : "the result";
    const edge = this.edge(stepper, i, this.flow.behind(opening), carried);
    return isLoop ? { ...edge, to: this.copyOf(edge.to, opening, stepper.counter) } : edge;
  }

  /**
   * Where a dispatching loop is sent by a known value, a copy of its first node is followed for that value alone: else every
   * jump would seem to lead everywhere.
   */
  private copyOf(node: number, loop: number, { constants }: Counter): number {
    const locals = this.flow.dispatches.get(loop);
    if (locals === undefined) return node;
    const known = [...locals].filter((local) => constants.has(local));
    if (known.length === 0) return node;
    const key = `${node}:${known.map((local) => `${local}=${constants.get(local)}`).join()}`;
    const found = this.copies.get(key);
    if (found !== undefined) return found;
    this.copies.set(key, this.nodes.length);
    return this.nodes.push({ start: this.nodes[node]!.start, counter: undefined }) - 1;
  }

  private resultOf(opening: number): Carried {
    return opening >= 0 && this.body.immediate[opening] !== VOID ? "the result" : "what stays there";
  }

  private edge(stepper: Stepper, i: number, at: number, carried: Carried): Edge {
    if (at === EXIT && !stepper.counter.cells.has(FUEL_CELL))
      stepper.object("fuel is not brought to the global here", i);
    const counter = stepper.counter.copy();
    let { spent } = stepper;
    const { top } = stepper;
    if (at !== EXIT && top !== undefined) {
      if (carried === "the result") spent += counter.write(STACK_CELL, top);
      else if (carried === "what stays there") counter.cells.set(STACK_CELL, top);
    }
    return { to: at === EXIT ? EXIT : this.nodeAt[at]!, isChecked: stepper.hasCheck, counter, spent };
  }

  /** The ways between nodes, with what they take; the exit is the node behind the last. */
  private ways(outcomes: readonly (Outcome | undefined)[]): readonly (readonly Way[])[] {
    const exit = this.nodes.length;
    const ways = outcomes.map((outcome) =>
      (outcome?.edges ?? []).map(({ to, isChecked, counter, spent }): Way => {
        if (to === EXIT) return { to: exit, cost: spent - (counter.cells.get(FUEL_CELL) ?? 0), isChecked };
        return { to, cost: spent - (this.nodes[to]!.counter!.shiftTo(counter) ?? 0), isChecked };
      }),
    );
    return [...ways, []];
  }

  /** At calls and at the end fuel must have fallen since the entry. */
  private judge(outcomes: readonly (Outcome | undefined)[], cheapest: Float64Array): void {
    for (const [node, outcome] of outcomes.entries()) {
      for (const { instruction, spent } of outcome?.stepper.calls ?? []) {
        if (cheapest[node]! + spent < 1)
          this.objections.push({ what: "a call is reached without a charge", instruction });
      }
    }
    if (cheapest[this.nodes.length]! < 0)
      this.objections.push({ what: "the function may give fuel back", instruction: this.body.count - 1 });
  }
}
