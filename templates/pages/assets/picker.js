// Searches a list while one types, and picks from it by keys. Without it the search button does the same.
(function () {
  'use strict';

  document.addEventListener('input', onInput);
  document.addEventListener('keydown', onKey);

  var waiting = null;
  var asked = 0;
  // Enter was pressed before the answer had come: its first row is meant, while the words still stand there.
  var wanted = false;

  function pickerOf(element) {
    return element.closest && element.closest('[data-picker]');
  }

  function onInput(event) {
    var picker = pickerOf(event.target);
    if (!picker || event.target.type !== 'text') return;
    wanted = false;
    clearTimeout(waiting);
    waiting = setTimeout(search.bind(null, picker.dataset.picker), 120);
  }

  // By its kind: the page may be another one when the answer comes.
  function partOf(kind) {
    return document.querySelector('[data-picker="' + kind + '"]');
  }

  function wordsIn(picker) {
    return picker.querySelector('input').value.trim();
  }

  function search(kind) {
    clearTimeout(waiting);
    var picker = partOf(kind);
    if (!picker) return;
    var text = wordsIn(picker);
    var own = picker.querySelector('[data-own]');
    var mine = (asked += 1);
    if (own) own.hidden = text === '';
    if (text === '') return picker.querySelector('[data-found]').replaceChildren();
    fetch('/api/search/' + kind + '?q=' + encodeURIComponent(text), { credentials: 'same-origin' })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error('no answer');
        return answer.json();
      })
      .then(function (answer) {
        var now = partOf(kind);
        // Answers may overtake each other.
        if (mine !== asked || !now || wordsIn(now) !== text) return;
        show(now, text, answer.found);
      })
      .catch(function () {
        var now = partOf(kind);
        if (wanted && mine === asked && now) tell(now, now.querySelector('[data-found]').dataset.failed);
        wanted = false;
      });
  }

  function show(picker, text, found) {
    var list = picker.querySelector('[data-found]');
    list.replaceChildren.apply(list, found.map(row));
    list.dataset.for = text;
    if (found.length === 0) tell(picker, list.dataset.nothing);
    var isWanted = wanted;
    wanted = false;
    if (isWanted && found.length > 0) list.querySelector('.found-row').click();
  }

  function tell(picker, words) {
    var note = document.createElement('p');
    note.className = 'hint';
    note.setAttribute('role', 'status');
    note.textContent = words;
    picker.querySelector('[data-found]').replaceChildren(note);
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

  // Arrows walk through what was found; Enter in the search field takes the first, and never sends the form.
  function onKey(event) {
    var picker = pickerOf(event.target);
    if (!picker || event.ctrlKey || event.altKey || event.isComposing) return;
    var rows = Array.from(picker.querySelectorAll('.found-row'));
    var at = rows.indexOf(event.target);
    if (event.key === 'ArrowDown' && rows.length > 0 && at < rows.length - 1) rows[at + 1].focus();
    else if (event.key === 'ArrowUp' && at > 0) rows[at - 1].focus();
    else if (event.key === 'ArrowUp' && at === 0) picker.querySelector('input').focus();
    else if (event.key === 'Enter' && event.target.tagName === 'INPUT') takeFirst(picker, rows);
    else return;
    event.preventDefault();
  }

  // Rows of earlier words are not meant: half a name may be another medicine.
  function takeFirst(picker, rows) {
    var text = wordsIn(picker);
    if (text === '') return;
    if (rows[0] && picker.querySelector('[data-found]').dataset.for === text) return rows[0].click();
    wanted = true;
    search(picker.dataset.picker);
  }
})();
