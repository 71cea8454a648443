// The doctor's form works as plain pages; this sends each press without a reload, and searches while one types.
(function () {
  'use strict';

  var page = document.getElementById('consult');
  if (page) start();
  poll();

  function start() {
    // Before nadi.js, which takes a second press of a form for a double click.
    document.addEventListener('submit', onSubmit, true);
    document.addEventListener('input', onInput);
    document.addEventListener('change', onChange);
    document.addEventListener('keydown', onKey);
    window.addEventListener('pagehide', keep);
    restore();
  }

  // Whoever looks up another patient in the middle of a consultation finds it again. It lives in this tab only,
  // under the prefix that nadi.js clears at log-out, and goes when the consultation is signed.
  function draftKey() {
    return 'nadi-draft ' + document.body.dataset.staff + ' consult ' + page.dataset.draftOf;
  }

  function storage() {
    try {
      return window.sessionStorage;
    } catch (error) {
      return null; // switched off: pages work without drafts
    }
  }

  function fields(form) {
    return Array.from(new FormData(form)).filter(function (pair) {
      return pair[0] !== 'crumb' && pair[0] !== 'once' && typeof pair[1] === 'string';
    });
  }

  function isWritten(pairs) {
    return pairs.some(function (pair) {
      return pair[1] !== '' && !/^(seen|supersedes)$/.test(pair[0]);
    });
  }

  var signing = false;
  var opened = '';

  function keep() {
    var form = mainForm();
    var store = storage();
    if (!form || !store || signing) return;
    var pairs = fields(form);
    if (JSON.stringify(pairs) === opened || !isWritten(pairs)) store.removeItem(draftKey());
    else store.setItem(draftKey(), JSON.stringify(pairs));
  }

  function restore() {
    var form = mainForm();
    var store = storage();
    if (!form || !store) return;
    opened = JSON.stringify(fields(form));
    var text = store.getItem(draftKey());
    // The answer to a sent form holds the draft itself.
    if (!text || document.getElementById('problems')) return;
    var pairs = JSON.parse(text);
    var same = ['seen', 'supersedes'].every(function (name) {
      var kept = pairs.find(function (pair) {
        return pair[0] === name;
      });
      return kept && form.elements[name] && form.elements[name].value === kept[1];
    });
    if (!same) return store.removeItem(draftKey());
    var body = new URLSearchParams(pairs);
    body.append('crumb', form.elements.crumb.value);
    body.append('once', form.elements.once.value);
    send('find', null, body, tellRestored);
  }

  function tellRestored() {
    var note = document.createElement('p');
    note.className = 'notice';
    note.setAttribute('role', 'status');
    note.append(page.dataset.restored);
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = page.dataset.discard;
    button.addEventListener('click', function () {
      signing = true;
      storage().removeItem(draftKey());
      location.reload();
    });
    note.append(button);
    page.prepend(note);
  }

  function mainForm() {
    return document.getElementById('main-form');
  }

  function onSubmit(event) {
    var form = event.target;
    var button = event.submitter;
    if (form !== mainForm() || !button || button.name !== 'action') return;
    if (button.value === 'sign' || button.value === 'finish') {
      signing = true;
      if (storage()) storage().removeItem(draftKey());
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    send(button.value, button);
  }

  function onChange(event) {
    if (event.target.matches('[data-refresh], input[name="accepted"]')) send('find', event.target);
  }

  var sending = null;

  function send(action, from, draft, then) {
    var form = mainForm();
    var body = draft || new URLSearchParams(new FormData(form));
    body.append('action', action);
    if (sending) sending.abort();
    sending = window.AbortController ? new AbortController() : null;
    page.setAttribute('data-swapping', '');
    fetch(form.getAttribute('action'), {
      method: 'POST',
      body: body,
      credentials: 'same-origin',
      signal: sending ? sending.signal : undefined,
    })
      .then(function (answer) {
        if (answer.redirected) {
          location.href = answer.url;
          return '';
        }
        return answer.text();
      })
      .then(function (html) {
        if (html === '') return;
        var fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('consult');
        // A log-in page or an error: the browser shows it, with everything that was typed.
        if (!fresh) return plain(form, action);
        swap(fresh, action, from);
        if (then) then();
      })
      .catch(function (error) {
        if (error.name !== 'AbortError') plain(form, action);
      });
  }

  function plain(form, action) {
    var field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'action';
    field.value = action;
    form.appendChild(field);
    form.submit();
  }

  function swap(fresh, action, from) {
    var section = from && from.closest('.line, .part, section');
    var name = document.activeElement && document.activeElement.name;
    var value = document.activeElement && document.activeElement.value;
    var wasButton = document.activeElement && document.activeElement.tagName === 'BUTTON';
    var top = section && section.id && section.getBoundingClientRect().top;
    var id = section && section.id;
    page.replaceChildren.apply(page, Array.from(fresh.childNodes));
    page.removeAttribute('data-swapping');
    var problems = document.getElementById('problems');
    if (problems) problems.remove();

    var same = id && document.getElementById(id);
    if (same && typeof top === 'number') window.scrollBy(0, same.getBoundingClientRect().top - top);
    focusAfter(action, name, value, wasButton);
  }

  // A pick goes on where the next thing is typed or pressed.
  function focusAfter(action, name, value, wasButton) {
    var kind = /^(complaint|diagnosis|test)-/.exec(action);
    var target = null;
    if (/^drug-(add|own)/.test(action)) {
      var lines = document.querySelectorAll('.line');
      var last = lines[lines.length - 1];
      target = last && last.querySelector('.chip');
      if (last) last.scrollIntoView({ block: 'nearest' });
    } else if (/^facility-(pick|own)/.test(action)) {
      target = document.querySelector('#refer [name="referralReason"]');
    } else if (/^facility-clear/.test(action)) {
      target = document.querySelector('[data-picker="facility"] input');
    } else if (kind || /^panel-/.test(action)) {
      target = document.querySelector('[data-picker="' + (kind ? kind[1] : 'test') + '"] input');
    } else if (wasButton) {
      target = document.querySelector('button[name="action"][value="' + window.CSS.escape(value) + '"]');
    } else if (name) {
      target = document.querySelector('#main-form [name="' + window.CSS.escape(name) + '"]');
    }
    if (target) target.focus({ preventScroll: true });
  }

  var waiting = null;
  var asked = 0;

  function onInput(event) {
    var picker = event.target.closest && event.target.closest('[data-picker]');
    if (!picker || event.target.type !== 'text') return;
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      search(picker, event.target.value.trim());
    }, 120);
  }

  function search(picker, text) {
    var list = picker.querySelector('[data-found]');
    var own = picker.querySelector('[data-own]');
    var mine = (asked += 1);
    if (own) own.hidden = text === '';
    if (text === '') return list.replaceChildren();
    fetch('/api/search/' + picker.dataset.picker + '?q=' + encodeURIComponent(text), {
      credentials: 'same-origin',
    })
      .then(function (answer) {
        return answer.ok ? answer.json() : null;
      })
      .then(function (answer) {
        // Answers may overtake each other.
        if (!answer || mine !== asked) return;
        list.replaceChildren.apply(list, answer.found.map(row));
        if (answer.found.length === 0) {
          var none = document.createElement('p');
          none.className = 'hint';
          none.textContent = list.dataset.nothing;
          list.append(none);
        }
      })
      .catch(function () {
        // Without the line to the box the search button says so.
      });
  }

  function row(pick) {
    var button = document.createElement('button');
    button.className = 'found-row';
    button.name = 'action';
    button.value = pick.action;
    var words = document.createElement('span');
    var label = document.createElement('b');
    label.textContent = pick.label;
    var detail = document.createElement('small');
    detail.textContent = pick.detail;
    words.append(label, detail);
    button.append(words);
    if (pick.stock) {
      var stock = document.createElement('small');
      stock.className = 'stock stock-' + pick.stock.tone;
      stock.textContent = pick.stock.text;
      button.append(stock);
    }
    return button;
  }

  // Arrows walk through what was found; Enter in the search field takes the first.
  function onKey(event) {
    var picker = event.target.closest && event.target.closest('[data-picker]');
    if (!picker || event.ctrlKey || event.altKey) return;
    var rows = Array.from(picker.querySelectorAll('.found-row'));
    var at = rows.indexOf(event.target);
    if (event.key === 'ArrowDown' && rows.length > 0 && at < rows.length - 1) rows[at + 1].focus();
    else if (event.key === 'ArrowUp' && at > 0) rows[at - 1].focus();
    else if (event.key === 'ArrowUp' && at === 0) picker.querySelector('input').focus();
    else if (event.key === 'Enter' && event.target.tagName === 'INPUT' && rows[0]) rows[0].click();
    else return;
    event.preventDefault();
  }

  // Critical results of any patient, without a reload of the queue.
  function poll() {
    var part = document.querySelector('[data-poll]');
    if (!part) return;
    setInterval(function () {
      if (document.hidden || part.querySelector('[data-sent]')) return;
      fetch('/doctor', { credentials: 'same-origin', headers: { 'x-nadi-auto': '1' } })
        .then(function (answer) {
          return answer.ok && !answer.redirected ? answer.text() : '';
        })
        .then(function (html) {
          var fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-poll]');
          if (fresh && fresh.innerHTML !== part.innerHTML)
            part.replaceChildren.apply(part, Array.from(fresh.childNodes));
        })
        .catch(function () {
          // The box will be back; the page says so elsewhere.
        });
    }, 15000);
  }
})();
