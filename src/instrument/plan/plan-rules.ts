/** What the planner is told of a function and of what it calls. */
export interface PlanRules {
  /** Whether a call of this kind (opcode) with this operand has to check. */
  readonly checksCall: (opcode: number, operand: number) => boolean;
  /** Whether it has to check on entry. */
  readonly checksEntry: boolean;
  /** Whether it has to check on its way out: it does much behind calls that may recur. */
  readonly checksReturn: boolean;
  /** Whether it is part of a recursion and closes its cycle: such functions run as often as loops. */
  readonly recurs: boolean;
}

/** Called for each point, also for those that never run. */
export type Adjust = (point: number, openLabels: number) => void;
