// Says how an age is understood while it is typed. Without it the answer to the form does.
(function () {
  'use strict';

  var line = document.querySelector('[data-age-words]');
  var form = line && line.closest('form');
  if (!form) return;
  var names = ['age', 'ageUnit', 'birthDate'];
  var waiting = null;
  var asked = 0;

  form.addEventListener('input', function (event) {
    if (names.indexOf(event.target.name) < 0) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  // A draft may have been put back before.
  ask();

  function ask() {
    var mine = (asked += 1);
    var query = new URLSearchParams();
    names.forEach(function (name) {
      query.set(name, form.elements[name].value);
    });
    fetch(line.dataset.ageWords + '?' + query, { headers: { 'x-nadi-auto': '1' } })
      .then(function (answer) {
        return answer.ok ? answer.json() : { words: '' };
      })
      .then(function (told) {
        if (mine === asked) line.textContent = told.words;
      })
      .catch(function () {
        line.textContent = '';
      });
  }
})();
