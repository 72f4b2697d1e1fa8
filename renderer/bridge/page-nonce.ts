/** The nonce of this load's content security policy, for style elements that libraries make. */
export function readPageNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? '';
}
