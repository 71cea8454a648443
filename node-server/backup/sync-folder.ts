export { syncFolder } from '../../sync/sealed-file/fsync-folder.js';
