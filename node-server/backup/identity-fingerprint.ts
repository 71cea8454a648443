export { identityFingerprint } from '../../sync/sealed-file/identity-fingerprint.js';
