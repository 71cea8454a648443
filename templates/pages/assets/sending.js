// Forms on their way: none is sent twice by a second click, and one that the box does not answer stays where it is.
// Without it browsers send the same forms by themselves.
(function () {
  'use strict';

  // A save takes well under a second, on the slowest disk a few.
  var PATIENCE = 15000;
  var about = document.body.dataset;
  // By form: what puts its buttons back.
  var undo = new Map();

  window.nadiSending = { answerOf: answerOf, tellLost: tellLost };
  document.addEventListener('submit', onSubmit);

  function onSubmit(event) {
    var form = event.target;
    var button = event.submitter;
    if (form.dataset.sent) return event.preventDefault();
    // An older browser does not say which button was pressed, and alone sends that along.
    var isTold = 'submitter' in event && form.requestSubmit;
    if ((form.getAttribute('method') || 'get').toLowerCase() !== 'post') return;
    form.dataset.sent = 'yes';
    setTimeout(wait, 0, form, button);
    // Pages without a person (the log-in, the lock) and the centre's go the plain way, and so does the language switch.
    if (!isTold || !about.seal || !form.closest('main')) return;
    if (actionOf(form, button).pathname === '/language') return;
    event.preventDefault();
    send(form, button);
  }

  function actionOf(form, button) {
    var action = (button && button.getAttribute('formaction')) || form.getAttribute('action');
    return new URL(action, location.href);
  }

  function send(form, button) {
    var body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.append(button.name, button.value);
    var once = body.get('once');
    answerOf(actionOf(form, button), body, { 'x-nadi-in-place': '1' })
      .then(function (answer) {
        var isTold = /json/.test(answer.headers.get('content-type'));
        return isTold ? answer.json() : null;
      })
      .then(function (told) {
        // The log-in page, with everything that was typed: the browser shows it.
        if (!told) return sendPlain(form, button);
        if (told.saved) window.nadiDrafts.saved(once);
        form.dispatchEvent(new CustomEvent('nadi-answered', { detail: told, bubbles: true }));
        // A draft that is being written ends first.
        setTimeout(goTo, 0, told.go);
      })
      .catch(function () {
        tellLost(form, button, function () {
          form.requestSubmit(button && button.isConnected ? button : undefined);
        });
      });
  }

  // Rejects where no answer came, also where the line is silent.
  function answerOf(to, body, headers, control) {
    var late;
    var limit = new Promise(function (_, reject) {
      late = setTimeout(reject, PATIENCE, new Error('no answer'));
    });
    var asked = fetch(to, {
      method: 'POST',
      body: body,
      credentials: 'same-origin',
      headers: headers,
      signal: control && control.signal,
    });
    return Promise.race([asked, limit]).finally(function () {
      clearTimeout(late);
    });
  }

  // A jump within this very page would load nothing.
  function goTo(path) {
    var to = new URL(path, location.href);
    if (to.hash === '' || to.href.split('#')[0] !== location.href.split('#')[0]) return location.assign(to);
    history.replaceState(null, '', to);
    location.reload();
  }

  function sendPlain(form, button) {
    if (button && button.name) {
      var field = document.createElement('input');
      field.type = 'hidden';
      field.name = button.name;
      field.value = button.value;
      form.append(field);
    }
    form.setAttribute('action', actionOf(form, button));
    form.submit();
  }

  function wait(form, button) {
    if (!form.dataset.sent) return;
    var buttons = Array.from(form.querySelectorAll('button:enabled'));
    var isMain = button && button.classList.contains('main-button');
    var words = isMain ? Array.from(button.childNodes) : [];
    buttons.forEach(function (one) {
      one.disabled = true;
    });
    if (isMain) button.textContent = about.sending;
    undo.set(form, function () {
      buttons.forEach(function (one) {
        one.disabled = false;
      });
      if (isMain) button.replaceChildren.apply(button, words);
    });
  }

  // The form stands as it was, with its key: what is sent again is not saved twice.
  function tellLost(form, button, again) {
    delete form.dataset.sent;
    if (undo.has(form)) undo.get(form)();
    undo.delete(form);
    var known = document.querySelector('.lost');
    if (known) known.remove();
    var note = document.createElement('div');
    note.className = 'problems lost';
    note.setAttribute('role', 'alert');
    var title = document.createElement('h2');
    title.textContent = about.lost;
    var next = document.createElement('p');
    next.textContent = about.lostNext;
    var resend = document.createElement('button');
    resend.type = 'button';
    resend.className = 'second-button';
    resend.textContent = about.sendAgain;
    resend.addEventListener('click', function () {
      note.remove();
      again();
    });
    note.append(title, next, resend);
    var end = (button && button.closest('.form-end')) || form.querySelector('.form-end');
    if (end) end.before(note);
    else form.after(note);
    note.scrollIntoView({ block: 'nearest' });
    resend.focus({ preventScroll: true });
  }
})();
