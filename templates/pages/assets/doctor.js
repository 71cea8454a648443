// The doctor's form works as plain pages; this sends each press without a reload. Searching: picker.js.
(function () {
  'use strict';

  // What was pressed before the answer to an earlier press had come: that answer is the draft that it is about.
  var presses = [];
  var sending = null;
  var sent = '';
  var signing = false;
  var opened = '';

  var page = document.getElementById('consult');
  if (page) start();
  poll();

  function start() {
    // Before nadi.js, which takes a second press of a form for a double click.
    document.addEventListener('submit', onSubmit, true);
    document.addEventListener('change', onChange);
    document.addEventListener('click', unfold);
    window.addEventListener('pagehide', keep);
    restore();
  }

  // A link to a field that is folded away; newer browsers unfold by themselves.
  function unfold(event) {
    var link = event.target.closest('a[data-unfold]');
    var target = link && document.getElementById(link.hash.slice(1));
    var folded = target && target.closest('details');
    if (folded) folded.open = true;
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
    var signs = button.value === 'sign' || button.value === 'finish';
    if (signs && !isUnderWay()) {
      signing = true;
      if (storage()) storage().removeItem(draftKey());
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (signs) presses.push(pressAgain.bind(null, button.value));
    else send(button.value, button, null, button.closest('[data-poll]') ? lookAtCritical : null);
  }

  // A search changes nothing, so another press may overtake it.
  function isUnderWay() {
    return sending !== null && sent !== 'find';
  }

  function pressAgain(value) {
    var button = document.querySelector('#sign button[name="action"][value="' + value + '"]');
    if (button) button.click();
  }

  function onChange(event) {
    if (event.target.matches('[data-refresh], input[name="accepted"]')) send('find', event.target);
  }

  function send(action, from, draft, then) {
    if (isUnderWay()) return presses.push(send.bind(null, action, from, draft, then));
    var form = mainForm();
    var body = draft || new URLSearchParams(new FormData(form));
    body.append('action', action);
    if (sending) sending.abort();
    var mine = window.AbortController ? new AbortController() : {};
    sending = mine;
    sent = action;
    page.setAttribute('data-swapping', '');
    // The words have done their work: what is typed from here on is the next search.
    var found = from && from.closest('.found-row') && from.closest('[data-picker]');
    if (found) found.querySelector('input').value = '';
    fetch(form.getAttribute('action'), {
      method: 'POST',
      body: body,
      credentials: 'same-origin',
      signal: mine.signal,
    })
      .then(function (answer) {
        if (answer.redirected) {
          location.href = answer.url;
          return '';
        }
        return answer.text();
      })
      .then(function (html) {
        if (html === '' || sending !== mine) return;
        var answered = new DOMParser().parseFromString(html, 'text/html');
        var fresh = answered.getElementById('consult');
        // A log-in page or an error: the browser shows it, with everything that was typed.
        if (!fresh) return plain(form, action);
        sending = null;
        renew(document.querySelector('[data-poll]'), answered.querySelector('[data-poll]'));
        swap(fresh, action, from, found ? '' : body);
        if (then) then();
        var next = presses.shift();
        if (next) next();
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

  function swap(fresh, action, from, body) {
    var section = from && from.closest('.line, .part, section');
    var typing = typedMeanwhile(action, body);
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
    if (typing) goOnTyping(typing);
    else focusAfter(action, name, value, wasButton);
  }

  // No answer holds what was typed while the press travelled. Where a row was removed the others have new numbers.
  function typedMeanwhile(action, body) {
    var field = document.activeElement;
    if (!field || !field.form || !/^(text|textarea)$/.test(field.type) || /-remove:/.test(action))
      return null;
    var was = body === '' && field.closest('[data-picker]') ? '' : body && body.get(field.name);
    return was === field.value ? null : { name: field.name, value: field.value, at: field.selectionStart };
  }

  function goOnTyping(typing) {
    var field = document.querySelector('#main-form [name="' + window.CSS.escape(typing.name) + '"]');
    if (!field) return;
    field.value = typing.value;
    field.focus({ preventScroll: true });
    field.setSelectionRange(typing.at, typing.at);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  // What has just come in stands above the form now; nothing that was typed has gone.
  function lookAtCritical() {
    var list = document.getElementById('critical');
    if (!list) return;
    list.scrollIntoView();
    list.querySelector('button').focus({ preventScroll: true });
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

  // Critical results that have come meanwhile, without a reload: the part names where it stands as it is now.
  function poll() {
    if (!document.querySelector('[data-poll]')) return;
    setInterval(function () {
      var part = document.querySelector('[data-poll]');
      if (document.hidden || part.querySelector('[data-sent]')) return;
      fetch(part.dataset.poll, { credentials: 'same-origin', headers: { 'x-nadi-auto': '1' } })
        .then(function (answer) {
          return answer.ok && !answer.redirected ? answer.text() : '';
        })
        .then(function (html) {
          var fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-poll]');
          // Another answer may have come meanwhile, with what its page shows already.
          if (fresh && fresh.dataset.poll === part.dataset.poll) renew(part, fresh);
        })
        .catch(function () {
          // The box will be back; the page says so elsewhere.
        });
    }, 15000);
  }

  function renew(part, fresh) {
    part.dataset.poll = fresh.dataset.poll;
    if (fresh.innerHTML !== part.innerHTML) part.replaceChildren.apply(part, Array.from(fresh.childNodes));
  }
})();
