/** Counts the work on a package, so that a hostile one cannot keep the analysis busy. */
export interface Work {
  readonly spent: number;
  /** Steps that may still be counted. */
  readonly left: number;
  /** Counts `steps` more. Throws {@link OutOfWork} when that is more than allowed. */
  readonly charge: (steps: number) => void;
}

/** Unwinds the analysis of a package whose work is used up. Caught where the package is analysed, seen nowhere else. */
export class OutOfWork extends Error {}

/** A count that stops after `allowed` steps. */
export function newWork(allowed: number): Work {
  let spent = 0;
  return {
    get spent() {
      return spent;
    },
    get left() {
      return allowed - spent;
    },
    charge(steps) {
      spent += steps;
      if (spent > allowed) throw new OutOfWork("the analysis of a package takes too much work");
    },
  };
}
