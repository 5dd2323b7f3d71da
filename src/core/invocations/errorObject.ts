/** Type and message of Lambda's error object, as far as a payload has them. */
export function errorObject(payload: string): { errorType?: string; errorMessage?: string } {
  try {
    const value = JSON.parse(payload) as { errorType?: unknown; errorMessage?: unknown } | null;
    return {
      errorType: typeof value?.errorType === 'string' ? value.errorType : undefined,
      errorMessage: typeof value?.errorMessage === 'string' ? value.errorMessage : undefined,
    };
  } catch {
    return {};
  }
}
