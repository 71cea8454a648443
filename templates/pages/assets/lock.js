// Locks a page in time where the box asks for it, and tells the box that somebody is typing. The box locks without it.
(function () {
  'use strict';

  var after = Number(document.body.dataset.lock) * 1000;
  var button = document.querySelector('[data-lock-now]');
  if (!after || !button) return;
  var told = Date.now();
  touch();

  ['keydown', 'pointerdown', 'touchstart', 'wheel'].forEach(function (event) {
    document.addEventListener(event, onTouch, { passive: true });
  });
  setInterval(function () {
    if (Date.now() - last() >= after) button.click();
  }, 5000);

  function onTouch() {
    touch();
    if (Date.now() - told < after / 5) return;
    told = Date.now();
    fetch('/api/still-here', { credentials: 'same-origin' }).catch(function () {
      // The box will be back; the page says so elsewhere.
    });
  }

  // Several pages may be open: a touch of one is a touch of all.
  function touch() {
    document.body.dataset.touched = Date.now();
    try {
      window.localStorage.setItem('nadi-touched', Date.now());
    } catch (error) {
      return; // switched off: each page counts for itself
    }
  }

  function last() {
    var own = Number(document.body.dataset.touched);
    try {
      return Math.max(own, Number(window.localStorage.getItem('nadi-touched')));
    } catch (error) {
      return own;
    }
  }
})();
