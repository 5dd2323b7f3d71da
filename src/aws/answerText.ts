/** Longer texts are documents, not sentences. */
const longest = 400;

/**
 * Names of errors whose text is about the request's form. Every other text is kept from people: answers about signatures
 * repeat credentials, for example the canonical request with its session token.
 */
const quotable = new Set([
  'InvalidParameterValueException',
  'InvalidParameterValue',
  'InvalidRequestContentException',
  'ValidationException',
  'ValidationError',
  'ResourceConflictException',
  'CodeStorageExceededException',
  'CodeVerificationFailedException',
  'InvalidCodeSignatureException',
  'InvalidZipFileException',
  'PolicyLengthExceededException',
  'ServiceException',
  'MalformedPolicyDocument',
  'MalformedPolicyDocumentException',
  'InvalidInput',
  'InvalidInputException',
  'DeleteConflict',
  'DeleteConflictException',
  'LimitExceeded',
  'LimitExceededException',
  'PolicyNotAttachable',
  'PolicyNotAttachableException',
  'UnmodifiableEntity',
  'UnmodifiableEntityException',
]);

/**
 * AWS's own words where they can be shown, without signed parts of URLs; undefined where they may hold a secret.
 * `secrets`: environment values of the request; a text that repeats one, or speaks of the environment at all (Lambda's
 * answers to a large or malformed one quote it whole), is never shown.
 */
export function showableText(name: string, message: string, secrets: readonly string[]): string | undefined {
  if (!quotable.has(name) || message.trim() === '' || message.length > longest) return undefined;
  if (mentionsEnvironment(message)) return undefined;
  if (secrets.some((secret) => secret.length >= 4 && message.includes(secret))) return undefined;
  return message
    .replace(/(https?:\/\/[^\s?#]+)[?#]\S*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** True for Lambda's answers about environment variables. */
export function mentionsEnvironment(message: string): boolean {
  return /environment|reserved keys?\b/i.test(message);
}
