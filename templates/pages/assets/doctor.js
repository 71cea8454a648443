// The doctor's form works as plain pages; this sends each press without a reload. Searching: picker.js.
(function () {
  'use strict';

  // What was pressed before the answer to an earlier press had come: that answer is the draft that it is about.
  var presses = [];
  var sending = null;
  var sent = '';
  var opened = '';
  var drafts = window.nadiDrafts;
  // The box may have saved what stands here: see nadi.js.
  var isSent = false;

  var page = document.getElementById('consult');
  if (page) start();
  poll();

  function start() {
    // Before sending.js, which takes a second press of a form for a double click.
    document.addEventListener('submit', onSubmit, true);
    document.addEventListener('change', onChange);
    document.addEventListener('click', unfold);
    document.addEventListener('input', onInput);
    document.addEventListener('nadi-answered', onAnswered);
    restore();
  }

  // A link to a field that is folded away; newer browsers unfold by themselves.
  function unfold(event) {
    var link = event.target.closest('a[data-unfold]');
    var target = link && document.getElementById(link.hash.slice(1));
    var folded = target && target.closest('details');
    if (folded) folded.open = true;
  }

  function onInput(event) {
    if (event.target.form === mainForm()) keep({ sent: isSent });
  }

  function onAnswered(event) {
    if (event.target === mainForm() && !event.detail.saved) keep({ answered: true });
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

  // Whoever looks up another patient in the middle of a consultation finds it again, until it is signed.
  function keep(state) {
    var form = mainForm();
    if (!form) return;
    var pairs = fields(form);
    if (!state.sent && (JSON.stringify(pairs) === opened || !isWritten(pairs)))
      drafts.drop(page.dataset.draft);
    else
      drafts.keep(
        page.dataset.draft,
        Object.assign({ once: form.elements.once.value, fields: pairs }, state),
      );
  }

  function restore() {
    var form = mainForm();
    if (!form) return;
    opened = JSON.stringify(fields(form));
    drafts.find(page.dataset.draft).then(function (found) {
      if (!found || sending) return;
      if (drafts.isAnswered(found)) {
        // The answer to a sent form holds the draft itself, and nothing of it is saved.
        opened = '';
        return;
      }
      if (!isOfThisPage(found.draft)) return drafts.dropName(found.name);
      if (found.isOwn) return putBack(found);
      say(page.dataset.elsewhere, found, [
        {
          label: page.dataset.take,
          press: function () {
            drafts.take(found, page.dataset.draft);
            putBack(found);
          },
        },
        { label: page.dataset.drop, press: drafts.dropName.bind(null, found.name) },
      ]);
    });
  }

  // Nobody has signed since, and it began with the prescription that is in force.
  function isOfThisPage(draft) {
    return ['seen', 'supersedes'].every(function (name) {
      var kept = draft.fields.find(function (pair) {
        return pair[0] === name;
      });
      var now = mainForm().elements[name];
      return kept && now && now.value === kept[1];
    });
  }

  function putBack(found) {
    var draft = found.draft;
    if (!draft.sent && JSON.stringify(draft.fields) === opened) return;
    isSent = Boolean(draft.sent);
    var form = mainForm();
    var body = new URLSearchParams(draft.fields);
    body.append('crumb', form.elements.crumb.value);
    body.append('once', isSent ? draft.once : form.elements.once.value);
    send('find', null, body, function () {
      say(isSent ? page.dataset.unanswered : page.dataset.restored, found, [
        {
          label: page.dataset.drop,
          press: function () {
            drafts.drop(page.dataset.draft);
            location.reload();
          },
        },
      ]);
    });
  }

  function say(words, found, buttons) {
    drafts.tell(page.prepend.bind(page), words.replace('%time%', found.at), buttons);
  }

  function mainForm() {
    return document.getElementById('main-form');
  }

  function onSubmit(event) {
    var form = event.target;
    var button = event.submitter;
    if (form !== mainForm() || !button || button.name !== 'action') return;
    var signs = button.value === 'sign' || button.value === 'finish';
    if (signs && !isUnderWay()) return keep({ sent: true });
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
    var stood = new Map();
    textFields().forEach(function (field) {
      stood.set(field.name, field.value);
    });
    window.nadiSending
      .answerOf(form.getAttribute('action'), body, {}, mine)
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
        swap(fresh, action, from, stood);
        keep({ sent: isSent });
        if (then) then();
        var next = presses.shift();
        if (next) next();
      })
      .catch(function (error) {
        if (error.name === 'AbortError' || sending !== mine) return;
        sending = null;
        page.removeAttribute('data-swapping');
        window.nadiSending.tellLost(form, from, send.bind(null, action, from, draft, then));
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

  function swap(fresh, action, from, stood) {
    var section = from && from.closest('.line, .part, section');
    var typed = typedMeanwhile(action, stood);
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
    typed.forEach(typeAgain);
    var typing = typed.find(function (one) {
      return one.isActive;
    });
    if (typing) goOnTyping(typing);
    else focusAfter(action, name, value, wasButton);
  }

  // No answer holds what was typed while the press travelled. Where a row was removed the others have new numbers.
  function typedMeanwhile(action, stood) {
    if (/-remove:/.test(action)) return [];
    return textFields()
      .filter(function (field) {
        return field.value !== stood.get(field.name);
      })
      .map(function (field) {
        var isActive = field === document.activeElement;
        return { name: field.name, value: field.value, isActive: isActive, at: field.selectionStart };
      });
  }

  function textFields() {
    return Array.from(mainForm().elements).filter(function (field) {
      return field.name && /^(text|textarea)$/.test(field.type);
    });
  }

  function fieldNamed(name) {
    return document.querySelector('#main-form [name="' + window.CSS.escape(name) + '"]');
  }

  function typeAgain(typed) {
    var field = fieldNamed(typed.name);
    if (field) field.value = typed.value;
  }

  function goOnTyping(typing) {
    var field = fieldNamed(typing.name);
    if (!field) return;
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
      target = fieldNamed(name);
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
