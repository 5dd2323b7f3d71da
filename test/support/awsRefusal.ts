import type { AwsError } from './awsAnswers.ts';

/** Thrown by the strict mode's checks; becomes the error answer of the service. */
export class Refusal extends Error {
  readonly error: AwsError;

  constructor(error: AwsError) {
    super(error.message);
    this.error = error;
  }
}

export function invalid(message: string): Refusal {
  return new Refusal({ code: 'InvalidParameterValueException', message, status: 400 });
}
