// Keeps what is typed until the box has saved it: in this browser, sealed with a key that only pages of the same person
// hold, each tab's for itself. Where pages come by plain HTTP no browser seals anything, and drafts stay in their tab.
(function () {
  'use strict';

  var SHIFT = 12 * 3600000;
  var PREFIX = 'nadi-draft ';
  var about = document.body.dataset;
  var staff = about.staff || '';
  var subtle = about.seal && window.crypto && window.crypto.subtle;
  var store = storage(subtle ? 'localStorage' : 'sessionStorage');
  var tab = tabName();
  // What is kept or dropped later counts, whichever is sealed first.
  var turn = 0;
  var key = null;

  window.nadiDrafts = {
    keep: keep,
    find: find,
    take: take,
    drop: drop,
    dropName: dropName,
    saved: saved,
    isAnswered: isAnswered,
    tell: tell,
  };
  if (!store || !staff) return;

  // Whoever is on shift at this browser finds their own again after another's turn.
  var onShift = (about.shift || staff).split(' ');
  forget(function (name, record) {
    var isOld = !record || Math.abs(Date.now() - record.at) > SHIFT;
    return isOld || onShift.indexOf(name.split(' ')[1]) < 0;
  });
  document.querySelectorAll('[data-forget-drafts]').forEach(function (button) {
    button.addEventListener('click', function () {
      forget(isMine);
    });
  });

  // Of a draft: `once`, the form's key; `fields`; `sent` where no answer is known; `answered` where the box
  // has shown it again and saved nothing.
  function keep(slot, draft) {
    if (!store || !staff) return Promise.resolve();
    var mine = (turn += 1);
    var name = nameOf(slot);
    return seal(name, JSON.stringify(draft))
      .then(function (text) {
        if (mine !== turn) return;
        store.setItem(name, JSON.stringify({ at: Date.now(), once: draft.once, text: text }));
      })
      .catch(function () {
        // The browser's store is full: the page works without drafts.
      });
  }

  // This tab's draft of a form, else the newest of another tab: a dead one, or one that is still open.
  function find(slot) {
    if (!store || !staff) return Promise.resolve(null);
    var own = nameOf(slot);
    var names = Object.keys(store).filter(function (name) {
      return name.indexOf(own.slice(0, -tab.length)) === 0 && read(name);
    });
    names.sort(function (a, b) {
      return (b === own) - (a === own) || read(b).at - read(a).at;
    });
    var name = names[0];
    if (!name) return Promise.resolve(null);
    var record = read(name);
    return open(name, record.text).then(
      function (text) {
        var at = new Date(record.at).toTimeString().slice(0, 5);
        return { name: name, isOwn: name === own, at: at, draft: JSON.parse(text) };
      },
      function () {
        // Of a box that is no longer this one.
        store.removeItem(name);
        return null;
      },
    );
  }

  // This page is the answer, and holds what was sent; the form itself, opened anew, holds nothing of it.
  function isAnswered(found) {
    return Boolean(found.draft.answered) && location.pathname.indexOf('/answer/') === 0;
  }

  // What another tab had kept is this one's from here on.
  function take(found, slot) {
    keep(slot, found.draft);
    store.removeItem(found.name);
  }

  function drop(slot) {
    dropName(nameOf(slot));
  }

  function dropName(name) {
    turn += 1;
    if (store) store.removeItem(name);
  }

  // The box has saved the form of this key.
  function saved(once) {
    turn += 1;
    if (!store) return;
    forget(function (name, record) {
      return isMine(name) && record && record.once === once;
    });
  }

  // Says what became of a draft: words, and what can be done with it.
  function tell(place, words, buttons) {
    var note = document.createElement('p');
    note.className = 'notice notice-draft';
    note.setAttribute('role', 'status');
    var said = document.createElement('span');
    said.textContent = words;
    note.append(said);
    buttons.forEach(function (one) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'quiet';
      button.textContent = one.label;
      button.addEventListener('click', function () {
        note.remove();
        one.press();
      });
      note.append(button);
    });
    place(note);
  }

  function nameOf(slot) {
    return PREFIX + staff + ' ' + slot + ' ' + tab;
  }

  function isMine(name) {
    return name.indexOf(PREFIX + staff + ' ') === 0;
  }

  function forget(which) {
    Object.keys(store).forEach(function (name) {
      if (name.indexOf(PREFIX) === 0 && which(name, read(name))) store.removeItem(name);
    });
  }

  // A page of an earlier version may have left another shape, which is passed over.
  function read(name) {
    try {
      var record = JSON.parse(store.getItem(name));
      return record && typeof record.text === 'string' ? record : null;
    } catch (error) {
      return null;
    }
  }

  function seal(name, text) {
    if (!subtle) return Promise.resolve(text);
    var iv = window.crypto.getRandomValues(new Uint8Array(12));
    return sealKey()
      .then(function (with_) {
        return subtle.encrypt(how(name, iv), with_, new TextEncoder().encode(text));
      })
      .then(function (bytes) {
        return toText(iv) + '.' + toText(new Uint8Array(bytes));
      });
  }

  function open(name, text) {
    if (!subtle) return Promise.resolve(text);
    var parts = text.split('.');
    return sealKey()
      .then(function (with_) {
        return subtle.decrypt(how(name, toBytes(parts[0])), with_, toBytes(parts[1]));
      })
      .then(function (bytes) {
        return new TextDecoder().decode(bytes);
      });
  }

  function how(name, iv) {
    return { name: 'AES-GCM', iv: iv, additionalData: new TextEncoder().encode(name) };
  }

  function sealKey() {
    key = key || subtle.importKey('raw', toBytes(about.seal), 'AES-GCM', false, ['encrypt', 'decrypt']);
    return key;
  }

  function toText(bytes) {
    var text = '';
    bytes.forEach(function (byte) {
      text += String.fromCharCode(byte);
    });
    return btoa(text);
  }

  function toBytes(text) {
    return Uint8Array.from(atob(text || ''), function (letter) {
      return letter.charCodeAt(0);
    });
  }

  function tabName() {
    var own = storage('sessionStorage');
    if (!own) return 'one';
    var name = own.getItem('nadi-tab') || Math.random().toString(36).slice(2);
    own.setItem('nadi-tab', name);
    return name;
  }

  function storage(which) {
    try {
      return window[which];
    } catch (error) {
      return null; // switched off: pages work without drafts
    }
  }
})();
