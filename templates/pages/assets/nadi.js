// Only adds to pages that work without it: no double sends, keys, and drafts of unfinished forms.
(function () {
  'use strict';

  // A second click on a form that is on its way does nothing.
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if ((form.getAttribute('method') || 'get').toLowerCase() !== 'post') return;
    form.dataset.sent = 'yes';
    var button = event.submitter;
    setTimeout(function () {
      form.querySelectorAll('button').forEach(function (one) {
        one.disabled = true;
      });
      if (button && button.classList.contains('main-button')) {
        button.textContent = document.body.dataset.sending;
      }
    }, 0);
  });

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

  // Drafts live in this tab only, under the name of who typed them, and go when the form is sent or at log-out.
  var staff = document.body.dataset.staff;
  var prefix = 'nadi-draft ' + staff + ' ';
  var store;
  try {
    store = window.sessionStorage;
  } catch (error) {
    return; // storage is switched off: pages work without drafts
  }

  document.querySelectorAll('[data-forget-drafts]').forEach(function (button) {
    button.addEventListener('click', function () {
      forget(function () {
        return true;
      });
    });
  });
  if (!staff) return;
  // Whoever is on shift at this browser finds their own again after another's turn.
  var onShift = (document.body.dataset.shift || staff).split(' ');
  forget(function (key) {
    return onShift.indexOf(key.split(' ')[1]) < 0;
  });
  // A page between the form and its saving (a PIN is asked for): nothing is saved yet.
  if (document.querySelector('[data-held]')) return;

  var sent = store.getItem('nadi-sent');
  var form = document.querySelector('form[data-draft]');
  var key = form && prefix + form.dataset.draft;
  store.removeItem('nadi-sent');
  // A page without errors after a sent form: it was saved.
  if (sent && (!form || sent !== key || !document.getElementById('problems'))) store.removeItem(sent);
  if (!form) return;
  if (!document.getElementById('problems')) restore();

  form.addEventListener('input', function () {
    store.setItem(key, JSON.stringify({ at: clock(), fields: typed() }));
  });
  // Who cancels is done with it: the next patient must not find this one's particulars.
  form.querySelectorAll('[data-cancel]').forEach(function (link) {
    link.addEventListener('click', function () {
      store.removeItem(key);
    });
  });
  form.addEventListener('submit', function () {
    store.setItem('nadi-sent', key);
  });

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

  function restore() {
    var draft = read(store.getItem(key));
    if (!draft || JSON.stringify(draft.fields) === JSON.stringify(typed())) return;
    draft.fields.forEach(function (entry) {
      Array.from(form.elements).forEach(function (one) {
        if (one.name !== entry[0]) return;
        if (entry.length === 3) {
          if (one.value === entry[1]) one.checked = entry[2];
        } else if (!/^(radio|checkbox|hidden|submit)$/.test(one.type)) one.value = entry[1];
      });
    });
    var note = document.createElement('p');
    note.className = 'notice';
    note.setAttribute('role', 'status');
    note.append((form.dataset.restored || '').replace('%time%', draft.at));
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = form.dataset.discard;
    button.addEventListener('click', function () {
      store.removeItem(key);
      location.reload();
    });
    note.append(button);
    form.before(note);
  }

  // A page of an earlier version may have left another shape, which is passed over.
  function read(text) {
    try {
      var draft = JSON.parse(text);
      return draft && Array.isArray(draft.fields) ? draft : null;
    } catch (error) {
      return null;
    }
  }

  function clock() {
    return new Date().toTimeString().slice(0, 5);
  }

  function forget(which) {
    Object.keys(store).forEach(function (one) {
      if (one.indexOf('nadi-draft ') === 0 && which(one)) store.removeItem(one);
    });
  }
})();
