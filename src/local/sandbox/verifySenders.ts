/** Domains set aside for examples (RFC 2606); their subdomains are verified with them. The sample functions send from these. */
const exampleDomains = ['example.com', 'example.org', 'example.net'];

/**
 * Lets functions in this region send from example addresses: like SES, the sandbox refuses a sender that is not verified,
 * and an example address has no mailbox to verify it in. Any other sender is refused as in AWS. Best effort: the sandbox is
 * of use without e-mail.
 */
export async function verifyExampleSenders(
  endpoint: string,
  region: string,
  signal: AbortSignal,
): Promise<void> {
  // MiniStack routes by the signature's scope and does not check the signature.
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/ses/aws4_request, SignedHeaders=host, Signature=0`;
  const requests = exampleDomains.map((domain) =>
    fetch(endpoint, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action: 'VerifyDomainIdentity', Version: '2010-12-01', Domain: domain }),
      signal,
    }),
  );
  await Promise.allSettled(requests);
  signal.throwIfAborted();
}
