import { machineOf, machines } from '../../core/archive/machineCode.ts';
import type { Machine } from '../../core/archive/machineCode.ts';

/** `machineOf` as a number, for what is kept and sent by the thousands: 0 = none. */
export function machineNumber(content: Uint8Array): number {
  const machine = machineOf(content);
  return machine === undefined ? 0 : machines.indexOf(machine) + 1;
}

export const machineOfNumber = (value: number): Machine | undefined => machines[value - 1];
