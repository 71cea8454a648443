import type { BoxId } from '../records/ids.js';

/**
 * `validate_doc_update` of a facility's database: laws 1 and 2 for everybody, server admins too. ES5, because
 * CouchDB runs it. It reads an id as `boxOf` in records/ids.ts does; a test holds the two together.
 * Where CouchDB replicates (`new_edits: false`) a first revision beside one that stands, it gives oldDoc = null, and
 * no validation function can refuse it: see docs/adr/0005-embedded-couch.md.
 */
export function ledgerValidation(box: BoxId): string {
  return `function (newDoc, oldDoc) {
  var BOX = ${JSON.stringify(box)};
  var BOX_PATTERN = /^[A-Z]{2}\\d{2,6}[a-z]?$/;
  var ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

  function checkCharacter(text) {
    var product = 36;
    for (var i = 0; i < text.length; i += 1) {
      var value = ALPHABET.indexOf(text.charAt(i));
      if (value >= 0) product = (((product + value) % 36 || 36) * 2) % 37;
    }
    return ALPHABET.charAt((37 - product) % 36);
  }

  function boxOfPatient(id) {
    var match = /^([A-Z]{2}\\d{2,6}[a-z]?)-(\\d{6,})-([0-9A-Z])$/.exec(id);
    return match && checkCharacter((match[1] + '-' + match[2]).toUpperCase()) === match[3] ? match[1] : null;
  }

  function boxOf(id) {
    var parts = id.split(':');
    if (parts[0] === 'patient' && parts.length < 3) return boxOfPatient(parts[1] || '');
    var box = (parts[0] === 'patient' ? parts[2] : parts[1]) || '';
    if (!BOX_PATTERN.test(box)) return null;
    var replica = parts[0] === 'visit' && /^[a-z]\\d/.exec(parts[4] || '');
    return replica ? box.replace(/[a-z]$/, '') + replica[0].charAt(0) : box;
  }

  function isCount(value) {
    return typeof value === 'number' && value >= 1 && value <= 9007199254740991 && Math.floor(value) === value;
  }

  function isText(value) {
    return typeof value === 'string' && value.length > 0;
  }

  function isInstant(value) {
    return isText(value) && /^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$/.test(value);
  }

  function hasAttachments(doc) {
    for (var name in doc._attachments || {}) return name !== undefined;
    return false;
  }

  function refuse(reason) {
    throw { forbidden: reason };
  }

  if (newDoc._deleted) refuse('A record is never deleted.');
  if (oldDoc) refuse('A record that stands is never changed.');
  if (boxOf(newDoc._id) !== BOX) refuse('The id of a record here must name the box ' + BOX + '.');
  if (!isText(newDoc.type)) refuse('type must be a text.');
  if (!isCount(newDoc.n)) refuse('n must be a whole number from 1.');
  if (!isInstant(newDoc.at)) refuse('at must be a UTC time with milliseconds.');
  if (!isText(newDoc.by)) refuse('by must be a text.');
  if (!isCount(newDoc.v)) refuse('v must be a whole number from 1.');
  if (hasAttachments(newDoc)) refuse('A record has no attachments.');
}`;
}

/** `validate_doc_update` of what comes down to the boxes: server admins and the role `centre` write, nobody else. */
export const CENTRE_ONLY_VALIDATION = `function (newDoc, oldDoc, userCtx) {
  if (userCtx.roles.indexOf('_admin') < 0 && userCtx.roles.indexOf('centre') < 0) {
    throw { forbidden: 'Only the centre writes here.' };
  }
}`;
