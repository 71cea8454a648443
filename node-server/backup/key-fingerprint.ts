export { recipientFingerprint as keyFingerprint } from '../../sync/sealed-file/recipient-fingerprint.js';
