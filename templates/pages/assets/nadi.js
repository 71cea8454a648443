// Only adds to pages that work without it: keys, and drafts of unfinished forms.
(function () {
  'use strict';

  // On a narrow screen the tabs scroll, and the one that is open may stand out of sight. The page itself stays.
  var tab = document.querySelector('.stations [aria-current]');
  if (tab) {
    var tabs = tab.parentElement;
    var offset = tab.getBoundingClientRect().left - tabs.getBoundingClientRect().left;
    tabs.scrollLeft += offset - (tabs.clientWidth - tab.offsetWidth) / 2;
  }

  // So does a picture of whole days, which begins where the day does.
  document.querySelectorAll('[data-begin-at]').forEach(function (picture) {
    picture.scrollLeft = Number(picture.dataset.beginAt);
  });

  // Coming back by the browser's back button must not find a dead form.
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) location.reload();
  });

  // Enter in a field presses the form's main button, as browsers do. A page with a search among its fields has a
  // harmless button for that where no script runs; here the search answers for itself.
  var harmless = document.querySelector('[data-enter-main]');
  var main = harmless && harmless.form.querySelector('.main-button');
  if (main) {
    harmless.name = main.name;
    harmless.value = main.value;
  }

  // Alt+1…9 opens a station, / goes to the search field, Ctrl+Enter sends the form.
  document.addEventListener('keydown', function (event) {
    if (event.altKey && /^[1-9]$/.test(event.key)) {
      var link = document.querySelector('[data-shortcut="' + event.key + '"]');
      if (link) {
        event.preventDefault();
        link.click();
      }
    } else if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      var search = document.querySelector('[data-focus-key]');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === 'Enter' && event.ctrlKey && event.target.form) {
      event.target.form.requestSubmit(event.target.form.querySelector('.main-button') || undefined);
    } else if (event.key === 'Enter' && event.target.matches('[data-enter-finds] input')) {
      event.preventDefault();
      event.target.closest('[data-enter-finds]').querySelector('button').click();
    }
  });

  // What was typed and not saved comes back: see drafts.js.
  var drafts = window.nadiDrafts;
  var form = document.querySelector('form[data-draft]');
  if (!form) return;
  var slot = form.dataset.draft;
  var isTouched = false;
  var isPutting = false;
  // The box may have saved it: then its key and its notes count, and no second save.
  var isSent = false;

  drafts.find(slot).then(function (found) {
    if (!found || isTouched) return;
    // The answer to a sent form holds it already, perhaps under a new key.
    if (drafts.isAnswered(found)) return keep({ answered: true });
    if (found.isOwn) return putBack(found);
    say(form.dataset.elsewhere, found, [
      {
        label: form.dataset.take,
        press: function () {
          drafts.take(found, slot);
          putBack(found);
        },
      },
      {
        label: form.dataset.drop,
        press: function () {
          drafts.dropName(found.name);
        },
      },
    ]);
  });

  form.addEventListener('input', function () {
    if (isPutting) return;
    isTouched = true;
    keep({ sent: isSent });
  });
  // Who cancels is done with it: the next patient must not find this one's particulars.
  form.querySelectorAll('[data-cancel]').forEach(function (link) {
    link.addEventListener('click', function () {
      drafts.drop(slot);
    });
  });
  form.addEventListener('submit', function (event) {
    var isSwitch = event.submitter && event.submitter.name === 'switch-language';
    if (!isSwitch) keep({ sent: true });
  });
  form.addEventListener('nadi-answered', function (event) {
    if (!event.detail.saved) keep({ answered: true });
  });

  function keep(state) {
    var draft = { once: form.elements.once.value, fields: typed(), notes: notes() };
    drafts.keep(slot, Object.assign(draft, state));
  }

  function typed() {
    return Array.from(form.elements)
      .filter(function (one) {
        return one.name && !/^(hidden|password|submit|button|file)$/.test(one.type);
      })
      .map(function (one) {
        return /^(radio|checkbox)$/.test(one.type)
          ? [one.name, one.value, one.checked]
          : [one.name, one.value];
      });
  }

  // What the form notes for itself, such as what stood on the page when it was opened.
  function notes() {
    return Array.from(form.elements)
      .filter(function (one) {
        return one.type === 'hidden' && one.name !== 'crumb';
      })
      .map(function (one) {
        return [one.name, one.value];
      });
  }

  function putBack(found) {
    var draft = found.draft;
    if (!draft.sent && JSON.stringify(draft.fields) === JSON.stringify(typed())) return;
    isSent = Boolean(draft.sent);
    isPutting = true;
    draft.fields.forEach(put);
    if (isSent) draft.notes.forEach(putNote);
    isPutting = false;
    say(isSent ? form.dataset.unanswered : form.dataset.restored, found, [
      {
        label: form.dataset.discard,
        press: function () {
          drafts.drop(slot);
          location.reload();
        },
      },
    ]);
  }

  function put(entry) {
    Array.from(form.elements).forEach(function (one) {
      if (one.name !== entry[0]) return;
      if (entry.length === 3) {
        if (one.value === entry[1]) one.checked = entry[2];
      } else if (!/^(radio|checkbox|hidden|submit)$/.test(one.type)) {
        one.value = entry[1];
        one.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
  }

  function putNote(entry) {
    var note = form.querySelector('input[type="hidden"][name="' + window.CSS.escape(entry[0]) + '"]');
    if (note) note.value = entry[1];
  }

  function say(words, found, buttons) {
    drafts.tell(form.before.bind(form), words.replace('%time%', found.at), buttons);
  }
})();
