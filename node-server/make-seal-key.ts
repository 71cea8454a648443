export { makeSealKey } from '../records/make-seal-key.js';
