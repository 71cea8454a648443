/** The bytes are no bundle, are damaged, or would grow beyond what a bundle may hold. */
export class BundleError extends Error {
  /** @param kind `newer`: made by a later version of Nadi; `large`: beyond the limits; `damaged`: all else */
  constructor(
    readonly kind: 'damaged' | 'newer' | 'large',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'BundleError';
  }
}
